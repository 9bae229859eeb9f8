import { describe, expect, it } from 'vitest';
import type { FileFacts } from '../../dicom/deidentify';
import type { Instance, Series } from '../../domain/study';
import {
  goesOut,
  isBlocked,
  partsOf,
  rectangleOf,
  redoMask,
  reviewOf,
  statementOf,
  UNDECIDED,
  undoMask,
  withMask,
} from './plan';

const facts: FileFacts = {
  modality: 'US',
  burnedIn: '',
  risk: 'modality',
  face: false,
  columns: 100,
  rows: 80,
  proposed: [],
  video: false,
};
const instance = (uid: string, seriesUid = 's1', frames = 2): Instance =>
  ({ sopInstanceUid: uid, seriesUid, frames }) as Instance;
const series = (uid: string, instances: readonly Instance[]): Series =>
  ({ seriesUid: uid, modality: 'US', description: '', instances }) as unknown as Series;
const rectangle = { kind: 'rectangle', left: 0, top: 0, width: 10, height: 10 } as const;

describe('parts', () => {
  it('are a series each, and one for every frame size: a rectangle holds in all of its images', () => {
    const study = [
      series('s1', [instance('a'), instance('b'), instance('c')]),
      series('s2', [instance('d', 's2')]),
    ];
    const known = new Map<string, FileFacts>([
      ['a', facts],
      ['b', { ...facts, columns: 200 }],
      ['c', { ...facts, risk: undefined }],
      ['d', { ...facts, columns: 0, rows: 0, risk: undefined }],
    ]);
    const parts = partsOf(study, known);
    expect(parts.map(({ folder, columns, frames, risk }) => [folder, columns, frames.length, risk])).toEqual([
      [1, 100, 4, 'modality'],
      [1, 200, 2, 'modality'],
      [2, 0, 0, undefined],
    ]);
  });

  it('leave out what could not be read', () => {
    expect(
      partsOf([series('s1', [instance('a'), instance('b')])], new Map([['a', facts]]))[0].instances,
    ).toHaveLength(1);
  });
});

describe('what stands in the way', () => {
  const [part] = partsOf([series('s1', [instance('a')])], new Map([['a', facts]]));

  it('is a risk that nobody has looked at, and a mask alone is no look', () => {
    expect(isBlocked(part, UNDECIDED)).toBe(true);
    expect(isBlocked(part, { ...UNDECIDED, shapes: [rectangle] })).toBe(true);
    expect(isBlocked(part, { ...UNDECIDED, confirmed: true })).toBe(false);
    expect(isBlocked(part, { ...UNDECIDED, included: false })).toBe(false);
    expect(isBlocked({ ...part, risk: undefined }, UNDECIDED)).toBe(false);
    // A video cannot be masked: without the reader's word it stays here, even one that says it shows nobody.
    expect(isBlocked({ ...part, risk: undefined, video: true }, UNDECIDED)).toBe(true);
  });

  it('never calls pixels reviewed that were not', () => {
    expect(statementOf({ ...part, risk: undefined }, UNDECIDED)).toBe('notReviewed');
    expect(statementOf(part, { ...UNDECIDED, confirmed: true })).toBe('confirmed');
    expect(statementOf(part, { ...UNDECIDED, shapes: [rectangle] })).toBe('masked');
    expect(reviewOf({ ...part, video: true }, { ...UNDECIDED, shapes: [rectangle] })).toEqual({
      kind: 'none',
    });
    expect(goesOut({ ...part, leftOut: 'document' }, UNDECIDED)).toBe(false);
  });
});

describe('a rectangle', () => {
  it('covers every pixel that the drag touched, from any corner, within the image', () => {
    const size = { columns: 100, rows: 80 };
    expect(rectangleOf([10.2, 5.9], [20.1, 8.5], size)).toEqual({ left: 10, top: 5, width: 11, height: 4 });
    expect(rectangleOf([20.1, 8.5], [10.2, 5.9], size)).toEqual({ left: 10, top: 5, width: 11, height: 4 });
    expect(rectangleOf([-5, -5], [300, 300], size)).toEqual({ left: 0, top: 0, width: 100, height: 80 });
    expect(rectangleOf([10, 10], [10.5, 30], size)).toBeUndefined();
  });
});

describe('a mask', () => {
  const size = { columns: 100, rows: 80 };
  const dab = (erase: boolean) =>
    ({ kind: 'stroke', points: [[5, 5]], radius: erase ? 40 : 3, erase }) as const;

  it('asks for the word again whenever it changes', () => {
    expect(withMask({ ...UNDECIDED, confirmed: true }, [rectangle], size).confirmed).toBe(false);
    expect(undoMask({ ...UNDECIDED, confirmed: true, past: [[]] }).confirmed).toBe(false);
  });

  it('goes back and forth step by step, and forgets what was undone when another is drawn', () => {
    const step = (from: typeof UNDECIDED, change: Partial<typeof UNDECIDED>) => ({ ...from, ...change });
    const one = step(UNDECIDED, withMask(UNDECIDED, [rectangle], size));
    const two = step(one, withMask(one, [rectangle, dab(false)], size));
    const back = step(two, undoMask(two));
    expect(back.shapes).toEqual([rectangle]);
    expect(step(back, redoMask(back)).shapes).toEqual(two.shapes);
    const start = step(back, undoMask(back));
    expect(start.shapes).toEqual([]);
    expect(undoMask(start)).toEqual({});
    const other = step(back, withMask(back, [dab(false)], size));
    expect(redoMask(other)).toEqual({});
  });

  it('that was rubbed out altogether is none: nothing is called masked for it', () => {
    const shapes = withMask(UNDECIDED, [dab(false), dab(true)], size).shapes!;
    expect(shapes).toEqual([]);
  });
});
