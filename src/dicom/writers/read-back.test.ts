/** What the readers of this house make of what its writers wrote: outlines, marks, windows, key images, documents. */
import dicomParser from 'dicom-parser';
import { describe, expect, it } from 'vitest';
import { caseDate, writtenCases, type WrittenCase } from '../../../tests/fixtures/objects/cases';
import { writeCase, type WrittenKind } from '../../../tests/fixtures/objects/write';
import { trackingUidOf } from '../../domain/follow-up';
import { lpsToIjk, type Grid, type Vec3 } from '../../domain/geometry';
import { fillLoops } from '../../domain/outline-loops';
import { sameVoxels } from '../../domain/segmentation/boolean';
import { countVoxels, maskHas, type VoxelMask } from '../../domain/volume';
import * as ph from '../../report/phantom.fixture';
import type { DicomObject } from '../objects';
import { readObjectFile } from '../objects/read';
import { roiMask } from '../objects/roi-mask';
import { findingRois, writeRtStruct } from './index';
import { segmentFindings } from './segment';

const root = '1.2.840.10008.5.1.4.1.1.';
const classes: Readonly<Record<WrittenKind, string>> = {
  sr: '88.34',
  seg: '66.4',
  rt: '481.3',
  pr: '11.1',
  ko: '88.59',
  pdf: '104.1',
};

async function readAll(c: WrittenCase, kind: WrittenKind): Promise<readonly DicomObject[]> {
  const written = writeCase(c).filter((one) => one.kind === kind);
  return Promise.all(written.map(({ bytes }) => readObjectFile(new Blob([bytes]), root + classes[kind])));
}

/** The voxels inside contours, slice by slice, by the even-odd rule. */
function voxelsOf(contours: readonly { readonly points: Float64Array }[], grid: Grid): Set<string> {
  const bySlice = new Map<number, (readonly [number, number])[][]>();
  for (const { points } of contours) {
    const ijk = Array.from({ length: points.length / 3 }, (_, n): Vec3 =>
      lpsToIjk(grid, [points[3 * n], points[3 * n + 1], points[3 * n + 2]]),
    );
    const k = Math.round(ijk[0][2]);
    for (const one of ijk) expect(one[2]).toBeCloseTo(k, 1);
    bySlice.set(k, [...(bySlice.get(k) ?? []), ijk.map(([i, j]) => [i, j] as const)]);
  }
  const found = new Set<string>();
  for (const [k, loops] of bySlice)
    fillLoops(loops, grid.dims[0], grid.dims[1]).forEach((set, n) => {
      if (set) found.add(`${n % grid.dims[0]} ${Math.floor(n / grid.dims[0])} ${k}`);
    });
  return found;
}

const outlined = writtenCases.filter(
  (c) => c.outlined && segmentFindings(c.findings, c.includePending).length > 0,
);

describe.each(outlined.map((c) => [c.name, c] as const))('contours of "%s"', (...[, c]) => {
  it('hold the same voxels, under the same tracking UIDs', async () => {
    const [object] = await readAll(c, 'rt');
    if (object.kind !== 'structures') throw new Error('no structures');
    const findings = segmentFindings(c.findings, c.includePending);
    expect(object.rois.length).toBe(findings.length);
    object.rois.forEach((roi, n) => {
      const { mask } = findings[n];
      const voxels = voxelsOf(roi.contours, c.grid);
      expect(voxels.size, roi.name).toBe(countVoxels(mask));
      const placed = roiMask(roi, c.grid, c.series.frameOfReferenceUid);
      expect(placed.unplaced).toEqual({});
      expect(sameVoxels(placed.mask, mask), roi.name).toBe(true);
      // A nodule that was there before bears the UID of its lesion.
      expect(roi.trackingUid).toBe(trackingUidOf(findings[n], c.report.followed));
      for (const voxel of voxels) {
        const [i, j, k] = voxel.split(' ').map(Number);
        expect(maskHas(mask, i, j, k), `${roi.name} ${voxel}`).toBe(true);
      }
    });
  });
});

describe('contours', () => {
  it('of shapes drawn by chance hold the same pixels, holes and islands in holes too', async () => {
    const grid = ph.phantomGrid();
    const series = ph.phantomSeries(grid);
    const study = ph.phantomStudy(series);
    let seed = 7;
    const chance = (): number => (seed = (seed * 16807) % 2147483647) / 2147483647;
    const size = [17, 15, 4] as const;
    for (let round = 0; round < 12; round++) {
      const share = 0.2 + 0.05 * round;
      const data = Uint8Array.from({ length: 17 * 15 * 4 }, () => (chance() < share ? 1 : 0));
      const mask: VoxelMask = { start: [3, 4, 5], size, data };
      const finding = { ...ph.phantomFinding(grid, 1, [10, 10, 6], 3), mask };
      const bytes = writeRtStruct({
        study,
        series,
        grid,
        rois: findingRois([finding]),
        contentDate: caseDate,
      });
      const object = await readObjectFile(new Blob([bytes]), `${root}481.3`);
      if (object.kind !== 'structures') throw new Error('no structures');
      expect(voxelsOf(object.rois[0].contours, grid).size).toBe(countVoxels(mask));
      // Every contour by itself, as readers fill them that do not take one out of another, gives the same.
      const alone = object.rois[0].contours.flatMap((one) => [...voxelsOf([one], grid)]);
      expect(new Set(alone).size).toBe(alone.length);
      expect(alone.length).toBe(countVoxels(mask));
    }
  });
});

