import { describe, expect, it } from 'vitest';
import type { Grid } from '../domain/geometry';
import { runModel } from './engine';
import { FakeNetwork, hooks, manifestOf, meanAnswer } from './engine-fixtures';
import { boxOnScan, modelSpace, turnBox } from './model-space';

const dims = [50, 40, 6] as const;
const data = Int16Array.from({ length: 50 * 40 * 6 }, (_, v) => (v * 37) % 1000);
const gridOf = (sign: 1 | -1): Grid => ({
  dims,
  spacing: [1, 1, 2.5],
  origin: [0, 0, 0],
  axes: [
    [sign, 0, 0],
    [0, 1, 0],
    [0, 0, sign],
  ],
});
const model = (spacing: object = {}) =>
  manifestOf({
    input: {
      orientation: 'SPL',
      preprocessing: [{ id: 'scale_linear', kwargs: { gain: 0.001 } }],
      ...spacing,
    },
    window: { patch: [512, 512], size: 'fit', multipleOf: 8, blend: 'constant', pad: { mode: 'edge' } },
  });

describe('windows that are given', () => {
  for (const sign of [1, -1] as const)
    it(`are run where they lie on the scan, and nothing else, ${sign > 0 ? 'as stored' : 'turned round'}`, async () => {
      const network = new FakeNetwork('wasm', meanAnswer);
      // The second overlaps the third; the last reaches over the border. Out of order.
      const boxes = [
        [30, 8, 4, 46, 24, 5],
        [8, 8, 1, 24, 24, 2],
        [16, 16, 1, 40, 32, 2],
        [40, 32, 2, 56, 48, 3],
      ];
      const result = await runModel(
        { images: [{ data, grid: gridOf(sign) }], windows: Int32Array.from(boxes.flat()) },
        model(),
        network,
        hooks(),
      );
      expect([result.windows, result.skipped, network.runs.length]).toEqual([4, 3, 4]);
      const [map] = result.outputs;
      if (map.kind !== 'heatmap') throw new Error(map.kind);
      for (let k = 0; k < map.size[2]; k++)
        for (let j = 0; j < map.size[1]; j++)
          for (let i = 0; i < map.size[0]; i++) {
            const at = [i + map.start[0], j + map.start[1], k + map.start[2]];
            const looked = boxes.some((b) => at.every((v, c) => v >= b[c] && v < b[c + 3]));
            const value = data[at[0] + 50 * (at[1] + 40 * at[2])] / 1000;
            const found = map.data[0][i + map.size[0] * (j + map.size[1] * k)] / 65535;
            expect(Math.abs(found - (looked ? value : 0))).toBeLessThan(1e-4);
          }
      expect(map.start).toEqual([8, 8, 1]);
      expect(map.size).toEqual([42, 32, 4]);
    });

  it('are refused where the scan is resampled or a window is empty', async () => {
    const run = (windows: number[], manifest = model()) =>
      runModel(
        { images: [{ data, grid: gridOf(1) }], windows: Int32Array.from(windows) },
        manifest,
        new FakeNetwork('wasm', meanAnswer),
        hooks(),
      );
    await expect(run([8, 8, 1, 8, 24, 2])).rejects.toMatchObject({ code: 'imageInvalid' });
    await expect(run([8, 8, 1, 24, 24, 3])).rejects.toMatchObject({ code: 'imageInvalid' });
    const coarse = model({ spacing: [null, 2, 2] });
    await expect(run([8, 8, 1, 24, 24, 2], coarse)).rejects.toMatchObject({ code: 'imageInvalid' });
  });

  it('go to the model and back', () => {
    const space = modelSpace(gridOf(-1), true, model().inputs[0]);
    const box = turnBox(space, [30, 8, 4, 46, 24, 5]);
    expect(box).toEqual({ start: [1, 8, 4], size: [1, 16, 16] });
    expect(boxOnScan(space, box)).toEqual([30, 8, 4, 46, 24, 5]);
  });
});
