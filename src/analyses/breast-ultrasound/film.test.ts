import { describe, expect, it } from 'vitest';
import type { Finding } from '../../domain/finding';
import { keyFrames } from './film';

const finding = (number: number, uid: string, frame: number, score: number, pixels: number): Finding =>
  ({
    number,
    keyImage: { sopInstanceUid: uid, frame, slice: 0 },
    score: { value: score, meaning: '' },
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
      new Set(['film']),
    );
    expect(kept.map((f) => [f.number, f.keyImage.sopInstanceUid, f.keyImage.frame])).toEqual([
      [3, 'film', 2],
      [4, 'still', 1],
      [5, 'still', 1],
    ]);
  });

  it('says nothing where nothing was found', () => {
    expect(keyFrames([], new Set(['film']))).toEqual([]);
  });
});