describe.each(writtenCases.map((c) => [c.name, c] as const))('presentation states of "%s"', (...[, c]) => {
  it('name every frame once with its window, and draw every mark where it is', async () => {
    const states = await readAll(c, 'pr');
    const all = states.flatMap((one) => (one.kind === 'presentation' ? [one] : []));
    expect(all.length).toBe(states.length);
    const frames = all.flatMap(({ images }) =>
      images.flatMap(({ sopInstanceUid, frames: f }) =>
        (f.length > 0 ? f : [1]).map((n) => `${sopInstanceUid} ${n}`),
      ),
    );
    const wanted = c.series.instances.flatMap((one) =>
      Array.from({ length: one.frames }, (_, n) => `${one.sopInstanceUid} ${n + 1}`),
    );
    expect(frames.sort()).toEqual(wanted.sort());
    const [{ samplesPerPixel, photometricInterpretation, modalityLut }] = c.series.instances;
    const colour = samplesPerPixel > 1 || photometricInterpretation === 'PALETTE COLOR';
    // A table of the image's own goes along: without it the window would be one of other values.
    for (const { modalityTable, rescale } of all) {
      // The state does not know the sign of the values that go in; the image does.
      const first = modalityLut && modalityLut.first & 0xffff;
      expect(modalityTable).toEqual(modalityLut && { ...modalityLut, first, bits: 16 });
      if (modalityLut) expect(rescale).toBeUndefined();
    }
    const windows = all.flatMap(({ voi }) => voi);
    expect(windows.length > 0).toBe(!colour);
    expect(
      windows.every(
        ({ center, width }) => `${center}/${width}` === '40/400' || `${center}/${width}` === '-600/1500',
      ),
    ).toBe(true);
    const texts = all.flatMap(({ annotations }) => annotations.flatMap((one) => one.texts));
    const onImages = c.annotations.filter(({ place }) => place.on === 'image');
    const axes = segmentFindings(c.findings, c.includePending).filter(
      () => c.series.frameOfReferenceUid !== '',
    );
    expect(texts.length).toBe(onImages.length + axes.length);
    const length = onImages.find(({ kind }) => kind === 'length');
    if (!length) return;
    const drawn = all.flatMap(({ annotations }) => annotations.flatMap(({ graphics }) => graphics));
    // Here pixels count from their centres, there from the corner of the first.
    const there = length.points.map(([x, y]) => [Math.fround(x + 0.5), Math.fround(y + 0.5)]);
    expect(drawn.map(({ points }) => points)).toContainEqual(there);
    const line = drawn.find(({ points }) => JSON.stringify(points) === JSON.stringify(there))!;
    expect(texts.some(({ text }) => text.includes('主动脉根部'))).toBe(
      onImages.length > 4 || length.label !== '',
    );
    if (length.colour)
      line.style!.rgb!.forEach((v, n) => expect(Math.abs(v - [255, 136, 0][n])).toBeLessThan(3));
  });
});

describe('lists and documents', () => {
  it('key images come back in their order with what the reader said', async () => {
    for (const c of writtenCases) {
      const [object] = await readAll(c, 'ko');
      if (object.kind !== 'keyObjects') throw new Error('no key objects');
      expect(object.description).toContain('关键图像');
      const uids = object.images.map((one) => one.sopInstanceUid);
      expect(uids[0], c.name).toBe(c.series.instances[0].sopInstanceUid);
    }
  });

  it('the PDF comes back byte for byte', async () => {
    const [object] = await readAll(writtenCases[0], 'pdf');
    if (object.kind !== 'document') throw new Error('no document');
    expect(object.mime).toBe('application/pdf');
    const text = new TextDecoder().decode(object.bytes);
    expect(text.startsWith('%PDF-1.4\n')).toBe(true);
    expect(text.endsWith('%%EOF')).toBe(true);
  });

  it('reports say whether they are signed, by whom, and what they follow', async () => {
    const of = async (name: string) => {
      const [object] = await readAll(
        writtenCases.find((c) => c.name === name)!,
        'sr',
      );
      if (object.kind !== 'report') throw new Error('no report');
      const { completion, verification, verifiers } = object;
      return { completion, verification, verifiers };
    };
    expect(await of('english')).toEqual({ completion: 'PARTIAL', verification: 'UNVERIFIED', verifiers: [] });
    expect(await of('signed')).toEqual({
      completion: 'COMPLETE',
      verification: 'VERIFIED',
      verifiers: ['=李医'],
    });
    const written = (name: string) =>
      dicomParser.parseDicom(writeCase(writtenCases.find((c) => c.name === name)!)[0].bytes);
    const own = written('addendum').string('x00080018');
    expect(own).toMatch(/^2\.25\./);
    // Written again, a signed report is the same object; what came before it is named in it.
    expect(written('addendum').string('x00080018')).toBe(own);
    const [before] = written('addendum').elements.x0040a360.items ?? [];
    const [series] = before.dataSet?.elements.x00081115.items ?? [];
    const [named] = series.dataSet?.elements.x00081199.items ?? [];
    expect(named.dataSet?.string('x00081155')).toMatch(/^2\.25\./);
    expect(named.dataSet?.string('x00081155')).not.toBe(own);
    expect(written('signed').elements.x0040a360).toBeUndefined();
  });
});
