import { describe, expect, it } from 'vitest';
import { stepFor } from './pace';

describe('pace of a volume', () => {
  it('begins coarse, for nothing is known of the computer', () => {
    expect(stepFor(undefined, 'moving')).toBe(8);
    expect(stepFor(undefined, 'resting')).toBe(8);
  });

  it('is fine on a fast computer, and coarse in the hand on a slow one', () => {
    expect(stepFor(20, 'moving')).toBe(1);
    expect(stepFor(400, 'moving')).toBe(4);
    expect(stepFor(400, 'resting')).toBe(1);
    expect(stepFor(2900, 'resting')).toBe(2);
    expect(stepFor(60_000, 'resting')).toBe(8);
  });
});
