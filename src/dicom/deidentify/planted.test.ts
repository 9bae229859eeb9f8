import { inflateRawSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { readHeader } from '../header/read';
import type { ExportResult } from './contract';
import { type DataSet, find, plainOf } from './element';
import { presets, type ProfileOptions } from './options';
import { parseFile } from './parse';
import { type Entry, exportFiles, found } from './planted-search';
import { ORIGINAL_STUDY, plantedStudy } from './planted-study';

const study = plantedStudy();

const exported = (options: ProfileOptions) => exportFiles(study.files, options);

describe('a study with identifiers planted in every known place', () => {
  it('has at least sixty of them, each of which the search finds before', () => {
    const distinct = new Set(study.plants.map(({ text }) => text));
    expect(distinct.size).toBeGreaterThanOrEqual(60);
    const whole = Buffer.concat(
      study.files.map(({ name, bytes }) => {
        if (name !== 'deflated.dcm') return Buffer.from(bytes);
        const at = Buffer.from(bytes).indexOf(Buffer.from('1.2.840.10008.1.2.1.99'));
        return inflateRawSync(bytes.subarray(at + 22));
      }),
    );
    const seen = new Set(found(whole, study.plants).map((hit) => hit.split(': ').slice(0, -1).join(': ')));
    expect(study.plants.filter(({ where }) => !seen.has(where)).map(({ where }) => where)).toEqual([]);
  });

  const all: ProfileOptions = {
    ...presets.research,
    retainDevice: false,
    retainInstitution: false,
  };
  it.each([
    ['basic', presets.basic],
    ['teaching', presets.teaching],
    ['research', all],
  ] as const)('comes out with none of them: %s', async (_, options) => {
    const { result, entries, zip } = await exported(options);
    expect(result.leftOut.map(({ reason }) => reason)).toEqual(['document']);
    expect(entries).toHaveLength(study.files.length - 1);
    expect(found(zip, study.plants)).toEqual([]);
    for (const { name, bytes } of entries) expect(found(bytes, study.plants), name).toEqual([]);
    for (const { name } of entries)
      expect(name).toMatch(/^ANON-[A-Z0-9]{6}\/series-\d\d-[A-Z]+\/\d{4}\.dcm$/);
    // What is told of the export names tags and no values.
    const told = JSON.stringify([result.counts, result.leftOut, result.methods, result.masked]);
    expect(found(Buffer.from(told), study.plants)).toEqual([]);
  });

  it('keeps nothing in the bits that the picture does not use', async () => {
    const { entries } = await exported(presets.basic);
    const set = parseFile(entries[1].bytes).dataSet;
    const pixels = find(set, 0x7fe00010)!.bytes;
    expect(pixels.some((byte, n) => n % 2 === 1 && (byte & 0xf0) !== 0)).toBe(false);
    expect(pixels[0] | (pixels[1] << 8)).toBe(500);
  });
});

describe('what comes out', () => {
  let entries: readonly Entry[];
  let result: ExportResult;
  beforeAll(async () => {
    ({ entries, result } = await exported(presets.research));
  });
  const setOf = (n: number) => parseFile(entries[n].bytes).dataSet;

  it('opens again: every file that went out is read', async () => {
    for (const { name, bytes } of entries) {
      const outcome = await readHeader(new Blob([Uint8Array.from(bytes)]), name);
      expect(outcome.status, `${name} ${JSON.stringify(outcome)}`).toBe('loaded');
    }
  });

  it('says how it was made', () => {
    const set = setOf(0);
    expect(plainOf(set, 0x00120062)).toBe('YES');
    const codes = find(set, 0x00120064)!.items!.map((item) => plainOf(item, 0x00080100));
    expect(codes).toEqual(['113100', '113103', '113104', '113105', '113107', '113108', '113111']);
    expect(plainOf(set, 0x00280303)).toBe('MODIFIED');
    expect(plainOf(set, 0x00080005)).toBe('ISO_IR 192');
  });

  it('keeps files of a study together, and references true', () => {
    const studies = new Set(entries.map((_, n) => plainOf(setOf(n), 0x0020000d)));
    expect(studies.size).toBe(1);
    expect([...studies][0]).not.toContain(ORIGINAL_STUDY);
    const report = setOf(5);
    const group = find(report, 0x0040a730)!.items!.at(-1)!;
    const image = find(group, 0x0040a730)!.items!.at(-1)!;
    const reference = plainOf(find(image, 0x00081199)!.items![0], 0x00081155);
    expect(reference).toBe(plainOf(setOf(0), 0x00080018));
    // The class that is referred to is no identity and stays.
    expect(plainOf(find(image, 0x00081199)!.items![0], 0x00081150)).toBe('1.2.840.10008.5.1.4.1.1.2');
  });

  it('moves all dates of the patient by the same number of days, and no time of day', () => {
    const set = setOf(0);
    const day = (tag: number): number => {
      const text = plainOf(set, tag);
      return Date.UTC(+text.slice(0, 4), +text.slice(4, 6) - 1, +text.slice(6, 8)) / 86_400_000;
    };
    const study = day(0x00080020);
    expect([day(0x00080021) - study, day(0x00080022) - study, day(0x00400244) - study]).toEqual([1, 2, 4]);
    const moved = study - Date.UTC(2023, 2, 17) / 86_400_000;
    expect(moved).toBeLessThanOrEqual(-365);
    expect(result.patients).toEqual([['MRN00482915', plainOf(set, 0x00100020), moved]]);
    expect(plainOf(set, 0x00080030)).toBe('114233');
    expect(plainOf(set, 0x0008002a)).toMatch(/^\d{8}114233$/);
  });

  it('keeps of a description what says what was examined, in either language', () => {
    const text = (n: number, tag: number): string =>
      new TextDecoder().decode(find(setOf(n), tag)!.bytes).trim();
    expect(text(0, 0x0008103e)).toBe('Chest … lung');
    expect(text(0, 0x00081030)).toBe('胸部平扫 …');
    expect(text(1, 0x00081030)).toBe('头颅平扫…');
    expect(plainOf(setOf(0), 0x00101010)).toBe('090Y');
  });

  it('leaves the pixels as they were', () => {
    const before = parseFile(study.files[0].bytes).dataSet;
    const bytesOf = (set: DataSet): number[] => [...find(set, 0x7fe00010)!.bytes];
    expect(bytesOf(setOf(0))).toEqual(bytesOf(before));
  });
});
