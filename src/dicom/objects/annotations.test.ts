import { describe, expect, it } from 'vitest';
import { writtenCases } from '../../../tests/fixtures/objects/cases';
import { writeCase } from '../../../tests/fixtures/objects/write';
import type { Annotation } from '../../domain/annotation/annotation';
import { lpsOf } from '../writers/sr-region';
import { annotationsOf } from './annotations';
import { measuredGroups, type MeasuredGroup, type MeasuredRegion } from './measured';
import { readObjectFile } from './read';

const SR = '1.2.840.10008.5.1.4.1.1.88.34';
const source = {
  sopInstanceUid: '1.2.3',
  madeAt: '2024-03-01T03:10:00.000Z',
  nameOf: ({ name }: MeasuredGroup) => `${name} (OtherCAD)`,
};

async function groupsOf(bytes: Uint8Array<ArrayBuffer>): Promise<readonly MeasuredGroup[]> {
  const object = await readObjectFile(new Blob([bytes]), SR);
  if (object.kind !== 'report') throw new Error('no report');
  return measuredGroups(object.root);
}

/** To what the report rounds: points are 32-bit, numbers have two decimals or four. */
const near = (a: number, b: number): boolean => Math.abs(a - b) <= 0.006 + 1e-5 * Math.abs(b);

/** Where it lies: pixels of its image, or LPS mm. */
const placeOf = ({ place, points }: Annotation): readonly number[] =>
  points.flatMap((point) => (place.on === 'image' ? point : lpsOf(place, point)));

const drawn = writtenCases.filter(({ annotations }) => annotations.length > 0);

describe.each(drawn.map((c) => [c.name, c] as const))('annotations of "%s"', (...[, c]) => {
  it('come back from the content items alone, each where it was and with its numbers', async () => {
    const written = writeCase(c).filter(({ kind }) => kind === 'sr');
    const groups = await groupsOf(written.at(-1)!.bytes);
    const back = annotationsOf(groups, c.study, source, true);
    expect(back.map(({ uid, kind, label, colour, mark }) => ({ uid, kind, label, colour, mark }))).toEqual(
      c.annotations.map(({ uid, kind, label, colour, mark }) => ({ uid, kind, label, colour, mark })),
    );
    for (const [n, one] of c.annotations.entries()) {
      const other = back[n];
      // An ellipse goes out with its major axis first, the axes of a lesion with the longer one first.
      const turned = ['ellipse', 'bidirectional'].includes(one.kind);
      const order = (list: readonly number[]) => (turned ? list.toSorted((p, q) => p - q) : list);
      const [here, there] = [order(placeOf(one)), order(placeOf(other))];
      expect(there.length, one.kind).toBe(here.length);
      if (one.kind !== 'circle' || one.place.on === 'image')
        there.forEach((value, v) =>
          expect(near(value, here[v]), `${one.kind} ${value} ${here[v]}`).toBe(true),
        );
      const numbers = (list: Annotation) =>
        Object.fromEntries(list.values.map(({ name, value, unit }) => [`${name} ${unit}`, value]));
      const [before, after] = [numbers(one), numbers(other)];
      expect(Object.keys(after), one.kind).toEqual(Object.keys(before));
      for (const key of Object.keys(before)) expect(near(after[key], before[key]), key).toBe(true);
    }
  });
});

