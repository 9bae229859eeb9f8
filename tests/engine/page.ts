/**
 * The page of the engine's own browser tests: the product's inference worker on small models and made-up images,
 * with failures made on purpose. Built by tests/e2e/engine.e2e.ts only; not part of the product.
 */
import '../../src/domain/own-scripts';
import { InferenceClient } from '../../src/inference/client';
import {
  InferenceError,
  type EngineOptions,
  type OutputResult,
  type Probe,
} from '../../src/inference/contract';
import type { Grid } from '../../src/domain/geometry';
import { importedFolder, MODEL_CACHE, shippedFolder } from '../../src/inference/folders';

export interface EngineJob {
  readonly id: string;
  /** Voxels of the image along i, j, k; 1 mm each unless said. */
  readonly dims: readonly [number, number, number];
  readonly spacing?: readonly [number, number, number];
  readonly options: EngineOptions;
  readonly budgetBytes?: number;
  /** Cancel so many ms after the first window. */
  readonly cancelAfterMs?: number;
}

export interface EngineAnswer {
  readonly code: string;
  readonly detail: string;
  readonly provider: string;
  readonly notes: readonly string[];
  readonly windows: number;
  readonly runs: number;
  readonly peakBytes: number;
  /** Voxels of each label or, for a heatmap, the sum of values; and a hash of all. */
  readonly counts: readonly number[];
  readonly hash: string;
  /** From the cancel to the end, ms. */
  readonly stopMs: number;
}

/** What a network of a shipped model answered to the same noise. */
export interface StageAnswer {
  /** `first` is the model's own. */
  readonly name: string;
  /** Of the first: by Lamplight's own kernels. */
  readonly kernels?: boolean;
  readonly provider: string;
  readonly notes: readonly string[];
  readonly outputs: Readonly<Record<string, readonly number[]>>;
}

declare global {
  interface Window {
    engineInstall(id: string, files: Readonly<Record<string, string>>): Promise<void>;
    engineRun(job: EngineJob): Promise<EngineAnswer>;
    engineStages(id: string, options: EngineOptions): Promise<readonly StageAnswer[]>;
    engineProbe(id: string, options: EngineOptions): Promise<Omit<Probe, 'sample'> & { sampled: boolean }>;
  }
}

const bytesOf = (base64: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));

/** Puts files of a model where imported models lie. */
window.engineInstall = async (id, files) => {
  const cache = await caches.open(MODEL_CACHE);
  for (const [name, base64] of Object.entries(files))
    await cache.put(importedFolder(id) + name, new Response(bytesOf(base64)));
};

/** Smooth blobs over noise, the same every time, -1000 to 1000. */
function image([nx, ny, nz]: EngineJob['dims']): Int16Array {
  const data = new Int16Array(nx * ny * nz);
  let state = 7;
  let v = 0;
  for (let k = 0; k < nz; k++)
    for (let j = 0; j < ny; j++)
      for (let i = 0; i < nx; i++) {
        state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
        data[v++] = 800 * Math.sin(i / 5) * Math.cos(j / 7 + k / 6) + (state / 2 ** 32 - 0.5) * 400;
      }
  return data;
}

function countsOf(output: OutputResult | undefined): number[] {
  if (output?.kind === 'labelmap') {
    const counts = Array.from({ length: 256 }, () => 0);
    for (const label of output.data) counts[label]++;
    return counts.slice(0, Math.max(...output.labels.map((l) => l.id)) + 1);
  }
  if (output?.kind === 'heatmap') return output.data.map((values) => values.reduce((a, b) => a + b, 0));
  return [];
}

async function hashOf(output: OutputResult | undefined): Promise<string> {
  const arrays = output?.kind === 'labelmap' ? [output.data] : output?.kind === 'heatmap' ? output.data : [];
  const blob = new Blob(arrays.map((a) => new Uint8Array(a.buffer, a.byteOffset, a.byteLength).slice()));
  const digest = await crypto.subtle.digest('SHA-256', await blob.arrayBuffer());
  return Array.from(new Uint8Array(digest), (b) => b.toString(16).padStart(2, '0')).join('');
}

const gridOf = (dims: EngineJob['dims'], spacing: readonly [number, number, number] = [1, 1, 1]): Grid => ({
  dims,
  spacing,
  origin: [0, 0, 0],
  axes: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
});

window.engineRun = async ({ id, dims, spacing = [1, 1, 1], options, budgetBytes, cancelAfterMs }) => {
  const client = new InferenceClient();
  const abort = new AbortController();
  let cancelledAt = 0;
  let armed = false;
  const none = { provider: '', notes: [], windows: 0, runs: 0, peakBytes: 0, counts: [], hash: '' };
  try {
    const model = await client.load(importedFolder(id), options);
    const result = await client.run(
      { images: [{ data: image(dims), grid: gridOf(dims, spacing) }], budgetBytes },
      ({ stage, done }) => {
        if (cancelAfterMs === undefined || armed || stage !== 'windows' || done < 1) return;
        armed = true;
        setTimeout(() => {
          cancelledAt = performance.now();
          abort.abort();
        }, cancelAfterMs);
      },
      abort.signal,
    );
    const [output] = result.outputs;
    return {
      code: 'ok',
      detail: '',
      provider: result.provider,
      notes: [...model.notes, ...result.notes],
      windows: result.windows,
      runs: result.runs,
      peakBytes: result.peakBytes,
      counts: countsOf(output),
      hash: await hashOf(output),
      stopMs: 0,
    };
  } catch (error) {
    const code = error instanceof InferenceError ? error.code : 'thrown';
    return { ...none, code, detail: String(error), stopMs: performance.now() - cancelledAt };
  } finally {
    client.dispose();
  }
};

window.engineProbe = async (id, options) => {
  const client = new InferenceClient();
  try {
    const { sample, ...probe } = await client.probe(importedFolder(id), options);
    return { ...probe, sampled: sample !== undefined };
  } finally {
    client.dispose();
  }
};

/**
 * Runs every network of a model that comes with the page: the first on an image of two slices, the others on two items
 * each, open lengths 32 long.
 */
window.engineStages = async (id, options) => {
  const client = new InferenceClient();
  try {
    const { manifest, provider, notes, kernels } = await client.load(shippedFolder(id), options);
    const dims = [72, 56, 2] as const;
    const { outputs } = await client.run({ images: [{ data: image(dims), grid: gridOf(dims) }] });
    const maps = outputs.map((o) => [
      o.name,
      o.kind === 'heatmap' ? [...o.data[0]].map((v) => v / 65535) : [],
    ]);
    const answers: StageAnswer[] = [
      { name: 'first', provider, notes, kernels, outputs: Object.fromEntries(maps) },
    ];
    for (const [name, { input }] of Object.entries(manifest.stages)) {
      const shape = input.shape.map((n) => n ?? 32);
      const length = 2 * shape.reduce((a, b) => a * b, 1);
      const x = Float32Array.from(image([length, 1, 1]), (v) => (v + 1000) / 2000);
      const result = await client.stage(name, x, shape);
      const outputs = Object.entries(result.outputs).map(([key, v]) => [key, [...v]] as const);
      answers.push({ name, ...result, outputs: Object.fromEntries(outputs) });
    }
    return answers;
  } finally {
    client.dispose();
  }
};
