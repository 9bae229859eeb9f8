import { describe, expect, it } from 'vitest';
import type { Finding } from '../../domain/finding';
import { keyFrames } from './film';

const finding = (number: number, uid: string, frame: number, score: number, pixels: number): Finding =>
  ({
    number,
    keyImage: { sopInstanceUid: uid, frame, slice: 0 },
    score: { value: score, meaning: '' },
    measurements: { longAxis: { value: pixels, unit: 'mm' } },
    mask: { start: [0, 0, 0], size: [pixels, 1, 1], data: new Uint8Array(pixels).fill(1) },
  }) as unknown as Finding;

describe('the key frame of a film', () => {
  it('is one: large and sure; stills keep all of theirs, and numbers follow each other', () => {
    const kept = keyFrames(
      [
        finding(3, 'film', 1, 0.9, 40),
        finding(4, 'film', 2, 0.88, 100),
        finding(5, 'film', 3, 0.6, 110),
        finding(6, 'still', 1, 0.7, 10),
        finding(7, 'still', 1, 0.6, 12),
      ],
      new Map([['film', { frames: 3, analysed: [1, 2, 3] }]]),
    );
    expect(kept.map((f) => [f.number, f.keyImage.sopInstanceUid, f.keyImage.frame])).toEqual([
      [3, 'film', 2],
      [4, 'still', 1],
      [5, 'still', 1],
    ]);
    // It is measured on its key image; that it is longer elsewhere is said.
    expect(kept[0].film?.longest).toEqual({ frame: 3, longAxis: { value: 110, unit: 'mm' } });
    expect(kept[1].film).toBeUndefined();
  });

  it('says nothing where nothing was found', () => {
    expect(keyFrames([], new Map([['film', { frames: 3, analysed: [1, 2, 3] }]]))).toEqual([]);
  });
});
