/**
 * The volume that findings are measured on. One is held at a time: a chest CT is 70 to 300 MB as Int16, and a
 * reader edits findings of one series. It is let go when its study closes or after ten idle minutes.
 */
import type { Finding } from '../../domain/finding';
import { seriesFrames } from '../../domain/frames';
import { imageOf } from '../../domain/lesion';
import type { Series } from '../../domain/study';
import type { Volume } from '../../domain/volume';
import { rememberGrid, studyFindings } from './store';

/** One image of a series, held as a volume of one slice. */
export interface VolumeImage {
  readonly sopInstanceUid: string;
  readonly frame: number;
}

export type VolumeLoader = (
  series: Series,
  options?: {
    signal?: AbortSignal;
    single?: boolean;
    image?: VolumeImage;
    onProgress?: (done: number, total: number) => void;
  },
) => Promise<Volume>;

interface Source {
  /** Decodes a series into a volume. */
  readonly load: VolumeLoader;
  /** The open series with this UID. */
  readonly series: (seriesUid: string) => Series | undefined;
}

const IDLE_MS = 10 * 60_000;
let source: Source | undefined;
/** `slices`: a series that grew since must be decoded again. */
let held: { seriesUid: string; slices: number; image?: VolumeImage; volume: Promise<Volume> } | undefined;
let idle: ReturnType<typeof setTimeout> | undefined;

/** Says where volumes come from; called once by the wiring, and by tests with a phantom. */
export function setVolumeSource(next: Source): void {
  source = next;
  releasePixels();
}

export const seriesByUid = (seriesUid: string): Series | undefined => source?.series(seriesUid);

/** The volume of a series if it is held or on its way now; nothing is decoded for it. */
export const heldVolume = (seriesUid: string): Promise<Volume> | undefined =>
  held?.seriesUid === seriesUid ? held.volume : undefined;

/** Decodes part of a series without holding it. */
export const decode = (part: Series, options?: Parameters<VolumeLoader>[1]): Promise<Volume> =>
  source ? source.load(part, options) : Promise.reject(new Error('findings: no volume source'));

const releases = new Set<(seriesUid: string | undefined) => void>();

/** Calls when pixels of a series (of all: undefined) are to be let go because its study was closed. Lasts. */
export const onRelease = (release: (seriesUid: string | undefined) => void): void =>
  void releases.add(release);

/** A study was closed: the held volume and everything that was cut from it goes. */
export function releasePixels(): void {
  releaseVolumes();
  for (const release of releases) release(undefined);
}

/** Lets the held volume go; with a UID only when it is of that series. */
export function releaseVolumes(seriesUid?: string): void {
  if (seriesUid !== undefined && held?.seriesUid !== seriesUid) return;
  held = undefined;
  if (idle) clearTimeout(idle);
  idle = undefined;
}

const stopped = (error: unknown): boolean => error instanceof Error && error.name === 'AbortError';

const isHeld = (series: Series, image: VolumeImage | undefined): boolean =>
  held?.seriesUid === series.seriesUid &&
  held.slices === series.instances.length &&
  held.image?.sopInstanceUid === image?.sopInstanceUid &&
  held.image?.frame === image?.frame;

/** The volume of a series, decoded once. Rejects with the loader's error; a failed load is not kept. */
export function volumeFor(series: Series, options?: Parameters<VolumeLoader>[1]): Promise<Volume> {
  if (!source) return Promise.reject(new Error('findings: no volume source'));
  if (idle) clearTimeout(idle);
  idle = setTimeout(() => releaseVolumes(), IDLE_MS);
  // In Node (tests) the timer must not keep the process alive.
  if (typeof idle === 'object') (idle as { unref?: () => void }).unref?.();
  if (held && isHeld(series, options?.image)) {
    const again = held.volume;
    return again.then(
      (v) => {
        if (v.data.byteLength > 0) return v;
        // A worker took the pixels away: decode again.
        releaseVolumes(series.seriesUid);
        return volumeFor(series, options);
      },
      (error: unknown) => {
        // Who began the decoding stopped it; whoever waited along with it did not.
        if (!stopped(error) || options?.signal?.aborted || !seriesByUid(series.seriesUid)) throw error;
        return volumeFor(series, options);
      },
    );
  }
  const volume = source.load(series, options).then((v) => {
    // A study that was closed meanwhile must not come back to life.
    // All images of a series are drawn at one place where they have none: the first one's grid is that of all.
    const known = options?.image && studyFindings(series.studyUid).grids[series.seriesUid];
    if (seriesByUid(series.seriesUid) && !known)
      rememberGrid(series.studyUid, series.seriesUid, v.grid, {
        sopInstanceUids: v.sopInstanceUids,
        frameNumbers: v.frameNumbers,
      });
    return v;
  });
  const mine = {
    seriesUid: series.seriesUid,
    slices: series.instances.length,
    image: options?.image,
    volume,
  };
  held = mine;
  volume.catch(() => {
    if (held === mine) releaseVolumes();
  });
  return volume;
}

/** The volume that a finding was measured on. */
export function volumeOf(f: Pick<Finding, 'seriesUid' | 'measurements' | 'keyImage'>): Promise<Volume> {
  const series = seriesByUid(f.seriesUid);
  if (!series) return Promise.reject(new Error('findings: series is not open'));
  // What was measured on one image is edited on it.
  const own = imageOf(f);
  const image = own && { sopInstanceUid: own.sopInstanceUid, frame: own.frame };
  return volumeFor(series, { single: true, image: seriesFrames(series).length > 1 ? image : undefined });
}
