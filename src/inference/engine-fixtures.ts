/** For tests: an analytic network, small manifests, and hooks that do nothing. */
import type { Grid } from '../domain/geometry';
import type { OutputResult } from './contract';
import { readManifest, type ModelManifest } from './manifest';
import type { Network, NetworkTensor } from './network';
import type { EngineHooks } from './recovery';

/** What a network answers for one item: [C, D, H, W] in, named outputs out, each with its shape without N. */
export type Answer = (
  x: Float32Array,
  shape: readonly number[],
) => Readonly<Record<string, { readonly data: Float32Array; readonly shape: readonly number[] }>>;

/** A network of plain arithmetic. `failure` may refuse a run by its number and its dims. */
export class FakeNetwork implements Network {
  readonly provider: 'webgpu' | 'wasm';
  readonly threads = 1;
  readonly adapter = '';
  readonly runs: (readonly number[])[] = [];
  failure: ((run: number, dims: readonly number[]) => string | undefined) | undefined;
  gone: string | undefined;
  released = false;
  accumulator: Network['accumulator'];
  disposed = 0;
  private readonly answer: Answer;
  constructor(provider: 'webgpu' | 'wasm', answer: Answer) {
    this.provider = provider;
    this.answer = answer;
  }

  run(x: Float32Array, dims: readonly number[]): Promise<Readonly<Record<string, NetworkTensor>>> {
    const failure = this.failure?.(this.runs.length, dims);
    this.runs.push(dims);
    if (failure !== undefined) return Promise.reject(new Error(failure));
    const one = x.length / dims[0];
    const items = Array.from({ length: dims[0] }, (_, n) =>
      this.answer(x.slice(n * one, (n + 1) * one), dims.slice(1)),
    );
    const tensors: Record<string, NetworkTensor> = {};
    for (const name of Object.keys(items[0])) {
      const size = items[0][name].data.length;
      const data = new Float32Array(size * items.length);
      items.forEach((item, n) => data.set(item[name].data, n * size));
      tensors[name] = {
        dims: [items.length, ...items[0][name].shape],
        read: () => Promise.resolve(data),
        dispose: () => {
          this.disposed++;
        },
      };
    }
    return Promise.resolve(tensors);
  }

  lost(): string | undefined {
    return this.gone;
  }
  heapBytes(): number {
    return 1000;
  }
  release(): Promise<void> {
    this.released = true;
    return Promise.resolve();
  }
}

/** The mean of the input's channels, voxel by voxel: windows and their borders leave no trace. */
export const meanAnswer: Answer = (x, shape) => {
  const [channels, ...space] = shape;
  const n = x.length / channels;
  const data = new Float32Array(n);
  for (let c = 0; c < channels; c++) for (let v = 0; v < n; v++) data[v] += x[c * n + v] / channels;
  return { y: { data, shape: [1, ...space] } };
};

/**
 * `channels` channels; each is the input's first channel with a gain, its neighbour along W, and a term of the
 * place in the window, so that the blending of windows matters. tests/vectors/make.py has the same.
 */
export const patternAnswer =
  (channels: number): Answer =>
  (x, shape) => {
    const space = shape.slice(1);
    const [h, w] = space.slice(-2);
    const d = space.length === 3 ? space[0] : 1;
    const inputs = shape[0];
    const n = d * h * w;
    const data = new Float32Array(channels * n);
    for (let c = 0; c < channels; c++)
      for (let a = 0; a < d; a++)
        for (let b = 0; b < h; b++)
          for (let e = 0; e < w; e++) {
            const v = (a * h + b) * w + e;
            const left = (a * h + b) * w + Math.max(0, e - 1);
            const place = 0.3 * (a / d) - 0.5 * (b / h) + 0.7 * (e / w);
            let sum = 0;
            for (let q = 0; q < inputs; q++) sum += (x[q * n + v] * (c + 1 + q)) / (inputs * channels);
            data[c * n + v] = sum - 0.5 * x[left] + (c + 1) * place;
          }
    return { y: { data, shape: [channels, ...space] } };
  };

export const hooks = (over: Partial<EngineHooks> = {}): EngineHooks => ({
  onProgress: () => undefined,
  cancelled: () => false,
  reopen: () => Promise.reject(new Error('not wanted')),
  breathe: () => Promise.resolve(),
  note: () => undefined,
  ...over,
});

/** A manifest with what a test cares about; the rest is filler. */
export function manifestOf(parts: {
  readonly input?: object;
  readonly window: object;
  readonly output?: object;
  readonly outputs?: readonly object[];
  readonly post?: readonly object[];
  readonly operatingPoints?: readonly object[];
}): ModelManifest {
  return readManifest({
    schema: 'lamplight-model/1',
    id: 'test',
    version: '1',
    license: 'x',
    weightsLicense: 'x',
    intendedUse: 'tests',
    notFor: 'people',
    status: 'research',
    weights: [{ ep: 'any', file: 'w.onnx', sha256: '0'.repeat(64), bytes: 1 }],
    inputs: [{ name: 'x', axes: 'NCHW', modality: ['CT'], ...parts.input }],
    window: parts.window,
    outputs: parts.outputs ?? [
      { name: 'y', kind: 'heatmap', activation: 'none', labels: [{ id: 1, name: 'one' }], ...parts.output },
    ],
    post: parts.post ?? [],
    operatingPoints: parts.operatingPoints ?? [],
  });
}

const AXIAL: Grid['axes'] = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
];
/** An axial grid; spacing in mm. */
export const gridOf = (dims: Grid['dims'], spacing: Grid['spacing'] = [1, 1, 2.5]): Grid => ({
  dims,
  spacing,
  origin: [0, 0, 0],
  axes: AXIAL,
});

export function heatmap(output: OutputResult): Extract<OutputResult, { kind: 'heatmap' }> {
  if (output.kind !== 'heatmap') throw new Error(output.kind);
  return output;
}
