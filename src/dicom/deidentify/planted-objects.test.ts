import { describe, expect, it } from 'vitest';
import { type DataSet, find, plainOf } from './element';
import { presets } from './options';
import { parseFile } from './parse';
import { OBJECTS_STUDY } from './planted-images';
import { plantedObjects } from './planted-objects';
import { exportFiles, found } from './planted-search';

const study = plantedObjects();
const files = [...study.files, ...study.undecodable];

describe('identifiers where a first look does not go', () => {
  it('are more than fifty, each of which the search finds before', () => {
    expect(new Set(study.plants.map(({ text }) => text)).size).toBeGreaterThanOrEqual(50);
    const whole = Buffer.concat(files.map(({ bytes }) => Buffer.from(bytes)));
    const seen = new Set(found(whole, study.plants).map((hit) => hit.split(': ').slice(0, -1).join(': ')));
    // In halves of a byte: they are looked for pixel by pixel below.
    const split = new Set(['overlay bits without their group', 'LT in ISO 8859-5']);
    expect(
      study.plants.filter(({ where }) => !seen.has(where) && !split.has(where)).map(({ where }) => where),
    ).toEqual([]);
  });

  it.each([
    ['basic', presets.basic],
    ['teaching', presets.teaching],
    ['research', presets.research],
  ] as const)('come out with none of them: %s', async (_, options) => {
    const { result, entries, zip } = await exportFiles(files, options, { kind: 'confirmed' });
    expect(result.leftOut).toEqual([]);
    expect(entries).toHaveLength(files.length);
    expect(found(zip, study.plants)).toEqual([]);
    for (const [n, { bytes }] of entries.entries())
      expect(found(bytes, study.plants), files[n].name).toEqual([]);
    const told = JSON.stringify([result.counts, result.methods, result.masked]);
    expect(found(Buffer.from(told), study.plants)).toEqual([]);
    // ISO 8859-5, which the search does not know; and the name that the encoding of the output would give it.
    const cyrillic = Uint8Array.from([...'Достоевская'].map((c) => c.charCodeAt(0) - 0x360));
    for (const { bytes } of entries) expect(bytes.includes(Buffer.from(cyrillic))).toBe(false);
  });

  it('keep the bits of the picture, and no others', async () => {
    const { entries } = await exportFiles(files, presets.basic);
    const wordsOf = (name: string): Uint16Array => {
      const { bytes } = find(
        parseFile(entries[files.findIndex((f) => f.name === name)].bytes).dataSet,
        0x7fe00010,
      )!;
      return new Uint16Array(Uint8Array.from(bytes).buffer);
    };
    expect([...wordsOf('bits.dcm')]).toEqual(Array.from({ length: 64 }, () => 700));
    expect([...wordsOf('tail.dcm')]).toEqual(Array.from({ length: 64 }, (_, n) => n + 900));
  });

  it('have references that go on holding across series: the same new UID wherever one stood', async () => {
    const { entries } = await exportFiles(study.files, presets.research);
    const sets = entries.map(({ bytes }) => parseFile(bytes).dataSet);
    const setOf = (name: string): DataSet => sets[study.files.findIndex((f) => f.name === name)];
    const first = (set: DataSet, ...tags: readonly number[]): DataSet =>
      tags.reduce((now, tag) => find(now, tag)!.items![0], set);
    const image = plainOf(setOf('latin.dcm'), 0x00080018);
    const series = plainOf(setOf('latin.dcm'), 0x0020000e);
    expect(image).not.toContain(OBJECTS_STUDY);
    const seg = setOf('seg.dcm');
    expect(plainOf(first(seg, 0x00081115, 0x0008114a), 0x00081155)).toBe(image);
    expect(plainOf(first(seg, 0x00081115), 0x0020000e)).toBe(series);
    expect(plainOf(first(seg, 0x52009230, 0x00089124, 0x00082112), 0x00081155)).toBe(image);
    const state = setOf('gsps.dcm');
    expect(plainOf(first(state, 0x00081115, 0x00081140), 0x00081155)).toBe(image);
    expect(plainOf(first(state, 0x00700001, 0x00081140), 0x00081155)).toBe(image);
    expect(new Set(sets.map((set) => plainOf(set, 0x0020000d))).size).toBe(1);
    const space = plainOf(setOf('latin.dcm'), 0x00200052);
    expect(plainOf(seg, 0x00200052)).toBe(space);
    expect(space).not.toContain(OBJECTS_STUDY);
  });
});