describe('measurements of others', () => {
  const { study, series } = writtenCases.find(({ name }) => name === 'oblique')!;
  const [image] = series.instances;
  const on = (graphic: string, ...points: number[]): MeasuredRegion => ({
    graphic,
    dimensions: 2,
    points,
    frameOfReferenceUid: '',
    image: { sopInstanceUid: image.sopInstanceUid, sopClassUid: '', frames: [], segments: [] },
  });
  const mm = (value: string, number: number, region?: MeasuredRegion, unit = 'mm') => ({
    concept: { value, scheme: 'SRT', meaning: '' },
    value: number,
    unit,
    region,
  });
  const group = (more: Partial<MeasuredGroup>): MeasuredGroup => ({
    name: 'Lesion',
    trackingUid: '',
    numbers: [],
    regions: [],
    codes: [],
    texts: [],
    ...more,
  });
  const take = (...groups: readonly MeasuredGroup[]) => annotationsOf(groups, study, source, false);

  it('become what they draw, named after who measured', () => {
    const found = take(
      group({ numbers: [mm('G-D7FE', 1.5, on('POLYLINE', 1, 1, 4, 5), 'cm')] }),
      group({
        trackingUid: '1.2.840.1',
        numbers: [
          mm('G-A185', 20, on('POLYLINE', 0, 0, 20, 0)),
          mm('G-A186', 9, on('POLYLINE', 5, -4, 5, 5)),
        ],
      }),
      group({ regions: [on('CIRCLE', 10, 10, 10, 14)], numbers: [mm('G-A166', 50, undefined, 'mm2')] }),
      group({ regions: [on('POLYLINE', 1, 1, 9, 1, 9, 5, 1, 5, 1, 1)] }),
      group({ regions: [on('POLYLINE', 1, 1, 9, 2, 9, 5, 1, 1)] }),
      group({ regions: [on('POLYLINE', 1, 1, 5, 5, 9, 1)] }),
      group({ regions: [on('POINT', 3, 4)] }),
    );
    expect(found.map(({ kind }) => kind)).toEqual([
      'length',
      'bidirectional',
      'circle',
      'rectangle',
      'freehand',
      'angle',
      'probe',
    ]);
    expect(found.every(({ label }) => label === 'Lesion (OtherCAD)')).toBe(true);
    expect(found[0].values).toEqual([{ name: 'length', value: 15, unit: 'mm', source: 'pixel' }]);
    expect(found[0].points).toEqual([
      [0.5, 0.5],
      [3.5, 4.5],
    ]);
    expect(found[1].uid).toBe('1.2.840.1');
    expect(found[1].values.map(({ name, value }) => [name, value])).toEqual([
      ['longAxis', 20],
      ['shortAxis', 9],
    ]);
    expect(found[2].values).toEqual([{ name: 'area', value: 50, unit: 'mm2', source: 'pixel' }]);
  });

  it('are the same annotations whenever the report is opened, so that nothing comes twice', () => {
    const one = group({ regions: [on('POINT', 3, 4), on('POINT', 5, 6)] });
    const uids = take(one, one).map(({ uid }) => uid);
    expect(new Set(uids).size).toBe(4);
    expect(take(one, one).map(({ uid }) => uid)).toEqual(uids);
  });

  it('on images that are not open, and in forms that nothing draws, are left to the tree', () => {
    const away = { ...on('POINT', 3, 4), image: { ...on('POINT').image!, sopInstanceUid: '9.9' } };
    expect(take(group({ regions: [away] }), group({ regions: [on('MULTIPOINT', 1, 1, 2, 2)] }))).toEqual([]);
  });

  it('in the patient lie on the image that they are in the plane of', () => {
    const { imagePosition, imageOrientation: o, pixelSpacing } = series.instances[7];
    const at = (column: number, row: number) =>
      imagePosition!.map(
        (v, c) => v + o![c] * column * pixelSpacing![1] + o![3 + c] * row * pixelSpacing![0],
      );
    const region = {
      graphic: 'POLYLINE',
      dimensions: 3,
      points: [...at(3, 4), ...at(12, 20)],
      frameOfReferenceUid: series.frameOfReferenceUid,
    } as const;
    const [found] = take(group({ regions: [region] }));
    expect(found.place).toEqual({
      on: 'image',
      sopInstanceUid: series.instances[7].sopInstanceUid,
      frame: 1,
    });
    found.points.flat().forEach((value, n) => expect(value).toBeCloseTo([3, 4, 12, 20][n], 6));
  });
});
