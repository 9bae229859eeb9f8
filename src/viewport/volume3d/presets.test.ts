import { describe, expect, it } from 'vitest';
import { heldFunction, presets3d, transferFunctions, windowFunction } from './presets';

describe('transfer functions of volumes', () => {
  it.each(presets3d)('%s rises in value, with shares between 0 and 1', (name) => {
    const { opacity, colour } = transferFunctions[name];
    for (const list of [opacity, colour]) {
      const values = list.map(([value]) => value);
      expect([...values].sort((a, b) => a - b)).toEqual(values);
      expect(new Set(values).size).toBe(values.length);
      for (const [, ...shares] of list)
        for (const share of shares) expect(share >= 0 && share <= 1).toBe(true);
    }
    // Air around the body is never drawn.
    expect(opacity[0][1]).toBe(0);
  });

  it('are for the values that are held: rescale taken off, shift put on', () => {
    const held = heldFunction(transferFunctions.bone, { slope: 2, intercept: -1024 }, 50);
    expect(held.opacity[0]).toEqual([(150 + 50 + 1024) / 2, 0]);
    expect(held.colour.at(-1)).toEqual([(1200 + 50 + 1024) / 2, 1, 1, 0.97]);
  });

  it('still rise when a negative slope turns the values round', () => {
    const values = heldFunction(windowFunction(0, 100), { slope: -1, intercept: 0 }, 0).opacity.map(
      ([v]) => v,
    );
    expect([...values].sort((a, b) => a - b)).toEqual(values);
  });
});
