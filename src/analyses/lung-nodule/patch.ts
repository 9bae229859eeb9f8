/** What the second stage sees of a candidate. The reference is training/lung-nodule/patch.py; README.md there says it in words. */
import type { Volume } from '../../domain/volume';
import type { ModelManifest } from '../../inference/manifest';
import { modelSpace, strides, type ModelSpace } from '../../inference/model-space';
import type { Candidate } from './candidates';

/** How a patch is cut; in the manifest at `stages.classify.input`. */
export interface PatchLayout {
  /** Pixels along both sides. */
  readonly side: number;
  /** mm a pixel of each field of view. */
  readonly fieldsMm: readonly number[];
  /** Where the planes of each field lie, mm from the candidate's centre, towards the head. */
  readonly offsetsMm: readonly number[];
  /** HU that become 0 and 1. */
  readonly clip: readonly [number, number];
}

const numbers = (value: unknown): value is number[] =>
  Array.isArray(value) && value.length > 0 && value.every((v) => typeof v === 'number' && Number.isFinite(v));

/**
 * The layout as the manifest states it.
 * @throws RangeError with the field's name
 */
export function readLayout(input: ModelManifest['stages'][string]['input']): PatchLayout {
  const { shape, fieldsMm, offsetsMm, clip } = input;
  if (!numbers(fieldsMm)) throw new RangeError('fieldsMm: numbers expected');
  if (!numbers(offsetsMm)) throw new RangeError('offsetsMm: numbers expected');
  if (!numbers(clip) || clip.length !== 2 || clip[1] <= clip[0])
    throw new RangeError('clip: two rising numbers expected');
  const [planes, height, width] = shape;
  if (
    shape.length !== 3 ||
    width === null ||
    planes !== fieldsMm.length * offsetsMm.length ||
    height !== width
  )
    throw new RangeError(
      `shape: [${fieldsMm.length * offsetsMm.length}, n, n] expected, found [${shape.join(', ')}]`,
    );
  return { side: width, fieldsMm, offsetsMm, clip: [clip[0], clip[1]] };
}

/** The slice that a plane shows: the nearest to its offset (a tie takes the upper), never beyond the candidate's ends. */
const sliceOf = (centre: number, offsetMm: number, stepMm: number, lo: number, hi: number): number =>
  Math.min(hi, Math.max(lo, Math.floor(centre + offsetMm / stepMm + 0.5 + 1e-4)));

/** Where the samples of one axis lie: the two voxels around each and the share of the second. */
interface Samples {
  readonly low: Int32Array;
  readonly high: Int32Array;
  readonly share: Float64Array;
}

function samples(centre: number, pitch: number, side: number, length: number): Samples {
  const low = new Int32Array(side);
  const high = new Int32Array(side);
  const share = new Float64Array(side);
  for (let n = 0; n < side; n++) {
    const at = Math.min(length - 1, Math.max(0, centre + (n - (side - 1) / 2) * pitch));
    low[n] = Math.floor(at);
    high[n] = Math.min(length - 1, low[n] + 1);
    share[n] = at - low[n];
  }
  return { low, high, share };
}

/** Cuts patches out of one scan. Its axes are turned as the model's are: slices to the head, rows to the back, columns to the left. */
export class PatchCutter {
  private readonly data: Volume['data'];
  private readonly layout: PatchLayout;
  private readonly space: ModelSpace;
  private readonly base: number;
  private readonly step: readonly [number, number, number];

  constructor(volume: Pick<Volume, 'data' | 'grid'>, input: ModelManifest['inputs'][0], layout: PatchLayout) {
    this.data = volume.data;
    this.layout = layout;
    this.space = modelSpace(volume.grid, true, { ...input, spacing: 'native' });
    const { base, step } = strides(this.space, volume.grid.dims);
    this.base = base;
    this.step = step;
  }

  /** Index along the model's axis c of an index of the scan. */
  private place(c: 0 | 1 | 2, ijk: readonly number[]): number {
    const at = ijk[this.space.scanAxis[c]];
    return this.space.flip[c] ? this.space.scanDims[c] - 1 - at : at;
  }

  /** [fields x offsets, side, side] of one candidate, one after the other. */
  cut({ centre, ends }: Pick<Candidate, 'centre' | 'ends'>): Float32Array {
    const { side, fieldsMm, offsetsMm, clip } = this.layout;
    const { spacing, scanDims } = this.space;
    const [cz, cy, cx] = ([0, 1, 2] as const).map((c) => this.place(c, centre));
    const both = ends.map((k) => this.place(0, [0, 0, k]));
    const [lo, hi] = [Math.min(...both), Math.max(...both)];
    const out = new Float32Array(fieldsMm.length * offsetsMm.length * side * side);
    const scale = clip[1] - clip[0];
    // Float32 between the two steps, as the reference has it.
    const value = (at: number): number =>
      Math.fround((Math.min(clip[1], Math.max(clip[0], this.data[at])) - clip[0]) / scale);
    let v = 0;
    for (const pitch of fieldsMm) {
      const rows = samples(cy, pitch / spacing[1], side, scanDims[1]);
      const columns = samples(cx, pitch / spacing[2], side, scanDims[2]);
      for (const offset of offsetsMm) {
        const plane = this.base + sliceOf(cz, offset, spacing[0], lo, hi) * this.step[0];
        for (let i = 0; i < side; i++) {
          const upper = plane + rows.low[i] * this.step[1];
          const lower = plane + rows.high[i] * this.step[1];
          const a = rows.share[i];
          for (let j = 0; j < side; j++, v++) {
            const left = columns.low[j] * this.step[2];
            const right = columns.high[j] * this.step[2];
            const b = columns.share[j];
            out[v] =
              (1 - a) * (1 - b) * value(upper + left) +
              (1 - a) * b * value(upper + right) +
              a * (1 - b) * value(lower + left) +
              a * b * value(lower + right);
          }
        }
      }
    }
    return out;
  }
}

/** Writes the eight in-plane views of a patch [channels, side, side] into `out` from element `at` on, one after the other. */
export function writeViews(out: Float32Array, at: number, patch: Float32Array, side: number): void {
  const last = side - 1;
  let v = at;
  for (const turned of [false, true])
    for (const flipI of [false, true])
      for (const flipJ of [false, true])
        for (let from = 0; from < patch.length; from += side * side)
          for (let i = 0; i < side; i++)
            for (let j = 0; j < side; j++, v++) {
              const r = flipI ? last - i : i;
              const c = flipJ ? last - j : j;
              out[v] = patch[from + (turned ? c * side + r : r * side + c)];
            }
}
