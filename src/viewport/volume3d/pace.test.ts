import { describe, expect, it } from 'vitest';
import { coarsest, finenesses, finenessFor, finest, firstBand, nextBand, nextFiner, shareOf } from './pace';

describe('pace of a volume', () => {
  it('begins coarse, for nothing is known of the computer', () => {
    expect(finenessFor(undefined, 'moving')).toBe(coarsest);
    expect(finenessFor(undefined, 'resting')).toBe(coarsest);
  });

  it('is fine on a fast computer, and coarse in the hand on a slow one', () => {
    expect(finenessFor(20, 'moving')).toBe(finest);
    expect(finenessFor(400, 'moving')).toEqual({ pixels: 2, step: 2 });
    expect(finenessFor(400, 'resting')).toBe(finest);
    expect(finenessFor(30_000, 'resting')).toEqual({ pixels: 2, step: 2 });
    expect(finenessFor(30_000, 'moving')).toBe(coarsest);
  });

  it('knows each fineness as dearer than the next', () => {
    const shares = finenesses.map(shareOf);
    expect(shares[0]).toBe(1);
    expect([...shares].sort((a, b) => b - a)).toEqual(shares);
  });

  it('sharpens at once where that is quick, else by and by, and not beyond what is worth its time', () => {
    expect(nextFiner(coarsest, 300)).toBe(finest);
    expect(nextFiner(coarsest, 9000)).toBe(finenesses[4]);
    expect(nextFiner(finenesses[4], 9000)).toBe(finenesses[2]);
    expect(nextFiner(finenesses[2], 9000)).toBe(finest);
    expect(nextFiner(finenesses[2], 60_000)).toBe(finenesses[2]);
    expect(nextFiner(finest, 300)).toBe(finest);
  });

  it('draws in bands that leave others room, of whole rays', () => {
    expect(firstBand(500, 20, 1)).toBe(500);
    const first = firstBand(500, 8000, 2);
    expect(first).toBe(16);
    expect(nextBand(64, 160, 2)).toBe(32);
    expect(nextBand(64, 1, 4)).toBe(128);
    expect(nextBand(62, 80, 4)).toBe(60);
  });
});
