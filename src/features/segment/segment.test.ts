import { beforeEach, describe, expect, it } from 'vitest';
import { ijkToLps, voxelVolume, type Vec3 } from '../../domain/geometry';
import { sameVoxels } from '../../domain/segmentation/boolean';
import { countVoxels, maskHas } from '../../domain/volume';
import type { Study } from '../../domain/study';
import { NEW_SEGMENT, strokeTarget, type BrushStroke } from '../../viewport/marks';
import { resetFindings, setVolumeSource, studyFindings } from '../findings';
import { clear, redo, undo } from '../history';
import { useOpen } from '../open';
import { useRead } from '../read';
import { segmentActions } from './actions';
import { makeFinding, removeSegment, renameSegment, selectSegment, setKind, toggleLock } from './commands';
import { currentOn } from './edit';
import { marksOf } from './marks';
import { ball, balls, grid, phantomVolume, series, SERIES, STUDY } from './phantom.fixture';
import { KINDS } from './segment';
import { closeSegments, restoreSegments, segmentsSnapshot } from './snapshot';
import { resetSegments, setToolSettings, studySegments, useSegments } from './store';
import { commitStroke, previewStroke } from './stroke';
import { cutWith, growFrom, keepClicked } from './tools';

const up: Vec3 = [0, 0, 1];
const stroke = (at: Vec3, mode: BrushStroke['mode'] = 'add', radiusMm = 3): BrushStroke => ({
  markId: NEW_SEGMENT,
  points: [ijkToLps(grid, at)],
  radiusMm,
  mode,
  normal: up,
});
const all = () => studySegments(STUDY).segments;
const only = () => {
  expect(all()).toHaveLength(1);
  return all()[0];
};
const said = () => useSegments.getState().message?.key;
const paint = (at: Vec3, mode?: BrushStroke['mode'], mm?: number) =>
  commitStroke(SERIES, stroke(at, mode, mm), false);

beforeEach(() => {
  resetSegments();
  resetFindings();
  clear();
  setVolumeSource({ load: async () => phantomVolume(), series: () => series });
  useOpen.setState({
    studies: [{ studyUid: STUDY, series: [series] } as unknown as Study],
    activeStudyUid: STUDY,
  });
  useRead.setState({ activeSeriesUid: SERIES, window: { width: 400, center: 0 } });
});

describe('painting', () => {
  it('begins a segment in one step, which undo takes away whole and redo brings back', async () => {
    await paint([30, 30, 8]);
    const made = only();
    expect(made).toMatchObject({ number: 1, ...KINDS.tissue, visible: true, locked: false });
    expect(countVoxels(made.mask)).toBeGreaterThan(20);
    expect(made.mask.size[2]).toBe(1);
    expect(currentOn(SERIES)?.uid).toBe(made.uid);
    undo();
    expect(all()).toEqual([]);
    redo();
    expect(sameVoxels(only().mask, made.mask)).toBe(true);
    expect(only().numbers).toEqual(made.numbers);
  });

  it('goes on with the current segment; every stroke is one step', async () => {
    await paint([30, 30, 8]);
    const one = only().mask;
    await paint([40, 30, 8]);
    await paint([30, 30, 8], 'erase', 1);
    const three = only();
    expect(maskHas(three.mask, 30, 30, 8)).toBe(false);
    expect(maskHas(three.mask, 40, 30, 8)).toBe(true);
    undo();
    undo();
    expect(sameVoxels(only().mask, one)).toBe(true);
    redo();
    redo();
    expect(sameVoxels(only().mask, three.mask)).toBe(true);
  });

  it('strokes that come while the volume is decoded all land, in one segment', async () => {
    await Promise.all([paint([20, 30, 8]), paint([30, 30, 8]), paint([40, 30, 8])]);
    for (const i of [20, 30, 40]) expect(maskHas(only().mask, i, 30, 8)).toBe(true);
  });

  it('measures what it holds: volume by voxels, values by the volume', async () => {
    setToolSettings({ from: 0, to: 100 });
    const [[i, j, k], radius] = balls[0];
    await commitStroke(SERIES, stroke([i, j, k], 'add', 20), true);
    const { numbers, mask } = only();
    const flat = ball([i, j, k], radius);
    const disc = flat.data.filter(
      (on, v) => on === 1 && Math.floor(v / (flat.size[0] * flat.size[1])) + flat.start[2] === k,
    );
    expect(countVoxels(mask)).toBe(disc.length);
    expect(numbers?.voxels).toBe(disc.length);
    expect(numbers?.size.value).toBeCloseTo(disc.length * voxelVolume(grid), 9);
    expect(numbers?.size.unit).toBe('mm3');
    expect(numbers?.mean).toMatchObject({ value: 40, unit: "[hnsf'U]" });
    expect(numbers?.sd.value).toBe(0);
  });

  it('with a threshold takes what is brighter than the middle of the window until a range is given', async () => {
    await commitStroke(SERIES, stroke(balls[0][0], 'add', 4), true);
    expect(countVoxels(only().mask)).toBeGreaterThan(10);
    expect(only().numbers?.min.value).toBe(40);
    setToolSettings({ from: 500 });
    await commitStroke(SERIES, stroke(balls[0][0], 'add', 4), true);
    expect(said()).toBe('nothingInRange');
    setToolSettings({ from: 50, to: 10 });
    await commitStroke(SERIES, stroke(balls[0][0], 'add', 4), true);
    expect(said()).toBe('emptyRange');
  });

  it('shows a stroke under way without touching the segment, and only where it went', async () => {
    await paint([30, 30, 8]);
    const before = only();
    const [a, b, c] = (
      [
        [30, 30, 8],
        [36, 30, 8],
        [36, 38, 8],
      ] as const
    ).map((at) => ijkToLps(grid, at));
    for (const points of [[a], [a, b], [a, b, c]])
      previewStroke(SERIES, { ...stroke([0, 0, 0]), points }, false);
    const { preview } = useSegments.getState();
    expect(only()).toBe(before);
    await commitStroke(SERIES, { ...stroke([0, 0, 0]), points: [a, b, c] }, false);
    const now = only().mask;
    for (let v = 0; v < preview!.mask.data.length; v++) {
      const [nx, ny] = preview!.mask.size;
      const at = [v % nx, Math.floor(v / nx) % ny, Math.floor(v / (nx * ny))].map(
        (x, n) => x + preview!.mask.start[n],
      );
      if (preview!.mask.data[v] === 1) expect(maskHas(now, at[0], at[1], at[2])).toBe(true);
    }
    expect(countVoxels(preview!.mask)).toBe(countVoxels(now));
    expect(useSegments.getState().preview).toBeUndefined();
  });
});

