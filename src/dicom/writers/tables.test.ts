import { describe, expect, it } from 'vitest';
import { writtenCases } from '../../../tests/fixtures/objects/cases';
import type { LookupTable } from '../../domain/lookup';
import { readObjectFile } from '../objects/read';
import { writeGsps } from './gsps';

const c = writtenCases.find((one) => one.name === 'tables of its own')!;
const { study, series } = c;

/** States of two images whose tables are these; as they are read again. */
async function states(
  tables: readonly LookupTable[],
  more: { readonly voiLut?: LookupTable; readonly window?: { center: number; width: number } } = {},
) {
  const instances = series.instances.slice(0, 2).map((one, n) => ({
    ...one,
    modalityLut: tables[n],
    ...(more.voiLut && { voiLut: more.voiLut }),
  }));
  const own = { ...series, instances };
  const written = writeGsps({
    study: { ...study, series: [own] },
    images: instances.map(({ sopInstanceUid }) => ({
      seriesUid: series.seriesUid,
      sopInstanceUid,
      frame: 1,
      ...(more.window && { window: more.window }),
    })),
    marks: [],
    description: 'x',
    contentDate: new Date(2024, 0, 1),
  });
  const read = await Promise.all(
    written.map(({ bytes }) => readObjectFile(new Blob([bytes]), '1.2.840.10008.5.1.4.1.1.11.1')),
  );
  return read.flatMap((one) => (one.kind === 'presentation' ? [one] : []));
}

const table = (first: number, entries: number, factor: number): LookupTable => ({
  first,
  bits: 16,
  values: Uint16Array.from({ length: entries }, (_, n) => (n * factor) & 0xffff),
});

describe('tables of images in presentation states', () => {
  it('come back entry by entry, signed first inputs and 65536 entries too', async () => {
    for (const one of [
      table(-512, 700, 3),
      table(0, 65_536, 1),
      table(40_000, 300, 7),
      table(-32_768, 65_536, 5),
    ]) {
      const [state, ...more] = await states([one, one]);
      expect(more).toEqual([]);
      expect(state.images).toHaveLength(2);
      const { modalityTable } = state;
      expect([modalityTable!.bits, modalityTable!.values.length]).toEqual([one.bits, one.values.length]);
      expect(modalityTable!.first & 0xffff).toBe(one.first & 0xffff);
      expect(modalityTable!.values.every((value, n) => value === one.values[n])).toBe(true);
    }
  });

  it('part images of different tables, and join those of the same content', async () => {
    expect(await states([table(0, 300, 2), table(0, 300, 2)])).toHaveLength(1);
    expect(await states([table(0, 300, 2), table(0, 300, 3)])).toHaveLength(2);
    expect(await states([table(0, 300, 2), table(1, 300, 2)])).toHaveLength(2);
  });

  it("keep the file's VOI LUT where no window was chosen, and a chosen window in its place", async () => {
    const voiLut = table(0, 256, 4);
    const modality = table(0, 300, 2);
    const [own] = await states([modality, modality], { voiLut });
    expect(own.voi).toHaveLength(1);
    expect(own.voi[0].table!.values.every((value, n) => value === voiLut.values[n])).toBe(true);
    const [chosen] = await states([modality, modality], { voiLut, window: { center: 40, width: 400 } });
    expect(chosen.voi.map(({ center, width, table: t }) => [center, width, t])).toEqual([
      [40, 400, undefined],
    ]);
  });
});
