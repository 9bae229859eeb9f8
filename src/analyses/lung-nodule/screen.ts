/**
 * The screen: a small network at half resolution that says in which cells of a slice the detector has to look, so that
 * it need not look everywhere. training/lung-nodule/screen.py is its source.
 */
import type { Volume } from '../../domain/volume';
import type { InferenceClient } from '../../inference/client';
import type { StageResult } from '../../inference/contract';
import type { ModelManifest } from '../../inference/manifest';
import { boxOnScan, modelSpace, strides, type ModelSpace, type Triple } from '../../inference/model-space';
import { sliceOffset } from '../../inference/windows';
import type { Lungs } from './lungs';
import { CellMap } from './cells';

/** Name of the stage in the manifest, and of its rules in this analysis' part of the config. */
export const SCREEN = 'screen';

const NAMES = ['cellPx', 'context', 'margin', 'sure', 'near'] as const;

/**
 * `cellPx` pixels of the scan are a cell. The screen sees `context` cells around the lungs, the detector `margin` cells
 * around what is marked: cells of at least the logit `sure`, and on the slices next to them of at least `near`.
 */
export type ScreenRules = Readonly<Record<(typeof NAMES)[number], number>> & {
  readonly output: string;
  readonly offsetsMm: readonly number[];
  readonly clip: readonly [number, number];
};

/**
 * The rules of the screen that a manifest names; undefined when it has none.
 * @throws RangeError with the name of the field that is missing or wrong
 */
export function readScreen({
  stages,
  config,
}: Pick<ModelManifest, 'stages' | 'config'>): ScreenRules | undefined {
  const stage = stages[SCREEN];
  if (!stage) return undefined;
  const given = (config['lung-nodule'] as Readonly<Record<string, unknown>> | undefined)?.[SCREEN];
  const rules = (given ?? {}) as Readonly<Record<string, unknown>>;
  for (const name of NAMES)
    if (typeof rules[name] !== 'number' || !Number.isFinite(rules[name]))
      throw new RangeError(`config.lung-nodule.${SCREEN}.${name}: a number expected`);
  const { offsetsMm, clip } = stage.input as { readonly offsetsMm?: unknown; readonly clip?: unknown };
  const numbers = (value: unknown, count: number): value is number[] =>
    Array.isArray(value) && value.length === count && value.every((v) => Number.isFinite(v));
  if (!numbers(offsetsMm, stage.input.shape[0] ?? 0))
    throw new RangeError(`stages.${SCREEN}.input.offsetsMm: a number for each channel expected`);
  if (!numbers(clip, 2)) throw new RangeError(`stages.${SCREEN}.input.clip: two numbers expected`);
  return { ...(rules as ScreenRules), output: stage.outputs[0].name, offsetsMm, clip: [clip[0], clip[1]] };
}

type LungPixels = Pick<Lungs, 'side' | 'size' | 'step'>;

/** Rows and columns [y0, y1, x0, x1) of the model's image. */
type Frame = readonly [number, number, number, number];

/** One scan as the screen sees it, along the model's axes. */
export class Screen {
  /** Slices with lung, ascending. */
  readonly planes: readonly number[];
  /** Around the lungs of all slices, in whole cells; may reach over the last row and column. */
  readonly frame: Frame;
  private readonly data: Volume['data'];
  private readonly rules: ScreenRules;
  private readonly space: ModelSpace;
  private readonly base: number;
  private readonly step: Triple;
  /** Slices, rows and columns of cells. */
  private readonly size: Triple;

  constructor(
    { data, grid }: Pick<Volume, 'data' | 'grid'>,
    input: ModelManifest['inputs'][0],
    rules: ScreenRules,
    lungs: LungPixels,
  ) {
    this.data = data;
    this.rules = rules;
    this.space = modelSpace(grid, true, { ...input, spacing: 'native' });
    const { base, step } = strides(this.space, grid.dims);
    this.base = base;
    this.step = step;
    const { cellPx, context } = rules;
    const [depth, height, width] = this.space.dims;
    this.size = [depth, Math.ceil(height / cellPx), Math.ceil(width / cellPx)];
    const { cells, lo, hi } = this.cellsOf(lungs);
    this.planes = Array.from({ length: depth }, (_, d) => d).filter((d) => cells.any(d));
    const from = (c: 1 | 2): number => Math.max(0, Math.floor(lo[c] / cellPx) - context) * cellPx;
    const to = (c: 1 | 2): number => Math.min(Math.ceil(hi[c] / cellPx) + context, this.size[c]) * cellPx;
    this.frame = this.planes.length === 0 ? [0, 0, 0, 0] : [from(1), to(1), from(2), to(2)];
  }

