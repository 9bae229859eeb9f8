import { describe, expect, it } from 'vitest';
import type { Finding, Origin } from './finding';
import { isShown, shownAt } from './shown';

const analysis: Origin = {
  kind: 'analysis',
  analysisId: 'lung-nodule',
  analysisVersion: '1',
  modelId: 'm',
  modelVersion: '1',
  modelSha256: '',
  provider: 'wasm',
  threshold: 0.9,
};
const finding = (value: number | undefined, more: Partial<Finding> = {}) => ({
  origin: analysis,
  review: 'pending' as const,
  score: value === undefined ? undefined : { value, meaning: '' },
  ...more,
});

describe('isShown', () => {
  it("holds a pending finding to the study's threshold, the threshold itself included", () => {
    expect(isShown(finding(0.7), 0.7)).toBe(true);
    expect(isShown(finding(0.699), 0.7)).toBe(false);
  });

  it("falls back to the run's own threshold", () => {
    expect(isShown(finding(0.9))).toBe(true);
    expect(isShown(finding(0.89))).toBe(false);
  });

  it('never hides what a reader made or judged', () => {
    for (const review of ['accepted', 'edited', 'rejected'] as const)
      expect(isShown(finding(0.1, { review }), 0.9)).toBe(true);
    expect(isShown({ origin: { kind: 'reader' }, review: 'accepted' }, 0.9)).toBe(true);
  });

  it('never hides what has no score, or a run without a threshold', () => {
    expect(isShown(finding(undefined), 0.9)).toBe(true);
    expect(isShown(finding(0.1, { origin: { ...analysis, threshold: undefined } }))).toBe(true);
  });
});

describe('shownAt', () => {
  it('keeps the order', () => {
    const all = [finding(0.95), finding(0.5), finding(0.8), finding(0.2, { review: 'accepted' })];
    expect(shownAt(all, 0.8)).toEqual([all[0], all[2], all[3]]);
  });
});
