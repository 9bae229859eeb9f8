import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ijkToLps, type Vec3 } from '../../domain/geometry';
import { countVoxels, maskHas, type Volume, sharedVoxels } from '../../domain/volume';
import type { BrushStroke } from '../../viewport/marks';
import { clear, redo, undo } from '../history';
import { useOpen } from '../open';
import { addNodule, remove } from './add';
import { setLobe, setNote, setType } from './attributes';
import { dragAxes, takeAxes } from './axes';
import { marksOf } from './marks';
import { commitStroke, originalOutline, previewStroke, resizeOutline, setOutline } from './outline';
import { aiFinding, balls, grid, phantomVolume, series, SERIES, STUDY } from './phantom.fixture';
import { regrid } from './regrid';
import { accept, askReason, reject, restore } from './review';
import { nextFinding, previousFinding, selectFinding, setFilter } from './select';
import { findingsSnapshot, restoreFindings } from './snapshot';
import { findByUid, patchStudy, resetFindings, studyFindings, useFindings } from './store';
import { setVolumeSource, volumeFor } from './volumes';

const study = () => studyFindings(STUDY);
const reviews = () => study().findings.map((f) => f.review);
const uids = ['2.25.1', '2.25.2', '2.25.3'];

beforeEach(async () => {
  resetFindings();
  clear();
  setVolumeSource({
    load: async () => phantomVolume(),
    series: (uid) => (uid === SERIES ? series : undefined),
  });
  await volumeFor(series);
  const findings = [0, 1, 2].map((n) => aiFinding(n));
  patchStudy(STUDY, {
    findings,
    originals: Object.fromEntries(findings.map((f) => [f.trackingUid, f])),
    nextNumber: 4,
  });
});

describe('review', () => {
  it('accepts, goes to the next that waits, and undo brings back exactly what was', () => {
    selectFinding(uids[0]);
    const before = study().findings[0];
    accept(uids[0]);
    expect(reviews()).toEqual(['accepted', 'pending', 'pending']);
    expect(study().currentUid).toBe(uids[1]);
    undo();
    expect(study().findings[0]).toEqual(before);
    expect(study().currentUid).toBe(uids[0]);
    redo();
    expect(reviews()).toEqual(['accepted', 'pending', 'pending']);
  });

  it('rejects with a reason that is offered next time; the finding stays for the audit and can be restored', () => {
    askReason(uids[1]);
    expect(useFindings.getState().rejecting).toBe(uids[1]);
    reject(uids[1], 'vessel');
    expect(findByUid(uids[1])).toMatchObject({ review: 'rejected', rejectReason: 'vessel' });
    expect(useFindings.getState()).toMatchObject({ lastReason: 'vessel', rejecting: undefined });
    expect(study().findings).toHaveLength(3);
    restore(uids[1]);
    expect(findByUid(uids[1])).toMatchObject({ review: 'pending', rejectReason: undefined });
    undo();
    expect(findByUid(uids[1])).toMatchObject({ review: 'rejected', rejectReason: 'vessel' });
  });

  it('walks the list without the rejected, both ways, around the ends', () => {
    reject(uids[1]);
    selectFinding(uids[0]);
    nextFinding(STUDY);
    expect(study().currentUid).toBe(uids[2]);
    nextFinding(STUDY);
    expect(study().currentUid).toBe(uids[0]);
    previousFinding(STUDY);
    expect(study().currentUid).toBe(uids[2]);
  });

  it('choosing a finding that the filter hides shows all again, and every choice jumps', () => {
    setFilter(STUDY, 'accepted');
    const { jump } = useFindings.getState();
    selectFinding(uids[2]);
    selectFinding(uids[2]);
    expect(study().filter).toBe('all');
    expect(useFindings.getState().jump).toBe(jump + 2);
  });
});

