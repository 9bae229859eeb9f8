/** A series as one scalar volume. */
import type { DecodedFrame, LoadOptions } from '../contract';
import type { Instance, Series } from '../../domain/study';
import type { Volume } from '../../domain/volume';
import { VolumeError } from '../errors';
import type { InstanceRecord } from '../header/record';
import { along, normalOf } from '../series/sort';
import { gridOf, type Plane } from './grid';

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

/**
 * Decodes a series into a volume of modality values (HU for CT), rounded and clamped to Int16. Localizers and planes
 * of another size or direction than the series' main stack are left out; `sopInstanceUids` says what is in.
 * @throws VolumeError when there is no regular grid, FrameError when a frame cannot be decoded.
 */
export async function buildVolume(
  sources: VolumeSources,
  series: Series,
  options: LoadOptions,
): Promise<Volume> {
  const slices = volumeSlices(sources, series);
  const spaces = new Set(slices.map((s) => s.instance.frameOfReferenceUid));
  if (spaces.size > 1)
    throw new VolumeError({ key: 'unevenSpacing' }, `the slices have ${spaces.size} frames of reference`);
  const grid = gridOf(slices);
  const size = grid.dims[0] * grid.dims[1];
  const data = new Int16Array(size * slices.length);
  const priority = options.priority ?? 'near';
  let done = 0;
  // One failure ends the rest: nobody waits for it any more.
  const stop = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, stop.signal]) : stop.signal;
  const work = slices.entries();
  const fetchSlices = async () => {
    for (const [k, slice] of work) {
      const frame = await sources.load(slice.instance, slice.frame, { priority, signal });
      fill(data.subarray(k * size, (k + 1) * size), frame.pixels, slice.slope, slice.intercept);
      options.onProgress?.(++done, slices.length);
    }
  };
  try {
    await Promise.all(Array.from({ length: inFlight }, fetchSlices));
  } catch (error) {
    stop.abort(error);
    throw error;
  }
  return {
    seriesUid: series.seriesUid,
    frameOfReferenceUid: slices[0].instance.frameOfReferenceUid ?? series.frameOfReferenceUid,
    grid,
    data,
    sopInstanceUids: slices.map((s) => s.sopInstanceUid),
    frameNumbers: slices.map((s) => s.frame),
  };
}

/** The slices that make up a series' volume, in the order of k. */
export function volumeSlices(sources: Pick<VolumeSources, 'record'>, series: Series): Slice[] {
  return mainStack(series.instances.flatMap((i) => slicesOf(i, sources.record(i.sopInstanceUid))));
}

/** Frames of an instance as slices; colour and objects without pixels give none. */
function slicesOf(instance: Instance, record: InstanceRecord | undefined): Slice[] {
  if (
    !record?.pixels ||
    instance.samplesPerPixel !== 1 ||
    instance.photometricInterpretation === 'PALETTE COLOR'
  )
    return [];
  const common = {
    instance,
    sopInstanceUid: instance.sopInstanceUid,
    rows: instance.rows,
    columns: instance.columns,
    spacing: instance.spacingSource === 'PixelSpacing' ? instance.pixelSpacing : undefined,
  };
  if (!record.planes)
    return Array.from({ length: instance.frames }, (_, n) => ({
      ...common,
      frame: n + 1,
      // A classic multi-frame object places its first frame at most.
      position: instance.frames === 1 ? instance.imagePosition : undefined,
      orientation: instance.imageOrientation,
      slope: instance.rescaleSlope,
      intercept: instance.rescaleIntercept,
    }));
  return record.planes.map((plane, n) => ({
    ...common,
    frame: n + 1,
    position: plane.position,
    orientation: plane.orientation ?? instance.imageOrientation,
    slope: plane.rescaleSlope ?? instance.rescaleSlope,
    intercept: plane.rescaleIntercept ?? instance.rescaleIntercept,
  }));
}

/** The largest set of slices of one size and direction, sorted along its normal. */
function mainStack(slices: readonly Slice[]): Slice[] {
  const groups = new Map<string, Slice[]>();
  for (const slice of slices) {
    const direction = slice.orientation?.map((v) => Math.round(v / 0.02)).join(',') ?? '';
    const localizer = slice.instance.imageType.includes('LOCALIZER');
    const key = `${slice.rows}x${slice.columns}|${direction}|${localizer}`;
    const group = groups.get(key);
    if (group) group.push(slice);
    else groups.set(key, [slice]);
  }
  let main: Slice[] = [];
  for (const group of groups.values()) if (group.length > main.length) main = group;
  const o = main[0]?.orientation;
  if (!o || main.some((s) => s.position === undefined)) return main;
  const normal = normalOf(o);
  const z = (s: Slice): number => along({ ...s.instance, imagePosition: s.position }, normal) ?? 0;
  const where = new Map(main.map((s) => [s, z(s)]));
  return [...main].sort((a, b) => (where.get(a) ?? 0) - (where.get(b) ?? 0));
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
