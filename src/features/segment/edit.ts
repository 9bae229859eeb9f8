/** Every change of a segment's voxels goes through here: one after the other, each on what the one before left. */
import type { Grid } from '../../domain/geometry';
import { emptyMask, type Box } from '../../domain/mask-box';
import type { Series } from '../../domain/study';
import type { Volume, VoxelMask } from '../../domain/volume';
import { newUid } from '../../dicom/writers';
import { i18n } from '../../i18n';
import { regridMask, sameGrid, volumeFor } from '../findings';
import { clear } from '../history';
import { useOpen } from '../open';
import { appear, changeMask, type DoneName } from './change';
import { measureSegment } from './measure';
import { KINDS, PALETTE, type Segment } from './segment';
import { hush, patchStudy, say, segmentByUid, studySegments, useSegments } from './store';

export const seriesByUid = (seriesUid: string): Series | undefined =>
  useOpen
    .getState()
    .studies.flatMap((study) => study.series)
    .find((one) => one.seriesUid === seriesUid);

/** The current segment of a series; undefined when it has none. */
export function currentOn(seriesUid: string): Segment | undefined {
  const series = seriesByUid(seriesUid);
  const study = studySegments(series?.studyUid);
  return study.segments.find((one) => one.uid === study.currentUid && one.seriesUid === seriesUid);
}

/** Volumes that are here now, for previews that cannot wait; the findings feature owns them. */
const held = new Map<string, WeakRef<Volume>>();
export const volumeNow = (seriesUid: string): Volume | undefined => {
  const volume = held.get(seriesUid)?.deref();
  return volume && volume.data.byteLength > 0 ? volume : undefined;
};

/** The voxels of a series, decoded once. Segments drawn before the series grew are laid on its new grid. */
export async function volumeOf(series: Series): Promise<Volume> {
  const volume = await volumeFor(series, { single: true });
  held.set(series.seriesUid, new WeakRef(volume));
  follow(series, volume.grid);
  return volume;
}

function follow({ studyUid, seriesUid }: Series, grid: Grid): void {
  const { segments } = studySegments(studyUid);
  const moved = segments.filter((one) => one.seriesUid === seriesUid && !sameGrid(one.grid, grid));
  if (moved.length === 0) return;
  patchStudy(studyUid, {
    segments: segments.map((one) =>
      moved.includes(one)
        ? { ...one, grid, mask: one.mask.data.length > 0 ? regridMask(one.mask, one.grid, grid) : one.mask }
        : one,
    ),
  });
  // Steps taken on the old grid would put voxels back in the wrong place.
  clear();
}

/** A segment that nobody has drawn on yet. */
export function freshSegment(series: Series, volume: Pick<Volume, 'grid' | 'frameOfReferenceUid'>): Segment {
  const { nextNumber: number, segments } = studySegments(series.studyUid);
  const free = PALETTE.find((rgb) => !segments.some((one) => one.rgb.join() === rgb.join()));
  return {
    uid: newUid(),
    number,
    studyUid: series.studyUid,
    seriesUid: series.seriesUid,
    frameOfReferenceUid: volume.frameOfReferenceUid,
    name: i18n.t('segment:name', { number }),
    rgb: free ?? PALETTE[(number - 1) % PALETTE.length],
    ...KINDS.tissue,
    grid: volume.grid,
    mask: emptyMask(),
    visible: true,
    locked: false,
  };
}

/** What a tool made of a mask. */
export interface Made {
  readonly mask: VoxelMask;
  /** `changed`, `emptied` and `painted` are silent; any other is a key of the catalogue `segment:message.*`. */
  readonly outcome: string;
  readonly values?: Readonly<Record<string, string | number>>;
  /** Where the mask differs from what it was, when the tool knows. */
  readonly within?: Box;
  /** Something to say beside a change: a key of the catalogue `segment:message.*`. */
  readonly note?: string;
}

export type Tool = (volume: Volume, mask: VoxelMask) => Made;

const silent = new Set(['changed', 'emptied', 'painted']);

let queue: Promise<void> = Promise.resolve();

/**
 * Works on the current segment of a series, which is looked for when its turn comes; without one, tools that add begin
 * a new segment in the same step. What cannot be done is said.
 * @param begins the tool may begin a segment
 */
export function edit(done: DoneName, seriesUid: string, tool: Tool, begins = false): Promise<void> {
  queue = queue
    .then(() => work(done, seriesUid, tool, begins))
    .catch((error: unknown) => {
      say('failed', 'warn', { why: error instanceof Error ? error.message : String(error) });
    });
  return queue.finally(() => useSegments.setState({ busy: false, preview: undefined }));
}

async function work(done: DoneName, seriesUid: string, tool: Tool, begins: boolean): Promise<void> {
  const series = seriesByUid(seriesUid);
  if (!series) {
    say('noSeries', 'warn');
    return;
  }
  hush();
  const waiting = currentOn(seriesUid);
  if (waiting?.locked) {
    say('locked', 'warn', { name: waiting.name });
    return;
  }
  if (!waiting && !begins) {
    say('noCurrent', 'warn');
    return;
  }
  useSegments.setState({ busy: true });
  const volume = await volumeOf(series);
  // Decoding takes seconds: the study may be closed by now, the segment gone.
  if (!seriesByUid(seriesUid)) return;
  const now = waiting && segmentByUid(waiting.studyUid, waiting.uid);
  if (waiting && !now) return;
  const before = now ?? freshSegment(series, volume);
  const { mask, outcome, values, within, note } = tool(volume, before.mask);
  if (!silent.has(outcome)) say(outcome, 'plain', { ...values, name: before.name });
  if (mask === before.mask) return;
  const numbers = measureSegment(volume, mask, series);
  if (now) changeMask(done, before, mask, numbers, within);
  else appear(done as 'paint', [{ ...before, mask, numbers }]);
  if (note) say(note, 'plain', values);
}

/** Series of which a segment could be current, decoded while the reader looks for the place. */
export function readAhead(seriesUid: string | undefined): void {
  const series = seriesUid === undefined ? undefined : seriesByUid(seriesUid);
  // What is wrong with it is said when a tool is used.
  if (series) void volumeOf(series).catch(() => undefined);
}