describe('what the reader says', () => {
  it('type, lobe (which settles the side) and note, each with undo; the review does not change', () => {
    setType(uids[0], 'partSolid');
    setLobe(uids[0], 'LLL');
    setNote(uids[0], '  stable since 2021 ');
    expect(findByUid(uids[0])).toMatchObject({
      type: 'partSolid',
      lobe: 'LLL',
      laterality: 'left',
      note: 'stable since 2021',
      review: 'pending',
    });
    undo();
    undo();
    expect(findByUid(uids[0])).toMatchObject({ type: 'partSolid', lobe: undefined, laterality: undefined });
  });

  it('undo of a note leaves what happened to the rest of the finding', () => {
    setNote(uids[0], 'x');
    const f = findByUid(uids[0])!;
    patchStudy(STUDY, { findings: study().findings.map((g) => (g === f ? { ...f, lobe: 'RUL' } : g)) });
    undo();
    expect(findByUid(uids[0])).toMatchObject({ note: undefined, lobe: 'RUL' });
  });
});

describe('outline', () => {
  const stroke = (mode: 'add' | 'erase', at: Vec3, radiusMm = 2): BrushStroke => ({
    markId: uids[0],
    points: [ijkToLps(grid, at)],
    radiusMm,
    mode,
    normal: [0, 0, 1],
  });

  it('previews without measuring; the finished stroke is measured from the voxels in one step', async () => {
    const before = findByUid(uids[0])!;
    const edge: Vec3 = [23, 16, 10];
    previewStroke(stroke('add', edge));
    expect(findByUid(uids[0])).toBe(before);
    const drawn = marksOf(study(), useFindings.getState()).find((m) => m.id === uids[0])!;
    expect(countVoxels(drawn.mask)).toBeGreaterThan(countVoxels(before.mask));
    expect(drawn.axes).toBeUndefined();

    await commitStroke(stroke('add', edge));
    const after = findByUid(uids[0])!;
    expect(useFindings.getState().preview).toBeUndefined();
    expect(after.review).toBe('edited');
    const voxel = 0.8 * 0.8 * 1.5;
    expect(after.measurements.volume.value).toBeCloseTo(countVoxels(after.mask) * voxel, 6);
    expect(after.measurements.longAxis.value).toBeGreaterThan(before.measurements.longAxis.value + 1);
    expect(after.measurements.meanHu.value).toBeLessThan(before.measurements.meanHu.value);
    undo();
    expect(findByUid(uids[0])).toEqual(before);
    redo();
    expect(findByUid(uids[0])).toEqual(after);
  });

  it('two strokes in a row build on each other and undo one by one', async () => {
    const sizes = [countVoxels(findByUid(uids[0])!.mask)];
    const both = [commitStroke(stroke('add', [23, 16, 10])), commitStroke(stroke('add', [9, 16, 10]))];
    await Promise.all(both);
    sizes.push(countVoxels(findByUid(uids[0])!.mask));
    undo();
    const between = countVoxels(findByUid(uids[0])!.mask);
    expect(between).toBeGreaterThan(sizes[0]);
    expect(between).toBeLessThan(sizes[1]);
  });

  it('an outline is never erased to nothing', async () => {
    const before = findByUid(uids[0])!;
    const bare = {
      ...before,
      mask: { start: [16, 16, 10], size: [1, 1, 1], data: new Uint8Array([1]) },
    } as const;
    patchStudy(STUDY, { findings: [bare] });
    await commitStroke(stroke('erase', [16, 16, 10], 5));
    expect(findByUid(uids[0])).toBe(bare);
    expect(useFindings.getState().message?.key).toBe('emptyOutline');
  });

  it('goes back to what the analysis gave: confirmed, no longer corrected', async () => {
    const given = findByUid(uids[0])!;
    await commitStroke(stroke('erase', [16, 16, 10]));
    expect(findByUid(uids[0])!.review).toBe('edited');
    originalOutline(uids[0]);
    expect(findByUid(uids[0])).toMatchObject({
      review: 'accepted',
      mask: given.mask,
      measurements: given.measurements,
    });
  });
});

