/** The engine against numpy and scipy: tests/vectors/make.py wrote what is read here. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Grid, Vec3 } from '../domain/geometry';
import { runModel } from './engine';
import { FakeNetwork, hooks, manifestOf, patternAnswer, type Answer } from './engine-fixtures';

interface Case {
  readonly dims: Vec3;
  readonly spacing: Vec3;
  readonly axes: Grid['axes'];
  readonly channels: number;
  readonly activation: 'sigmoid' | 'softmax' | 'none';
  readonly input: { readonly axes: string };
  readonly window: object;
  readonly kind: 'int16' | 'float32';
  readonly modelDims: Vec3;
  readonly scan: string;
  readonly values: readonly string[];
  readonly labels?: string;
}

const folder = fileURLToPath(new URL('tests/vectors/', import.meta.url));
const bytes = (text: string): ArrayBuffer => new Uint8Array(Buffer.from(text, 'base64')).buffer;

/** The pattern network behind channels that come last: [D, H, W, C] in and out. */
const turned =
  (answer: Answer): Answer =>
  (x, shape) => {
    const space = shape.slice(0, -1);
    const inputs = shape[shape.length - 1];
    const n = x.length / inputs;
    const first = Float32Array.from(x, (_, v) => x[(v % n) * inputs + Math.floor(v / n)]);
    const { y } = answer(first, [inputs, ...space]);
    const channels = y.shape[0];
    const data = Float32Array.from(y.data, (_, v) => y.data[(v % channels) * n + Math.floor(v / channels)]);
    return { y: { data, shape: [...space, channels] } };
  };

describe('the engine against the reference in numpy', () => {
  for (const file of readdirSync(folder).filter((f) => f.endsWith('.json'))) {
    const c = JSON.parse(readFileSync(folder + file, 'utf8')) as Case;
    const last = c.input.axes.endsWith('C');
    const pattern = patternAnswer(c.channels);
    const data = c.kind === 'int16' ? new Int16Array(bytes(c.scan)) : new Float32Array(bytes(c.scan));
    const grid: Grid = { dims: c.dims, spacing: c.spacing, origin: [3, -7, 11], axes: c.axes };
    const run = (kind: 'heatmap' | 'labelmap', activation: string, provider: 'wasm' | 'webgpu') => {
      const labels = Array.from({ length: c.channels }, (_, n) => ({ id: n + 1, name: `l${n}`, channel: n }));
      const manifest = manifestOf({
        input: c.input,
        window: c.window,
        outputs: [{ name: 'y', kind, activation, labels }],
      });
      const network = new FakeNetwork(provider, last ? turned(pattern) : pattern);
      return runModel({ images: [{ data, grid }] }, manifest, network, hooks());
    };

    it(`${file}: values within 1e-5`, async () => {
      const result = await run('heatmap', c.activation, 'wasm');
      expect(result.modelDims).toEqual(c.modelDims);
      const [map] = result.outputs;
      if (map.kind !== 'heatmap') throw new Error(map.kind);
      expect(map.size).toEqual(c.dims);
      let worst = 0;
      c.values.forEach((text, n) => {
        const expected = new Float32Array(bytes(text));
        // Half a step of the quantisation is 7.6e-6.
        expected.forEach((v, at) => (worst = Math.max(worst, Math.abs(map.data[n][at] / 65535 - v))));
      });
      // Resampled values are rounded twice.
      expect(worst).toBeLessThan(c.labels ? 1e-5 : 1.7e-5);
    });

    if (c.labels)
      it(`${file}: labels equal, also in batches`, async () => {
        const expected = new Uint8Array(bytes(c.labels ?? ''));
        for (const provider of ['wasm', 'webgpu'] as const) {
          const [map] = (await run('labelmap', 'softmax', provider)).outputs;
          if (map.kind !== 'labelmap') throw new Error(map.kind);
          expect(map.data.length).toBe(expected.length);
          expect(expected.filter((v, at) => v !== 255 && v + 1 !== map.data[at]).length).toBe(0);
        }
      });
  }
});
