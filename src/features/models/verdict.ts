/** A test's numbers as a plain verdict, and what a typical examination would take. */
import type { Probe } from '../../inference/contract';
import type { ModelManifest } from '../../inference/manifest';

/** Providers that differ by more of the largest value than this are not the same network. */
const AGREE = 0.01;
/** Sizes of a typical chest or abdomen CT, slices, rows, columns, and its spacing in mm. */
const TYPICAL = { dims: [300, 512, 512], spacing: [1, 0.75, 0.75] } as const;
/** Modalities of a single image; a typical one has this many rows and columns. */
const SINGLE = new Set(['CR', 'DX', 'MG', 'US', 'RG', 'XA', 'IO', 'PX', 'OP', 'SM', 'GM', 'XC']);
const SINGLE_SIDE = 1024;

export interface Verdict {
  /** Where it would run here; undefined when nowhere. */
  readonly runsOn?: 'webgpu' | 'wasm';
  /** Seconds a window there. */
  readonly windowSeconds?: number;
  /** Seconds for a typical examination, and its windows. */
  readonly typical?: { readonly seconds: number; readonly windows: number; readonly single: boolean };
  /** Bytes. */
  readonly memory?: number;
  /** Of the largest value, where both ran. */
  readonly difference?: number;
  readonly agree: boolean;
  /** Did it answer its own test as its maker says? Undefined without a test. */
  readonly golden?: { readonly ok: boolean; readonly error: number; readonly allowed: number };
  /** Why it does not run on WebGPU; untranslated. */
  readonly webgpuReason?: string;
  readonly adapter?: string;
  /** Nothing speaks against using it here. */
  readonly usable: boolean;
}

export function verdictOf(probe: Probe, manifest: ModelManifest): Verdict {
  const gpu = probe.sides.find((s) => s.provider === 'webgpu');
  const cpu = probe.sides.find((s) => s.provider === 'wasm');
  const difference = probe.agreement?.relative;
  const agree = difference === undefined || difference <= AGREE;
  const golden = probe.golden && {
    ok: probe.golden.maxAbsErr <= probe.golden.allowed,
    error: probe.golden.maxAbsErr,
    allowed: probe.golden.allowed,
  };
  // A graphics device that gives other numbers than the processor is not used.
  const side = gpu?.ok && agree ? gpu : cpu?.ok ? cpu : undefined;
  const windowSeconds = side?.windowMs === undefined ? undefined : side.windowMs / 1000;
  const load = typicalWindows(manifest);
  const heaps = probe.sides.map((s) => s.heapBytes ?? 0);
  return {
    runsOn: side?.provider,
    windowSeconds,
    typical: windowSeconds === undefined ? undefined : { ...load, seconds: load.windows * windowSeconds },
    memory: Math.max(...heaps, 0) || undefined,
    difference,
    agree,
    golden,
    webgpuReason: gpu && !gpu.ok ? gpu.reason : undefined,
    adapter: gpu?.ok ? gpu.adapter : undefined,
    usable: side !== undefined && golden?.ok !== false,
  };
}

/** Windows that a typical examination takes: a single image, or a volume of 300 slices. */
export function typicalWindows(manifest: ModelManifest): { windows: number; single: boolean } {
  const [input] = manifest.inputs;
  const { window } = manifest;
  const single = input.modality.every((m) => SINGLE.has(m));
  const three = window.patch.length === 3;
  const dims = single ? [1, SINGLE_SIDE, SINGLE_SIDE] : [...TYPICAL.dims];
  const spaced = dims.map((size, axis) => {
    const mm = single || input.spacing === 'native' ? null : input.spacing[axis];
    return mm === null ? size : Math.max(1, Math.round((size * TYPICAL.spacing[axis]) / mm));
  });
  const axes = three ? spaced : spaced.slice(1);
  const perAxis = axes.map((size, axis) => {
    const side = window.patch[axis] ?? 1;
    const step = side * (1 - window.overlap);
    return size <= side ? 1 : Math.ceil((size - side) / step) + 1;
  });
  const flips = 2 ** window.mirror.length;
  const windows = perAxis.reduce((a, b) => a * b, 1) * (three ? 1 : spaced[0]) * flips;
  return { windows, single };
}