  /** The cells that hold lung, and the first and the end of its pixels along D, H, W. */
  private cellsOf({ side, size, step }: LungPixels): { cells: CellMap; lo: number[]; hi: number[] } {
    const cells = new CellMap(this.size);
    const { scanAxis, flip, scanDims } = this.space;
    const { cellPx } = this.rules;
    const lo = [Infinity, Infinity, Infinity];
    const hi = [0, 0, 0];
    // Per scan axis: to which model axis it belongs, and which cell a half-resolution index lies in at its two ends.
    const ends = [0, 1, 2].map((a) => {
      const c = scanAxis.indexOf(a);
      const wide = a === 2 ? 1 : step;
      return Array.from({ length: size[a] }, (_, n) => {
        const first = flip[c] ? scanDims[c] - (n + 1) * wide : n * wide;
        return { c, first, end: first + wide };
      });
    });
    const at = [0, 0, 0];
    const last = [0, 0, 0];
    let v = 0;
    for (let k = 0; k < size[2]; k++)
      for (let j = 0; j < size[1]; j++)
        for (let i = 0; i < size[0]; i++, v++) {
          if (side[v] === 0) continue;
          for (const { c, first, end } of [ends[0][i], ends[1][j], ends[2][k]]) {
            if (first < lo[c]) lo[c] = first;
            if (end > hi[c]) hi[c] = end;
            at[c] = c === 0 ? first : Math.floor(first / cellPx);
            last[c] = c === 0 ? first : Math.floor((end - 1) / cellPx);
          }
          cells.set(at[0], at[1], at[2]);
          if (last[1] !== at[1] || last[2] !== at[2]) {
            cells.set(at[0], last[1], at[2]);
            cells.set(at[0], at[1], last[2]);
            cells.set(at[0], last[1], last[2]);
          }
        }
    return { cells, lo, hi };
  }

  /** Shape of an item: channels, and the frame at half its resolution. */
  get shape(): readonly [number, number, number] {
    const [y0, y1, x0, x1] = this.frame;
    return [this.rules.offsetsMm.length, (y1 - y0) / 2, (x1 - x0) / 2];
  }

  /** 2 x 2 means of a slice in the frame, 0 to 1. Beyond the image its last row and column repeat. */
  private halfPlane(d: number): Float32Array {
    const [, h, w] = this.shape;
    const [y0, , x0] = this.frame;
    const [, height, width] = this.space.dims;
    const [lo, hi] = this.rules.clip;
    const out = new Float32Array(h * w);
    const column = Int32Array.from({ length: 2 * w }, (_, n) => Math.min(width - 1, x0 + n) * this.step[2]);
    const { data } = this;
    for (let i = 0, v = 0; i < h; i++) {
      const [a, b] = [0, 1].map(
        (n) => this.base + d * this.step[0] + Math.min(height - 1, y0 + 2 * i + n) * this.step[1],
      );
      for (let j = 0; j < w; j++, v++) {
        const [l, r] = [column[2 * j], column[2 * j + 1]];
        const hu = (data[a + l] + data[a + r] + data[b + l] + data[b + r]) >> 2;
        out[v] = (Math.min(hi, Math.max(lo, hu)) - lo) / (hi - lo);
      }
    }
    return out;
  }

  /** The items of all slices with lung, one after the other. */
  items(): Float32Array<ArrayBuffer> {
    const [channels, h, w] = this.shape;
    const x = new Float32Array(this.planes.length * channels * h * w);
    const halves = new Map<number, Float32Array>();
    const half = (d: number): Float32Array => {
      const found = halves.get(d) ?? this.halfPlane(d);
      halves.set(d, found);
      return found;
    };
    const last = this.space.dims[0] - 1;
    const shifts = this.rules.offsetsMm.map((mm) => sliceOffset(mm, this.space.spacing[0]));
    this.planes.forEach((d, n) =>
      shifts.forEach((by, c) => x.set(half(Math.min(last, Math.max(0, d + by))), (n * channels + c) * h * w)),
    );
    return x;
  }

  /** Where in the lungs the detector has to look, from the screen's logits: RunJob.windows. */
  windows(logits: Float32Array, lungs: LungPixels): Int32Array {
    const { cellPx, margin, sure, near } = this.rules;
    const [y0, y1, x0, x1] = this.frame;
    const [rows, columns] = [(y1 - y0) / cellPx, (x1 - x0) / cellPx];
    const inside = this.cellsOf(lungs).cells;
    const seeds = new CellMap(this.size);
    const low = new CellMap(this.size);
    let v = 0;
    for (const d of this.planes)
      for (let i = 0; i < rows; i++)
        for (let j = 0; j < columns; j++, v++) {
          const place = [d, i + y0 / cellPx, j + x0 / cellPx] as const;
          if (logits[v] < Math.min(sure, near) || !inside.get(...place)) continue;
          if (logits[v] >= sure) seeds.set(...place);
          if (logits[v] >= near) low.set(...place);
        }
    const marked = seeds.spreadInto(low);
    const found = this.planes.flatMap((d) =>
      marked.windows(d, margin).map((cells) => {
        const [t, b, l, r] = cells.map((n) => n * cellPx);
        return boxOnScan(this.space, { start: [d, t, l], size: [1, b - t, r - l] });
      }),
    );
    return Int32Array.from(found.flat());
  }
}

/**
 * Runs the screen over the slices of the lungs. It needs not wait for the lungs to be closed: `air` will do for it, and
 * the closed ones then say which of its cells count.
 * @throws InferenceError
 */
export async function runScreen(
  volume: Pick<Volume, 'data' | 'grid'>,
  air: LungPixels,
  manifest: Pick<ModelManifest, 'inputs'>,
  rules: ScreenRules,
  client: Pick<InferenceClient, 'stage'>,
): Promise<{ windows: (lungs: LungPixels) => Int32Array; result?: StageResult }> {
  const screen = new Screen(volume, manifest.inputs[0], rules, air);
  if (screen.planes.length === 0) return { windows: () => new Int32Array(0) };
  const result = await client.stage(SCREEN, screen.items(), screen.shape);
  return { windows: (lungs) => screen.windows(result.outputs[rules.output], lungs), result };
}