describe('tools', () => {
  it('grow fills a ball to its border from one click', async () => {
    const [centre, radius] = balls[2];
    await growFrom(SERIES, ijkToLps(grid, centre), up);
    expect(sameVoxels(only().mask, ball(centre, radius))).toBe(true);
    expect(said()).toBeUndefined();
  });

  it('grow says when the region goes on beyond its reach', async () => {
    setToolSettings({ reachMm: 8 });
    await growFrom(SERIES, ijkToLps(grid, [56, 56, 4]), up);
    expect(useSegments.getState().message).toMatchObject({ key: 'reachedRadius', values: { reach: 8 } });
    expect(countVoxels(only().mask)).toBeGreaterThan(100);
  });

  it('scissors remove inside, shift outside; filling begins a segment', async () => {
    const square = (
      [
        [20, 20],
        [40, 20],
        [40, 40],
        [20, 40],
      ] as const
    ).map(([i, j]) => ijkToLps(grid, [i + 0.5, j + 0.5, 8]));
    await cutWith(SERIES, square, up, false);
    expect(said()).toBe('noCurrent');
    setToolSettings({ cut: 'fillInside' });
    await cutWith(SERIES, square, up, false);
    expect(countVoxels(only().mask)).toBe(400);
    setToolSettings({ cut: 'eraseInside' });
    const half = (
      [
        [30, 0],
        [63, 0],
        [63, 63],
        [30, 63],
      ] as const
    ).map(([i, j]) => ijkToLps(grid, [i + 0.5, j + 0.5, 8]));
    await cutWith(SERIES, half, up, true);
    expect(countVoxels(only().mask)).toBe(200);
    await cutWith(SERIES, half, up, false);
    expect(countVoxels(only().mask)).toBe(0);
    expect(only().numbers).toBeUndefined();
    undo();
    expect(countVoxels(only().mask)).toBe(200);
  });

  it('fills between two drawn slices, also of another plane', async () => {
    await paint([30, 30, 6]);
    await paint([30, 30, 12]);
    await segmentActions.fillBetween(SERIES);
    for (let k = 6; k <= 12; k++) expect(maskHas(only().mask, 30, 30, k)).toBe(true);
    await segmentActions.fillBetween(SERIES);
    expect(said()).toBe('noGap');
    removeSegment(only());
    const coronal = (j: number): BrushStroke => ({ ...stroke([30, j, 12], 'add', 5), normal: [0, 1, 0] });
    await commitStroke(SERIES, coronal(20), false);
    await commitStroke(SERIES, coronal(30), false);
    await segmentActions.fillBetween(SERIES);
    for (let j = 20; j <= 30; j++) expect(maskHas(only().mask, 30, j, 12)).toBe(true);
  });

  it('keeps parts by size, by click, and drops small ones', async () => {
    await paint([15, 15, 8], 'add', 6);
    await paint([45, 45, 8], 'add', 2);
    await segmentActions.keepLargest(SERIES);
    expect(maskHas(only().mask, 45, 45, 8)).toBe(false);
    undo();
    await keepClicked(SERIES, ijkToLps(grid, [45, 45, 8]));
    expect(maskHas(only().mask, 15, 15, 8)).toBe(false);
    undo();
    setToolSettings({ smallMm3: 40 });
    await segmentActions.removeSmall(SERIES);
    expect(maskHas(only().mask, 15, 15, 8)).toBe(true);
    expect(maskHas(only().mask, 45, 45, 8)).toBe(false);
  });

  it('leave a locked segment alone and say so', async () => {
    await paint([30, 30, 8]);
    toggleLock(only());
    const { mask } = only();
    await paint([40, 30, 8]);
    await segmentActions.enlarge(SERIES);
    expect(only().mask).toBe(mask);
    expect(said()).toBe('locked');
    removeSegment(only());
    expect(all()).toHaveLength(1);
    undo();
    await segmentActions.enlarge(SERIES);
    expect(countVoxels(only().mask)).toBeGreaterThan(countVoxels(mask));
  });
});

