import { describe, expect, it } from 'vitest';
import { trackFilm } from './film-track';
import type { Finding } from './finding';

/** A square outline of `side` pixels on a frame, mm as many. */
const outline = (frame: number, x: number, side: number, score = 0.9, atBorder?: true): Finding =>
  ({
    keyImage: { sopInstanceUid: 'film', frame, slice: frame - 1 },
    score: { value: score, meaning: '' },
    ultrasound: atBorder && { atBorder },
    measurements: { longAxis: { value: side, unit: 'mm' } },
    mask: { start: [x, 10, 0], size: [side, side, 1], data: new Uint8Array(side * side).fill(1) },
  }) as unknown as Finding;

const all = (frames: number) => ({ frames, analysed: Array.from({ length: frames }, (_, n) => n + 1) });

describe('a lesion over the frames of a film', () => {
  it('is one where it drifts, and two where it lies elsewhere', () => {
    const drifting = [1, 2, 3, 4].map((frame) => outline(frame, 20 + 5 * frame, 16));
    const other = [7, 8, 9].map((frame) => outline(frame, 120, 12));
    const tracks = trackFilm([...other, ...drifting], all(10));
    expect(tracks.map(({ facts }) => [facts.first, facts.last, facts.seen])).toEqual([
      [1, 4, 4],
      [7, 9, 3],
    ]);
  });

  it('goes on over three frames that miss it, not over four; frames that nobody looked at miss nothing', () => {
    const [one, other] = [[1, 2].map((f) => outline(f, 20, 16)), [6, 7].map((f) => outline(f, 20, 16))];
    expect(trackFilm([...one, ...other], all(9))).toHaveLength(1);
    const later = [7, 8].map((f) => outline(f, 20, 16));
    expect(trackFilm([...one, ...later], all(9))).toHaveLength(2);
    expect(trackFilm([...one, ...later], { frames: 9, analysed: [1, 2, 7, 8] })).toHaveLength(1);
  });

  it('is shown best where it is large and sure and not cut by the edge; where it is longest is said', () => {
    const seen = [
      outline(1, 20, 16, 0.9),
      outline(2, 20, 19, 0.88),
      outline(3, 20, 20, 0.5),
      outline(4, 20, 22, 0.95, true),
    ];
    const [{ best, facts }] = trackFilm(seen, all(4));
    expect(best.keyImage.frame).toBe(2);
    expect(facts).toMatchObject({ frames: 4, analysed: 4, longest: { frame: 4, longAxis: { value: 22 } } });
    const [cut] = trackFilm(
      [3, 4].map((frame) => outline(frame, 20, 10 + frame, 0.9, true)),
      all(4),
    );
    expect(cut.best.keyImage.frame).toBe(4);
  });

  it('of marks on one frame each only the best is proposed, and only when nothing else was seen', () => {
    const once = [outline(2, 20, 16), outline(9, 120, 30)];
    expect(trackFilm(once, all(20)).map(({ best }) => best.keyImage.frame)).toEqual([9]);
    const tracks = trackFilm([...once, outline(3, 22, 16)], all(20));
    expect(tracks.map(({ facts }) => facts.first)).toEqual([2]);
    expect(trackFilm([], all(5))).toEqual([]);
  });
});