describe('outline of a finding', () => {
  const dab: BrushStroke = {
    markId: uids[0],
    points: [ijkToLps(grid, [23, 16, 10])],
    radiusMm: 2,
    mode: 'add',
    normal: [0, 0, 1],
  };

  it('that goes back to the original takes the type of that outline with it, unless the reader chose one', async () => {
    const typed = { ...findByUid(uids[0])!, type: 'nonSolid', typeMethod: 'as the model saw it' } as const;
    patchStudy(STUDY, { findings: [typed], originals: { [uids[0]]: typed } });
    await commitStroke(dab);
    expect(findByUid(uids[0])!.typeMethod).not.toBe(typed.typeMethod);
    originalOutline(uids[0]);
    expect(findByUid(uids[0])).toMatchObject({ type: 'nonSolid', typeMethod: typed.typeMethod });
    await commitStroke(dab);
    setType(uids[0], 'calcified');
    originalOutline(uids[0]);
    expect(findByUid(uids[0])).toMatchObject({ type: 'calcified', typeMethod: undefined });
  });

  it('is painted on the grid of now: the series grew since the finding was saved', async () => {
    const given = findByUid(uids[0])!;
    // As it was saved: five slices of the head end were not there yet.
    const saved = { ...grid, dims: [64, 64, 27] as Vec3, origin: ijkToLps(grid, [0, 0, 5]) };
    const f = regrid(given, grid, saved);
    resetFindings();
    setVolumeSource({ load: async () => phantomVolume(), series: () => series });
    patchStudy(STUDY, { findings: [f], originals: { [uids[0]]: f }, grids: { [SERIES]: saved } });
    await commitStroke(dab);
    const { mask } = findByUid(uids[0])!;
    expect(sharedVoxels(mask, given.mask)).toBe(countVoxels(given.mask));
    expect(maskHas(mask, 23, 16, 10)).toBe(true);
  });
});

describe('a study that is closed while its volume is decoded', () => {
  it('gets no finding and does not come back', async () => {
    let open = true;
    let decoded: (volume: Volume) => void = () => undefined;
    setVolumeSource({
      load: () => new Promise((resolve) => (decoded = resolve)),
      series: () => (open ? series : undefined),
    });
    const adding = addNodule(SERIES, ijkToLps(grid, balls[2][0]));
    const painting = setOutline(uids[0], () => findByUid(uids[1])!.mask);
    open = false;
    resetFindings();
    decoded(phantomVolume());
    await Promise.all([adding, painting]);
    expect(useFindings.getState().studies).toEqual({});
  });
});

describe('a volume that two wait for', () => {
  it('is decoded again for the one who did not cancel', async () => {
    const stop = new AbortController();
    let loads = 0;
    setVolumeSource({
      load: (_, options) =>
        ++loads > 1
          ? Promise.resolve(phantomVolume())
          : new Promise((_resolve, reject) =>
              options?.signal?.addEventListener('abort', () => reject(options.signal!.reason as Error)),
            ),
      series: () => series,
    });
    const analysis = volumeFor(series, { signal: stop.signal });
    const edit = volumeFor(series);
    stop.abort();
    await expect(analysis).rejects.toThrow();
    expect((await edit).grid).toEqual(grid);
    expect(loads).toBe(2);
  });
});

describe('the same lesion in two open studies', () => {
  afterEach(() => useOpen.setState({ activeStudyUid: undefined }));

  it('is changed in the study that is read, and undone there', () => {
    const later = { ...aiFinding(0), studyUid: '7.7' };
    patchStudy('7.7', { findings: [later] });
    useOpen.setState({ activeStudyUid: '7.7' });
    accept(uids[0]);
    expect(studyFindings('7.7').findings[0].review).toBe('accepted');
    expect(reviews()[0]).toBe('pending');
    useOpen.setState({ activeStudyUid: STUDY });
    undo();
    expect(studyFindings('7.7').findings[0].review).toBe('pending');
  });
});

