import { describe, expect, it } from 'vitest';
import { inLesion, speckleImage, type SpeckleImage, type SpeckleLesion } from './phantom/speckle';
import { growLesion, type LesionSeed } from './ultrasound-grow';
import { maskHas, type VoxelMask } from './volume';

const WIDE = 400;
const HIGH = 320;
const within = [0, 0, WIDE - 1, HIGH - 1] as const;

/** Overlap of a mask with the true lesion, 0..1. */
function dice(mask: VoxelMask, truth: (x: number, y: number) => boolean): number {
  let [both, sum] = [0, 0];
  for (let y = 0; y < HIGH; y++)
    for (let x = 0; x < WIDE; x++) {
      const [a, b] = [maskHas(mask, x, y, 0), truth(x, y)];
      if (a && b) both++;
      sum += Number(a) + Number(b);
    }
  return (2 * both) / sum;
}
function grown(image: SpeckleImage, seed: Omit<LesionSeed, 'within'>): VoxelMask {
  const made = growLesion(image, { within, ...seed });
  if (!made.ok) throw new Error(made.refusal);
  return made.mask;
}
const nodule: SpeckleLesion = { at: [200, 150], half: [60, 40], turn: 15, grey: 60 };

describe('a lesion from one click', () => {
  it.each([
    ['darker than the gland', { ...nodule }, 115, 18, 0.93],
    ['brighter than the gland', { ...nodule, grey: 150 }, 90, 18, 0.93],
    ['small', { ...nodule, half: [16, 12] as const }, 115, 14, 0.85],
    ['coarse speckle', { ...nodule }, 115, 26, 0.9],
    ['a cyst', { ...nodule, grey: 8 }, 110, 18, 0.93],
  ])('%s: overlaps what was made, wherever in it the click is', (...[, lesion, tissue, noise, least]) => {
    const image = speckleImage(WIDE, HIGH, tissue, [lesion], { noise, grain: 1.5 });
    for (const [u, v] of [
      [0, 0],
      [0.4, 0.2],
      [-0.3, -0.3],
    ]) {
      const at = [lesion.at[0] + u * lesion.half[0], lesion.at[1] + v * lesion.half[1]] as const;
      const mask = grown(image, { at, mm: [0.1, 0.1] });
      expect(dice(mask, (x, y) => inLesion(lesion, x, y))).toBeGreaterThan(least);
    }
  });

  it('does not run through a thin bridge into dark muscle beside it', () => {
    const muscle: SpeckleLesion = { at: [200, 260], half: [190, 45], grey: 60 };
    const bridge: SpeckleLesion = { at: [200, 205], half: [9, 40], grey: 60 };
    const image = speckleImage(WIDE, HIGH, 115, [muscle, bridge, nodule]);
    const mask = grown(image, { at: [200, 150], mm: [0.1, 0.1] });
    expect(dice(mask, (x, y) => inLesion(nodule, x, y))).toBeGreaterThan(0.85);
  });

  it('the reader makes the range wider and narrower', () => {
    const image = speckleImage(WIDE, HIGH, 115, [nodule], { noise: 22 });
    const size = (steps: number): number =>
      grown(image, { at: [200, 150], mm: [0.1, 0.1], steps }).data.reduce((a, b) => a + b, 0);
    const sizes = [-3, -1, 0, 1].map(size);
    expect(sizes).toEqual([...sizes].sort((a, b) => a - b));
    expect(sizes[3]).toBeGreaterThan(sizes[0]);
  });

  it('one closed outline without holes, although the nodule holds a bright speck', () => {
    const speck: SpeckleLesion = { at: [215, 150], half: [8, 8], grey: 220 };
    const image = speckleImage(WIDE, HIGH, 115, [nodule, speck]);
    const mask = grown(image, { at: [180, 150], mm: [0.1, 0.1] });
    expect(maskHas(mask, 215, 150, 0)).toBe(true);
  });

  it('takes nothing outside of the region that was clicked in', () => {
    const image = speckleImage(WIDE, HIGH, 115, [nodule]);
    const made = growLesion(image, { at: [190, 150], within: [0, 0, 220, HIGH - 1], mm: [0.1, 0.1] });
    if (made.ok) expect(made.mask.start[0] + made.mask.size[0]).toBeLessThanOrEqual(221);
    else expect(made.refusal).toBe('unbounded');
    expect(growLesion(image, { at: [300, 150], within: [0, 0, 220, HIGH - 1] })).toMatchObject({
      refusal: 'outside',
    });
  });

  it('plain tissue has no border', () => {
    const image = speckleImage(WIDE, HIGH, 115, [], { noise: 0.001 });
    expect(growLesion(image, { at: [200, 150], within, mm: [0.1, 0.1] }).ok).toBe(false);
  });

  it('is quick enough for a click', () => {
    const image = speckleImage(WIDE, HIGH, 115, [nodule]);
    const once = (): number => {
      const from = performance.now();
      grown(image, { at: [200, 150], mm: [0.1, 0.1] });
      return performance.now() - from;
    };
    const best = Math.min(...Array.from({ length: 8 }, once));
    console.info(`outline of a lesion: ${best.toFixed(1)} ms`);
    // Four times the bar: other work shares the machine.
    expect(best).toBeLessThan(200);
  });
});
