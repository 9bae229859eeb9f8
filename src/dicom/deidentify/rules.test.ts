import { describe, expect, it } from 'vitest';
import { keywordOf, vrOf } from './dictionary';
import { type DataSet, type Element, textElement } from './element';
import { presets } from './options';
import { keptPrivate } from './private';
import { isDateTime, Replacements, shiftDate, shiftDateTime } from './replacements';
import { actionOf } from './rules';
import { tableRows, unsureOptions } from './table-rows';
import { cleanWords } from './vocabulary';

const CT = '1.2.840.10008.5.1.4.1.1.2';
const ENHANCED = '1.2.840.10008.5.1.4.1.1.2.1';
const PET = '1.2.840.10008.5.1.4.1.1.128';
const element = (tag: number, value = 'x'): Element => textElement(tag, vrOf(tag) ?? 'LO', value);

describe('the table', () => {
  const rows = tableRows.flatMap(([action, , tags]) =>
    tags.split(/\s+/).map((tag) => [tag, action] as const),
  );

  it('has the 617 rows by tag of 2024b, each once, each an attribute of the standard', () => {
    expect(rows).toHaveLength(617);
    expect(new Set(rows.map(([tag]) => tag)).size).toBe(617);
    expect(rows.filter(([tag]) => tag > '0008' && keywordOf(Number.parseInt(tag, 16)) === 'Unknown')).toEqual(
      [],
    );
    const counts: Record<string, number> = {};
    for (const [, action] of rows) counts[action] = (counts[action] ?? 0) + 1;
    // With the four rows by group, all X: 384 X and 621 in all.
    expect(counts).toEqual({
      D: 92,
      U: 54,
      X: 380,
      'X/D': 22,
      'X/Z': 11,
      'X/Z/D': 8,
      'X/Z/U*': 2,
      Z: 42,
      'Z/D': 6,
    });
    expect(unsureOptions.every((tag) => rows.some(([one]) => one === tag))).toBe(true);
  });
});

describe('an action', () => {
  const at = (tag: number, sopClassUid: string, options = presets.basic, nested = false) =>
    actionOf(element(tag, '20200101'), options, { sopClassUid, nested });

  it('of a combination is settled by the type in the IOD', () => {
    // Device Serial Number X/Z/D: absent in CT, type 1 in Enhanced CT.
    expect([at(0x00181000, CT), at(0x00181000, ENHANCED)]).toEqual(['remove', 'dummy']);
    // Series Date X/D: type 1C in PET. Acquisition Date X/Z: type 2 there.
    expect([at(0x00080021, CT), at(0x00080021, PET)]).toEqual(['remove', 'dummy']);
    expect([at(0x00080022, CT), at(0x00080022, PET)]).toEqual(['remove', 'empty']);
    // Content Date Z/D: type 2C in CT, 1 in Enhanced CT.
    expect([at(0x00080023, CT), at(0x00080023, ENHANCED)]).toEqual(['empty', 'dummy']);
    // Inside an item the type is not known: what keeps any object valid.
    expect(at(0x00181000, CT, presets.basic, true)).toBe('dummy');
  });

  it('follows the options', () => {
    const having = (change: Partial<typeof presets.basic>, tag: number) =>
      at(tag, CT, { ...presets.basic, ...change });
    expect(at(0x00080020, CT)).toBe('empty');
    expect(having({ dates: 'shift' }, 0x00080020)).toBe('shift');
    expect(having({ dates: 'keep' }, 0x00080020)).toBe('keep');
    // A birth date is no longitudinal date.
    expect(having({ dates: 'keep' }, 0x00100030)).toBe('empty');
    expect(having({ retainPatient: true }, 0x00101010)).toBe('keep');
    expect(having({ retainDevice: true }, 0x00081010)).toBe('keep');
    expect(having({ retainInstitution: true }, 0x00080080)).toBe('keep');
    expect(having({ retainUids: true }, 0x00080018)).toBe('keep');
    expect(having({ cleanDescriptors: true }, 0x00081030)).toBe('words');
    expect(having({ retainInstitution: true, retainDevice: true }, 0x00081070)).toBe('remove');
  });

  it('on free text that the table does not name is to take it out, unless it is technique', () => {
    expect(at(0x00100033, CT)).toBe('remove');
    expect(at(0x00181210, CT)).toBe('keep');
    expect(at(0x00080104, CT, presets.basic, true)).toBe('keep');
  });
});

describe('private elements', () => {
  const set = (creator: string, value: string): DataSet => [
    textElement(0x00190010, 'LO', creator),
    textElement(0x00191024, 'DS', value),
    textElement(0x00191099, 'LO', 'a name'),
  ];
  it('stay when their block is known and they hold numbers, with the block', () => {
    expect([...keptPrivate(set('GEMS_ACQU_01', '12.5'))].sort()).toEqual([0x00190010, 0x00191024]);
    expect([...keptPrivate(set('GEMS_ACQU_01', 'Smith'))]).toEqual([]);
    expect([...keptPrivate(set('ACME', '12.5'))]).toEqual([]);
  });
});

describe('replacements', () => {
  it('move dates over months and leap years and refuse what is none', () => {
    expect(shiftDate('20240301', -1)).toBe('20240229');
    expect(shiftDate('2023.03.01', -1)).toBe('20230228');
    expect(shiftDate('20230230', 1)).toBeUndefined();
    expect(shiftDate('Zhang', 1)).toBeUndefined();
    expect(shiftDateTime('20240301101530.250+0800', -1)).toBe('20240229101530.250');
    expect(isDateTime('20240301Zhang')).toBe(false);
  });

  it('are the same for the same throughout an export, and others in another', () => {
    const one = new Replacements('ANON');
    expect(one.uid('1.2.3')).toBe(one.uid('1.2.3'));
    expect(one.uid('1.2.3')).not.toBe(one.uid('1.2.4'));
    expect(one.uid('1.2.3')).not.toBe(new Replacements('ANON').uid('1.2.3'));
    expect(one.uid(CT)).toBe(CT);
    expect(one.person('a')).toBe(one.person('a'));
    expect(one.person('a').shiftDays).toBeLessThanOrEqual(-365);
  });
});

describe('words', () => {
  it.each([
    ['CT Chest w/o contrast, Dr. Smithson 13800138000', 'CT Chest w/o contrast, …'],
    ['胸部平扫+增强 张三丰 2023-05-01', '胸部平扫+增强 …'],
    ['右肺上叶见结节，约8mm，建议随访', '右肺上叶见结节，约8mm，建议随访'],
    ['T2 FLAIR axial 5mm', 'T2 FLAIR axial 5mm'],
    ['no evidence of Smithson nodule', 'no evidence of … nodule'],
    ['Smithson', ''],
  ])('%s', (before, after) => {
    expect(cleanWords(before)).toBe(after);
  });
});
