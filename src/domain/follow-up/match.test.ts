import { describe, expect, it } from 'vitest';
import { about, turn } from '../affine';
import type { Grid, Vec3 } from '../geometry';
import { toPrior, type Registration } from '../registration';
import { matchNodules, tolerance, type Match, type MatchInput, type Spot } from './match';

const registration: Registration = {
  current: 'now',
  prior: 'then',
  affine: about([10, 0, 0], turn([0, 0, 0.1]), [12, -5, 30]),
  landmarks: [],
  quality: {
    inField: 1,
    overlap: 0.95,
    before: 0.2,
    after: 0.9,
    landmarks: 100,
    agreement: 0.9,
    error: { median: 1, p90: 2 },
  },
  verdict: 'good',
  faults: [],
  ms: 1,
};

const spot = (uid: string, at: Vec3, diameter = 8): Spot => ({ uid, at, diameter });
/** The same place in the prior, `off` mm beside it. */
const then = (uid: string, at: Vec3, off: Vec3 = [0, 0, 0], diameter = 8): Spot => {
  const q = toPrior(registration, at);
  return { uid, at: [q[0] + off[0], q[1] + off[1], q[2] + off[2]], diameter };
};
const match = (
  current: readonly Spot[],
  prior: readonly Spot[],
  more: Partial<MatchInput> = {},
): readonly Match[] => matchNodules({ current, prior, registration, ...more });
const kinds = (matches: readonly Match[]): string[] =>
  matches
    .map((m) => [m.kind, 'current' in m ? m.current : '', 'prior' in m ? m.prior : ''].join(' ').trim())
    .toSorted();

describe('matching of nodules', () => {
  it('finds the same through the registration, and says what is new and gone', () => {
    const matches = match(
      [spot('a', [0, 0, 0]), spot('b', [50, 0, 0])],
      [then('A', [0, 0, 0], [2, 0, 0]), then('C', [0, 80, 0])],
    );
    expect(kinds(matches)).toEqual(['gone  C', 'new b', 'same a A']);
    expect(matches.find((m) => m.kind === 'same')).toMatchObject({ distance: 2 });
  });

  it('assigns neighbours for the best of both, not the nearest first', () => {
    // B lies nearest to a, but then b would have nobody within reach.
    const matches = match(
      [spot('a', [0, 0, 0]), spot('b', [7, 0, 0])],
      [then('A', [-6, 0, 0]), then('B', [1, 0, 0])],
    );
    expect(kinds(matches)).toEqual(['same a A', 'same b B']);
  });

  it('lets the tolerance grow with the error of the registration, and not without end', () => {
    const rough = (p90: number): Registration => ({
      ...registration,
      quality: { ...registration.quality, error: { median: p90 / 2, p90 } },
    });
    expect(tolerance(rough(1), 8)).toBe(7);
    expect(tolerance(rough(3), 8)).toBe(11);
    expect(tolerance({ ...rough(3), verdict: 'poor' }, 8)).toBe(14);
    expect(tolerance(rough(Number.POSITIVE_INFINITY), 8)).toBe(20);
    const far = [then('A', [0, 0, 0], [10, 0, 0])];
    expect(kinds(match([spot('a', [0, 0, 0])], far))).toEqual(['gone  A', 'new a']);
    expect(kinds(match([spot('a', [0, 0, 0])], far, { registration: rough(3) }))).toEqual(['same a A']);
  });

  it('prefers the one of like size between two at like distance', () => {
    const matches = match(
      [spot('a', [0, 0, 0], 8)],
      [then('small', [0, 0, 0], [6.5, 0, 0], 4), then('like', [0, 0, 0], [-6.8, 0, 0], 8)],
    );
    expect(kinds(matches)).toContain('same a like');
  });

  it('says that one became two, and two became one', () => {
    const large = then('A', [0, 0, 0], [0, 0, 0], 16);
    expect(match([spot('a', [-3, 0, 0], 8), spot('b', [5, 0, 0], 6)], [large])).toEqual([
      { kind: 'split', prior: 'A', currents: ['a', 'b'] },
    ]);
    expect(
      match(
        [spot('a', [0, 0, 0], 16)],
        [then('A', [-3, 0, 0], [0, 0, 0], 8), then('B', [5, 0, 0], [0, 0, 0], 6)],
      ),
    ).toEqual([{ kind: 'merged', current: 'a', priors: ['A', 'B'] }]);
    // A neighbour outside the old one's place is a new one.
    expect(kinds(match([spot('a', [0, 0, 0], 16), spot('b', [22, 0, 0], 6)], [large]))).toEqual([
      'new b',
      'same a A',
    ]);
  });

  it('calls nothing new or gone where the other examination does not show its place', () => {
    const grid: Grid = {
      dims: [100, 100, 100],
      spacing: [1, 1, 1],
      origin: [-50, -50, -50],
      axes: [
        [1, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
      ],
    };
    const fields = { currentGrid: grid, priorGrid: { ...grid, origin: [-40, -50, 0] as Vec3 } };
    expect(
      kinds(match([spot('in', [0, 0, 0]), spot('out', [0, 0, -45])], [then('far', [0, 0, 70])], fields)),
    ).toEqual(['currentNotThere  far', 'new in', 'priorNotThere out']);
  });

  it('puts what the reader says before all else', () => {
    const current = [spot('a', [0, 0, 0]), spot('b', [40, 0, 0])];
    const prior = [then('A', [0, 0, 0]), then('B', [40, 0, 0])];
    const links = [
      { current: 'a', prior: 'B' },
      { current: 'b', prior: null },
      { current: 'gone by now', prior: 'A' },
    ];
    expect(kinds(match(current, prior, { links }))).toEqual(['gone  A', 'new b', 'same a B']);
  });

  it('matches nothing through a refused registration', () => {
    expect(() => match([], [], { registration: { ...registration, verdict: 'refused' } })).toThrow(
      RangeError,
    );
    expect(match([], [])).toEqual([]);
  });
});
