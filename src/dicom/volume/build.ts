/** A series as one scalar volume. */
import type { DecodedFrame, LoadOptions } from '../contract';
import { frameInstance, seriesFrames } from '../../domain/frames';
import type { Grid } from '../../domain/geometry';
import { sampleSlice, type PlanePixels } from '../../domain/resample-slice';
import { nearestPlane, type StackPlan } from '../../domain/stack';
import type { Instance, Series } from '../../domain/study';
import type { Volume } from '../../domain/volume';
import { VolumeError } from '../errors';
import type { InstanceRecord } from '../header/record';
import { planOf, type Plane } from './grid';

/** A plane with what turns its stored values into modality values. */
export interface Slice extends Plane {
  readonly instance: Instance;
  readonly slope: number;
  readonly intercept: number;
}

export interface VolumeSources {
  readonly record: (sopInstanceUid: string) => InstanceRecord | undefined;
  readonly load: (instance: Instance, frame: number, options: LoadOptions) => Promise<DecodedFrame>;
}

/** Frames asked for at a time: enough for the decode workers, few enough that a visible frame never waits long. */
const inFlight = 8;
/** HU of what a straightened CT has no pixels of. */
const AIR = -1024;

/**
 * Decodes a series into a volume of modality values (HU for CT), rounded and clamped to Int16. Localizers and planes
 * of another size or direction than the series' main stack are left out; `sopInstanceUids` says what is in. Tilted
 * and uneven stacks are resampled, and `resampled` says so.
 * @throws VolumeError when there is no regular grid, FrameError when a frame cannot be decoded.
 */
export async function buildVolume(
  sources: VolumeSources,
  series: Series,
  options: LoadOptions,
): Promise<Volume> {
  const { slices, plan } = planVolume(sources, series);
  const { grid } = plan;
  const size = grid.dims[0] * grid.dims[1];
  const data = new Int16Array(size * grid.dims[2]);
  const priority = options.priority ?? 'near';
  const outside = series.modality === 'CT' ? AIR : 0;
  let done = 0;
  // One failure ends the rest: nobody waits for it any more.
  const stop = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, stop.signal]) : stop.signal;
  const load = (n: number) => sources.load(slices[n].instance, slices[n].frame, { priority, signal });
  const work = plan.slices.entries();
  const fetchSlices = async () => {
    for (const [k, slice] of work) {
      const out = data.subarray(k * size, (k + 1) * size);
      if (plan.resampled) {
        const a = slice.t < 1 ? planePixels(slices[slice.a], await load(slice.a)) : undefined;
        const b = slice.t > 0 ? planePixels(slices[slice.b], await load(slice.b)) : undefined;
        sampleSlice({ out, columns: grid.dims[0], rows: grid.dims[1], every: 1, outside }, slice, a, b);
      } else {
        const { slope, intercept } = slices[slice.a];
        fill(out, (await load(slice.a)).pixels, slope, intercept);
      }
      options.onProgress?.(++done, plan.slices.length);
    }
  };
  try {
    await Promise.all(Array.from({ length: inFlight }, fetchSlices));
  } catch (error) {
    stop.abort(error);
    throw error;
  }
  const nearest = plan.slices.map((slice) => slices[nearestPlane(slice)]);
  return {
    seriesUid: series.seriesUid,
    frameOfReferenceUid: slices[0].instance.frameOfReferenceUid ?? series.frameOfReferenceUid,
    grid,
    data,
    sopInstanceUids: nearest.map((s) => s.sopInstanceUid),
    frameNumbers: nearest.map((s) => s.frame),
    ...(plan.resampled && { resampled: plan.resampled }),
  };
}

const planePixels = (slice: Slice, frame: DecodedFrame): PlanePixels => ({
  pixels: frame.pixels,
  columns: frame.columns,
  rows: frame.rows,
  slope: slice.slope,
  intercept: slice.intercept,
});

/** The slices of a series and the grid that is made of them. @throws VolumeError */
function planVolume(
  sources: Pick<VolumeSources, 'record'>,
  series: Series,
): { slices: readonly Slice[]; plan: StackPlan } {
  const slices = mainStack(series, sources);
  const spaces = new Set(slices.map((s) => s.instance.frameOfReferenceUid));
  if (spaces.size > 1)
    throw new VolumeError({ key: 'unevenSpacing' }, `the slices have ${spaces.size} frames of reference`);
  return { slices, plan: planOf(slices) };
}

/** The grid that loadVolume gives, and the slice that each k of it is mostly made of. @throws VolumeError */
export function volumeGrid(
  sources: Pick<VolumeSources, 'record'>,
  series: Series,
): { grid: Grid; slices: readonly Slice[]; resampled?: Volume['resampled'] } {
  const { slices, plan } = planVolume(sources, series);
  const { grid, resampled } = plan;
  return { grid, slices: plan.slices.map((s) => slices[nearestPlane(s)]), resampled };
}

/** One frame as a slice; colour and objects without pixels give none. */
function sliceOf(of: Instance, frame: number, record: InstanceRecord | undefined): Slice[] {
  if (!record?.pixels || of.samplesPerPixel !== 1 || of.photometricInterpretation === 'PALETTE COLOR')
    return [];
  const own = frameInstance(of, frame);
  return [
    {
      instance: of,
      sopInstanceUid: of.sopInstanceUid,
      frame,
      rows: of.rows,
      columns: of.columns,
      spacing: of.spacingSource === 'PixelSpacing' ? own.pixelSpacing : undefined,
      position: own.imagePosition,
      orientation: own.imageOrientation,
      slope: own.rescaleSlope,
      intercept: own.rescaleIntercept,
    },
  ];
}

/** The largest set of slices of one size and direction, in the order of the series. */
function mainStack(series: Series, sources: Pick<VolumeSources, 'record'>): Slice[] {
  const records = new Map<string, InstanceRecord | undefined>();
  const slices = seriesFrames(series).flatMap(({ instance, frame }) => {
    const uid = instance.sopInstanceUid;
    if (!records.has(uid)) records.set(uid, sources.record(uid));
    return sliceOf(instance, frame, records.get(uid));
  });
  const groups: Slice[][] = [];
  for (const slice of slices) {
    const group = groups.find(([first]) => sameStack(first, slice));
    if (group) group.push(slice);
    else groups.push([slice]);
  }
  return groups.reduce((best, group) => (group.length > best.length ? group : best), groups[0] ?? []);
}

const isLocalizer = ({ instance }: Slice): boolean => instance.imageType.includes('LOCALIZER');

function sameStack(a: Slice, b: Slice): boolean {
  if (a.rows !== b.rows || a.columns !== b.columns || isLocalizer(a) !== isLocalizer(b)) return false;
  if (!a.orientation || !b.orientation) return a.orientation === b.orientation;
  return a.orientation.every((c, n) => Math.abs(c - b.orientation![n]) < 0.02);
}

/** Stored values to modality values, rounded and clamped to Int16. */
export function fill(
  out: Int16Array,
  pixels: DecodedFrame['pixels'],
  slope: number,
  intercept: number,
): void {
  const n = Math.min(out.length, pixels.length);
  if (Number.isInteger(slope) && Number.isInteger(intercept)) {
    for (let v = 0; v < n; v++) {
      const hu = pixels[v] * slope + intercept;
      out[v] = hu < -32768 ? -32768 : hu > 32767 ? 32767 : hu;
    }
    return;
  }
  for (let v = 0; v < n; v++) {
    const hu = Math.round(pixels[v] * slope + intercept);
    out[v] = hu < -32768 ? -32768 : hu > 32767 ? 32767 : hu;
  }
}
