import { describe, expect, it } from 'vitest';
import { manifestOf } from './engine-fixtures';
import { applyRamp, ImageValues, normalisation } from './preprocess';

const ops = (list: readonly object[]) =>
  manifestOf({ input: { preprocessing: list }, window: { patch: [8, 8] } }).inputs[0].preprocessing;
const clip = (min: number, max: number): object => ({ id: 'clip', kwargs: { min, max } });
const linear = (gain: number, offset: number): object => ({ id: 'scale_linear', kwargs: { gain, offset } });

describe('preprocessing', () => {
  it('brings any chain of clips and linear steps down to one ramp', () => {
    const chain = ops([
      linear(-2, 10),
      clip(-5, 8),
      linear(0.5, 1),
      clip(0, 100),
      linear(-1, 0),
      clip(-4.5, -1),
    ]);
    const ramp = normalisation(chain, new ImageValues(new Uint8Array(1)));
    const cut = (v: number, a: number, b: number): number => Math.min(b, Math.max(a, v));
    for (let x = -20; x < 20; x += 0.37) {
      const expected = cut(-cut(cut(-2 * x + 10, -5, 8) * 0.5 + 1, 0, 100), -4.5, -1);
      expect(applyRamp(ramp, x)).toBeCloseTo(expected, 10);
    }
    const constant = normalisation(ops([clip(2, 3), clip(7, 9)]), new ImageValues(new Uint8Array(1)));
    expect(applyRamp(constant, 5)).toBe(7);
  });

  const numbers = Array.from({ length: 1001 }, (_, n) => ((n * 7919) % 1001) - 500);
  for (const data of [Int16Array.from(numbers), Float32Array.from(numbers)])
    it(`finds exact percentiles, mean and deviation of ${data.constructor.name}`, () => {
      const values = new ImageValues(data);
      const none = normalisation([], values);
      expect(values.percentiles(none, [0, 0.05, 50, 99.9, 100])).toEqual([-500, -499.5, 0, 499, 500]);
      // A falling ramp turns the order round.
      const falling = normalisation(ops([linear(-1, 0)]), values);
      expect(values.percentiles(falling, [0, 10])).toEqual([-500, -400]);
      const { mean, std } = values.moments(none, false);
      expect(mean).toBeCloseTo(0, 9);
      expect(std).toBeCloseTo(Math.sqrt((1001 * 1001 - 1) / 12), 6);
      // Clipped first, and zeros left out.
      const clipped = normalisation(ops([clip(0, 1000)]), values);
      expect(values.moments(clipped, true).mean).toBeCloseTo(250.5, 9);
    });

  it('leaves zeros outside the mask as they are, through later steps', () => {
    const values = new ImageValues(Float32Array.of(0, 0, 1, 3));
    const masked = ops([{ id: 'zero_mean_unit_variance', kwargs: { mask: 'nonzero' } }, linear(2, 1)]);
    const norm = normalisation(masked, values);
    expect(norm.zero?.value).toBe(1);
    expect(applyRamp(norm, 3)).toBeCloseTo(3, 4);
    expect(() => normalisation([...masked, ...masked], values)).toThrow(/after the mask/);
  });
});