describe('axes', () => {
  it('a drag is one step; the diameters follow and say who drew them; volume stays', () => {
    const before = findByUid(uids[1])!;
    const [a, b] = before.axes.long;
    const longer = (by: number) => ({ ...before.axes, long: [a, [b[0] + by, b[1], b[2]]] as const });
    dragAxes(uids[1], longer(1), false);
    const last = longer(4);
    dragAxes(uids[1], last, false);
    expect(findByUid(uids[1])).toBe(before);
    expect(useFindings.getState().preview?.measurements?.longAxis.value).toBeGreaterThan(
      before.measurements.longAxis.value,
    );
    dragAxes(uids[1], last, true);
    const after = findByUid(uids[1])!;
    expect(after.review).toBe('edited');
    const d = Math.hypot(b[0] + 4 - a[0], b[1] - a[1], b[2] - a[2]);
    expect(after.measurements.longAxis).toMatchObject({ value: d, method: 'axis drawn by the reader' });
    expect(after.measurements.meanDiameter.value).toBeCloseTo(
      (d + after.measurements.shortAxis.value) / 2,
      9,
    );
    expect(after.measurements.volume).toBe(before.measurements.volume);
    undo();
    expect(findByUid(uids[1])).toEqual(before);
  });

  it('what keys moved counts when it is taken; an outline grows and shrinks by a pixel', async () => {
    const before = findByUid(uids[1])!;
    const [a, b] = before.axes.long;
    dragAxes(uids[1], { ...before.axes, long: [a, [b[0] + 2, b[1], b[2]]] }, false);
    takeAxes();
    takeAxes();
    expect(findByUid(uids[1])!.axes.long[1][0]).toBeCloseTo(b[0] + 2, 9);
    undo();
    await resizeOutline(uids[1], 1);
    const grown = findByUid(uids[1])!;
    const voxels = ({ mask }: typeof grown): number => countVoxels(mask);
    // A pixel on every side of the slice; the next slice is farther away than that: the ball of 4 mm lies on five slices of 1.5 mm.
    expect(grown.mask.size).toEqual([before.mask.size[0] + 2, before.mask.size[1] + 2, 5]);
    expect(grown.measurements.volume.value).toBeCloseTo(voxels(grown) * 0.8 * 0.8 * 1.5, 6);
    expect(grown.review).toBe('edited');
    undo();
    await resizeOutline(uids[1], -1);
    expect(voxels(findByUid(uids[1])!)).toBeLessThan(voxels(before));
    undo();
    expect(findByUid(uids[1])).toEqual(before);
  });
});

describe('adding', () => {
  beforeEach(() => patchStudy(STUDY, { findings: study().findings.slice(0, 2) }));

  it('one click grows and measures a nodule that was missed; it is the reader’s own, and undo takes it away', async () => {
    const [centre, radius] = balls[2];
    await addNodule(SERIES, ijkToLps(grid, centre));
    const added = study().findings.at(-1)!;
    expect(added).toMatchObject({
      number: 4,
      origin: { kind: 'reader' },
      review: 'accepted',
    });
    expect(study().currentUid).toBe(added.trackingUid);
    const truth = (4 / 3) * Math.PI * radius ** 3;
    expect(Math.abs(added.measurements.volume.value / truth - 1)).toBeLessThan(0.15);
    undo();
    expect(study().findings).toHaveLength(2);
    // The next nodule is number 4 again: no gap is left by what was taken back at once.
    expect(study().nextNumber).toBe(4);
    redo();
    expect(study().nextNumber).toBe(5);
    remove(added.trackingUid);
    expect(study().findings).toHaveLength(2);
    undo();
    expect(study().findings.at(-1)).toEqual(added);
  });

  it('says why nothing can be grown, or that there is a finding already', async () => {
    await addNodule(SERIES, ijkToLps(grid, [56, 56, 4]));
    expect(useFindings.getState().message?.key).toBe('grow.inAir');
    await addNodule(SERIES, ijkToLps(grid, balls[0][0]));
    expect(useFindings.getState().message).toMatchObject({ key: 'alreadyThere', values: { number: 1 } });
    expect(study().findings).toHaveLength(2);
  });

  it('what a model found is rejected, never removed', () => {
    remove(uids[0]);
    expect(study().findings).toHaveLength(2);
  });
});

describe('saving', () => {
  it('refuses what it cannot read, so that the copy is set aside', () => {
    const saved = findingsSnapshot(STUDY)!;
    const strange = { ...saved, findings: undefined } as unknown as typeof saved;
    expect(() => restoreFindings(STUDY, strange)).toThrow(TypeError);
    expect(study().findings).toHaveLength(3);
  });

  it('comes back whole after a structured clone', async () => {
    accept(uids[0]);
    reject(uids[1], 'scar');
    const saved = structuredClone(findingsSnapshot(STUDY))!;
    const before = study();
    resetFindings();
    restoreFindings(STUDY, saved);
    expect(study()).toEqual(before);
    expect(marksOf(study(), {})).toHaveLength(2);
    expect(useFindings.getState().lastReason).toBe('scar');
  });
});
