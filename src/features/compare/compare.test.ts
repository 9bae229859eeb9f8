import { describe, expect, it } from 'vitest';
import { about, applyAffine, turn } from '../../domain/affine';
import { distance, type Vec3 } from '../../domain/geometry';
import type { Registration } from '../../domain/registration';
import { placeInCurrent, placeInPrior } from './link';
import { pairRegistration, pairsOf, readyPairs, type ComparePair } from './store';

const affine = about([10, -40, 100], turn([0.05, -0.02, 0.1]), [12, -7, 31]);
const found: Registration = {
  current: 'now',
  prior: 'then',
  affine,
  landmarks: [
    { at: [20, 20, 100], shift: [3, 0, -2] },
    { at: [30, 15, 95], shift: [3, 1, -2] },
    { at: [22, 30, 110], shift: [2, 0, -3] },
  ],
  quality: {
    inField: 0.98,
    overlap: 0.95,
    before: 0.2,
    after: 0.9,
    landmarks: 3,
    agreement: 0.8,
    error: { median: 0.7, p90: 1.9 },
  },
  verdict: 'good',
  faults: [],
  ms: 3000,
};
const far: Vec3 = [-150, 60, -80];
const near: Vec3 = [22, 20, 101];

const pair = (date: string, registered: boolean): ComparePair => ({
  id: date,
  current: { studyUid: 'now', seriesUid: 'n', date: '20260301', time: '' },
  prior: { studyUid: date, seriesUid: date, date, time: '' },
  state: registered ? 'ready' : 'running',
  progress: { stage: 'align', done: 0.7 },
  ...(registered && { registration: pairRegistration(found) }),
  nudge: [0, 0, 0],
  doubts: [],
});

describe('a registered pair', () => {
  const registration = pairRegistration(found);

  it('takes a place there and back to a hundredth of a mm, also where landmarks bend the map', () => {
    for (const p of [near, far])
      expect(distance(registration.toCurrent(registration.toPrior(p)), p)).toBeLessThan(0.02);
    expect(distance(registration.toPrior(far), applyAffine(affine, far))).toBeLessThan(0.01);
    expect(distance(registration.toPrior(near), applyAffine(affine, near))).toBeGreaterThan(2);
  });

  it('says of a place how far it may be believed', () => {
    expect(registration.localAt(near)).toMatchObject({ landmarks: 3, error: 0.7 });
    expect(registration.localAt(near).shift[0]).toBeGreaterThan(2);
    expect(registration.localAt(far)).toMatchObject({ landmarks: 0, error: 1.9 });
  });

  it('goes where the reader nudged it, and back', () => {
    const nudged = { registration, nudge: [1, -2, 5] as Vec3 };
    const there = placeInPrior(nudged, near);
    const plain = registration.toPrior(near);
    expect([0, 1, 2].map((c) => there[c] - plain[c])).toEqual([1, -2, 5].map((mm) => expect.closeTo(mm, 9)));
    expect(distance(placeInCurrent(nudged, there), near)).toBeLessThan(0.02);
    // Linked by hand alone.
    const hand = { nudge: [100, 0, 0] as Vec3 };
    expect(placeInPrior(hand, [1, 2, 3])).toEqual([101, 2, 3]);
    expect(placeInCurrent(hand, [101, 2, 3])).toEqual([1, 2, 3]);
  });
});

describe('the pairs of a study', () => {
  it('come latest prior first, and those that may be used apart', () => {
    const state = { pairs: [pair('20240101', true), pair('20250601', false), pair('20230101', true)] };
    expect(pairsOf(state, 'now').map(({ id }) => id)).toEqual(['20250601', '20240101', '20230101']);
    expect(readyPairs(state, 'now').map(({ id }) => id)).toEqual(['20240101', '20230101']);
    expect(pairsOf(state, 'other')).toEqual([]);
  });
});
