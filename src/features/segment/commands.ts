/** What the reader does with segments, beside drawing. */
import { ijkToLps, type Vec3 } from '../../domain/geometry';
import type { VoxelMask } from '../../domain/volume';
import { addOutlined, currentFinding } from '../findings';
import { goTo, setTool, useRead, type Tool } from '../read';
import { appear, changeFacts, vanish } from './change';
import { currentOn, freshSegment, readAhead, seriesByUid, volumeOf } from './edit';
import { kindOf, KINDS, type KindName, type Rgb, type Segment } from './segment';
import { hush, putSegment, say, segmentByUid, setCurrent, studySegments, useSegments } from './store';

/** Tools that work on segments. */
export const segmentTools = ['brush', 'eraser', 'thresholdBrush', 'grow', 'scissors', 'keepIsland'] as const;
export type SegmentTool = (typeof segmentTools)[number];
export const isSegmentTool = (tool: Tool): tool is SegmentTool => segmentTools.some((one) => one === tool);

/** The series that is read, as keys and menus mean it. */
export const readSeries = (): string | undefined => useRead.getState().activeSeriesUid;

/** Has a series a current segment? */
export const hasCurrent = (seriesUid: string | undefined): boolean =>
  seriesUid !== undefined && currentOn(seriesUid) !== undefined;

/** Makes a segment the one that tools work on; undefined: none. */
export function selectSegment(studyUid: string, uid: string | undefined): void {
  setCurrent(studyUid, uid);
  hush();
}

/**
 * Takes a tool for segments in hand. With nothing current that it could work on, the last segment of the series becomes
 * current; without any, the first stroke begins one.
 */
export function takeTool(tool: SegmentTool): void {
  const seriesUid = readSeries();
  const series = seriesUid === undefined ? undefined : seriesByUid(seriesUid);
  if (!series) return;
  const corrects = (tool === 'brush' || tool === 'eraser') && currentFinding(series.studyUid) !== undefined;
  if (!currentOn(series.seriesUid) && !corrects) {
    const last = studySegments(series.studyUid).segments.findLast(
      (one) => one.seriesUid === series.seriesUid,
    );
    if (last) setCurrent(series.studyUid, last.uid);
  }
  hush();
  readAhead(seriesUid);
  setTool(tool);
}

/** A new, empty segment of the series that is read. */
export async function addSegment(): Promise<void> {
  const seriesUid = readSeries();
  const series = seriesUid === undefined ? undefined : seriesByUid(seriesUid);
  if (!series) return;
  useSegments.setState({ busy: true });
  try {
    const volume = await volumeOf(series);
    if (seriesByUid(series.seriesUid)) appear('add', [freshSegment(series, volume)]);
  } catch (error) {
    say('failed', 'warn', { why: error instanceof Error ? error.message : String(error) });
  } finally {
    useSegments.setState({ busy: false });
  }
}

/** Takes a segment away, unless it is locked. */
export function removeSegment(segment: Segment): void {
  if (segment.locked) say('locked', 'warn', { name: segment.name });
  else vanish(segment);
}

export function renameSegment(segment: Segment, name: string): void {
  // LO holds 64 characters, and a backslash would part it in two.
  const said = name.trim().replaceAll('\\', '/').slice(0, 64);
  if (said !== '' && said !== segment.name) changeFacts('rename', segment, { name: said });
}

export function colourSegment(segment: Segment, rgb: Rgb): void {
  if (rgb.join() !== segment.rgb.join()) changeFacts('colour', segment, { rgb });
}

export function setKind(segment: Segment, kind: KindName): void {
  if (kindOf(segment) !== kind) changeFacts('kind', segment, KINDS[kind]);
}

export const toggleLock = (segment: Segment): void =>
  changeFacts('lock', segment, { locked: !segment.locked });

/** Only how it looks: no step of the history. */
export function toggleVisible(segment: Segment): void {
  const now = segmentByUid(segment.studyUid, segment.uid);
  if (now) putSegment({ ...now, visible: !now.visible });
}

/** The voxel of a mask that is nearest to its middle on the slice k where it is largest, or undefined. */
export function middleOf({ start, size, data }: VoxelMask): Vec3 | undefined {
  const area = size[0] * size[1];
  let best = -1;
  let most = 0;
  for (let k = 0; k < size[2]; k++) {
    let n = 0;
    for (let v = k * area; v < (k + 1) * area; v++) n += data[v];
    if (n > most) [best, most] = [k, n];
  }
  if (best < 0) return undefined;
  let [si, sj] = [0, 0];
  for (let v = 0; v < area; v++)
    if (data[best * area + v] === 1) {
      si += v % size[0];
      sj += Math.floor(v / size[0]);
    }
  let near: readonly [number, number] = [0, 0];
  let least = Infinity;
  for (let v = 0; v < area; v++) {
    if (data[best * area + v] !== 1) continue;
    const [i, j] = [v % size[0], Math.floor(v / size[0])];
    const d = (i - si / most) ** 2 + (j - sj / most) ** 2;
    if (d < least) [near, least] = [[i, j], d];
  }
  return [start[0] + near[0], start[1] + near[1], start[2] + best];
}

/** Makes a segment the current one and goes to the slice where it is largest. */
export function goToSegment(segment: Segment): void {
  selectSegment(segment.studyUid, segment.uid);
  const middle = middleOf(segment.mask);
  if (middle) void goTo({ seriesUid: segment.seriesUid, point: ijkToLps(segment.grid, middle) });
}

/** A finding with the segment's outline and name; the segment stays. */
export async function makeFinding(segment: Segment): Promise<void> {
  const series = seriesByUid(segment.seriesUid);
  if (!series) return;
  try {
    const volume = await volumeOf(series);
    const now = segmentByUid(segment.studyUid, segment.uid);
    if (!now || now.mask.data.length === 0 || !seriesByUid(segment.seriesUid)) return;
    const { type: kind, category, name, rgb, mask } = now;
    addOutlined(series, volume, { kind, category, name, rgb, mask });
  } catch (error) {
    say('failed', 'warn', { why: error instanceof Error ? error.message : String(error) });
  }
}