describe('what a stroke belongs to', () => {
  const finding = { id: 'f', current: true } as ReturnType<typeof marksOf>[number];

  it('the current segment, else the current finding, else a new segment', async () => {
    await paint([30, 30, 8]);
    const marks = () => [finding, ...marksOf(studySegments(STUDY), {})];
    expect(strokeTarget(marks(), false)?.id).toBe(only().uid);
    selectSegment(STUDY, undefined);
    expect(strokeTarget(marks(), false)?.id).toBe('f');
    expect(strokeTarget(marks(), true)).toBeUndefined();
    await paint([50, 50, 8]);
    expect(all()).toHaveLength(2);
  });
});

describe('facts of a segment', () => {
  it('name and kind are undoable; the name fits DICOM', async () => {
    await paint([30, 30, 8]);
    const { name } = only();
    renameSegment(only(), ` left\\right ${'x'.repeat(80)}`);
    expect(only().name).toHaveLength(64);
    expect(only().name).not.toContain('\\');
    setKind(only(), 'lesion');
    expect(only().type.value).toBe('52988006');
    undo();
    undo();
    expect(only()).toMatchObject({ name, type: KINDS.tissue.type });
  });

  it('a deleted segment comes back with its voxels', async () => {
    await growFrom(SERIES, ijkToLps(grid, balls[0][0]), up);
    const before = only();
    removeSegment(before);
    expect(all()).toEqual([]);
    undo();
    expect(sameVoxels(only().mask, before.mask)).toBe(true);
    expect(only().numbers).toEqual(before.numbers);
  });

  it('becomes a finding of the reader, measured from the same voxels', async () => {
    await growFrom(SERIES, ijkToLps(grid, balls[1][0]), up);
    setKind(only(), 'lesion');
    await makeFinding(only());
    const [finding] = studyFindings(STUDY).findings;
    expect(finding).toMatchObject({
      origin: { kind: 'reader' },
      review: 'accepted',
      kind: KINDS.lesion.type,
    });
    expect(finding.measurements.volume.value).toBeCloseTo(only().numbers!.size.value, 9);
    undo();
    expect(studyFindings(STUDY).findings).toEqual([]);
  });
});

describe('saving', () => {
  it('comes back whole after a structured clone, packed small; the same state saves the same thing', async () => {
    await growFrom(SERIES, ijkToLps(grid, balls[0][0]), up);
    selectSegment(STUDY, undefined);
    await paint([50, 50, 20]);
    const before = studySegments(STUDY);
    const snapshot = segmentsSnapshot(STUDY)!;
    expect(segmentsSnapshot(STUDY)!.segments).toBe(snapshot.segments);
    for (const [n, { packed }] of snapshot.segments.entries())
      expect(packed.runs.length).toBeLessThanOrEqual(Math.ceil(before.segments[n].mask.data.length / 8));
    const saved = structuredClone(snapshot);
    closeSegments(STUDY);
    expect(all()).toEqual([]);
    restoreSegments(STUDY, saved);
    expect(studySegments(STUDY)).toEqual(before);
    await paint([52, 50, 20]);
    undo();
    expect(studySegments(STUDY).segments[1].mask).toEqual(before.segments[1].mask);
  });

  it('refuses what it cannot read', () => {
    expect(() => restoreSegments(STUDY, { version: 2 } as never)).toThrow(TypeError);
  });
});
