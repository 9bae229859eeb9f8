/** Findings on several stills of one series: each outline on its own image, in the SEG and in the report. */
import dicomParser, { type DataSet } from 'dicom-parser';
import { describe, expect, it } from 'vitest';
import { dciodvfyErrors, need } from '../../dicom/writers/validators.fixture';
import type { Analysis } from '../../analyses';
import type { Finding } from '../../domain/finding';
import type { Grid } from '../../domain/geometry';
import { countVoxels } from '../../domain/volume';
import * as ph from '../../report/phantom.fixture';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { byImage, type RunImage } from './outlines';
import { resultFiles } from './results';

/** Two stills of different size without a place in the patient, as ultrasound writes them. */
const sizes = [
  [40, 36],
  [52, 30],
] as const;
const gridOf = ([columns, rows]: readonly [number, number]): Grid => ({
  dims: [columns, rows, 1],
  spacing: [1, 1, 1],
  origin: [0, 0, 0],
  axes: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
});
const stack = ph.phantomSeries(ph.phantomGrid());
const series = {
  ...stack,
  modality: 'US',
  frameOfReferenceUid: '',
  instances: sizes.map(([columns, rows], n) => ({
    ...stack.instances[n],
    columns,
    rows,
    sopClassUid: '1.2.840.10008.5.1.4.1.1.6.1',
    imagePosition: undefined,
    imageOrientation: undefined,
    pixelSpacing: undefined,
    frameOfReferenceUid: undefined,
  })),
};
const study = ph.phantomStudy(series);
const images: readonly RunImage[] = series.instances.map((one, n) => ({
  grid: gridOf(sizes[n]),
  sopInstanceUids: [one.sopInstanceUid],
  frameNumbers: [1],
}));

/** A disc on still n, as an analysis of ultrasound gives it, not reviewed. */
function lesion(number: number, n: number, at: readonly [number, number], radius: number): Finding {
  const grid = gridOf(sizes[n]);
  const made = ph.phantomFinding(ph.phantomGrid(), number, [10, 10, 5], 3, {
    origin: ph.phantomStructures(ph.phantomGrid())[0].origin,
    review: 'pending',
  });
  const side = 2 * radius + 1;
  const data = Uint8Array.from({ length: side * side }, (_, v) =>
    Math.hypot((v % side) - radius, Math.floor(v / side) - radius) <= radius ? 1 : 0,
  );
  const { sopInstanceUid } = series.instances[n];
  return {
    ...made,
    frameOfReferenceUid: '',
    mask: { start: [at[0] - radius, at[1] - radius, 0], size: [side, side, 1], data },
    keyImage: { sopInstanceUid, frame: 1, slice: n },
    axes: { ...made.axes, sopInstanceUid, slice: 0 },
    onFrame: { grid },
  };
}
// The first reaches where the second image has no row; the third is on the first image again.
const findings = [lesion(1, 0, [12, 30], 4), lesion(2, 1, [45, 12], 5), lesion(3, 0, [28, 8], 3)];

const analysis: Analysis = {
  id: 'breast-ultrasound',
  version: '1',
  modelFolder: 'breast-ultrasound',
  check: () => ({ verdict: 'suitable', warnings: [] }),
};
const written = (own: readonly Finding[] = findings, on: readonly RunImage[] = images) =>
  resultFiles({
    analysis,
    run: { ...ph.phantomRun(own), threshold: undefined },
    judged: { study, series, verdict: { verdict: 'suitable', warnings: [] } },
    others: [],
    images: on,
    language: 'en',
  });
const items = (set: DataSet, tag: string): DataSet[] =>
  (set.elements[tag]?.items ?? []).map((one) => one.dataSet!);

/** All strings of a tag in a tree. */
function all(set: DataSet, tag: string): string[] {
  const own = set.elements[tag] && !set.elements[tag].items ? [set.string(tag)!] : [];
  return [
    ...own,
    ...Object.values(set.elements).flatMap((one) => (one.items ?? []).flatMap((i) => all(i.dataSet!, tag))),
  ];
}
const voxels = (set: DataSet): number => {
  const { dataOffset, length } = set.elements.x7fe00010;
  const bytes = set.byteArray.subarray(dataOffset, dataOffset + length);
  return bytes.reduce((n, byte) => n + byte.toString(2).replaceAll('0', '').length, 0);
};

describe('outlines on several stills of one series', () => {
  const files = written();
  const segs = files
    .filter((f) => f.name.endsWith('.seg.dcm'))
    .map((f) => ({ ...f, set: dicomParser.parseDicom(f.bytes) }));

  it("are written an object an image, each of that image's size and tied to it alone", () => {
    expect(segs.map((f) => f.name)).toEqual(['findings-1.seg.dcm', 'findings-2.seg.dcm']);
    segs.forEach(({ set }, n) => {
      const own = findings.filter((f) => f.keyImage.slice === n);
      expect([set.uint16('x00280011'), set.uint16('x00280010')]).toEqual(sizes[n]);
      expect(items(set, 'x00620002').map((s) => s.string('x00620021'))).toEqual(
        own.map((f) => f.trackingUid),
      );
      for (const frame of items(set, 'x52009230'))
        expect(all(frame, 'x00081155')).toEqual([series.instances[n].sopInstanceUid]);
      expect(voxels(set)).toBe(own.reduce((sum, f) => sum + countVoxels(f.mask), 0));
    });
  });

  it('of images without a place in the patient are given none, nor a size in mm', () => {
    for (const { set } of segs)
      for (const tag of ['x00200032', 'x00200037', 'x00200052', 'x00280030', 'x00180050'])
        expect(all(set, tag)).toEqual([]);
  });

  it('are the segments that the structured report and result.json name', () => {
    const report = dicomParser.parseDicom(files.find((f) => f.name === 'report.sr.dcm')!.bytes);
    const sops = segs.map(({ set }) => set.string('x00080018')!);
    const named = items(report, 'x0040a730')
      .flatMap((one) => items(one, 'x0040a730'))
      .flatMap((group) => {
        const regions = items(group, 'x0040a730').filter((one) => one.string('x0040a040') === 'IMAGE');
        return regions.flatMap((one) => items(one, 'x00081199'));
      })
      .filter((one) => sops.includes(one.string('x00081155')!))
      .map((one) => [one.string('x00081155'), one.uint16('x0062000b')]);
    expect(named).toEqual([
      [sops[0], 1],
      [sops[1], 1],
      [sops[0], 2],
    ]);
    const json = JSON.parse(new TextDecoder().decode(files.find((f) => f.name === 'result.json')!.bytes)) as {
      files: { written: string[]; outlines: unknown };
    };
    expect(json.files.written).toEqual(expect.arrayContaining(segs.map((f) => f.name)));
    expect(json.files.outlines).toEqual([
      { file: 'findings-1.seg.dcm', findings: [findings[0].trackingUid, findings[2].trackingUid] },
      { file: 'findings-2.seg.dcm', findings: [findings[1].trackingUid] },
    ]);
  });

  it('pass dciodvfy', (context) => {
    need(context, 'dciodvfy');
    const folder = mkdtempSync(join(tmpdir(), 'lamplight-outlines-'));
    try {
      for (const { name, bytes } of files.filter((f) => f.name.endsWith('.dcm'))) {
        writeFileSync(join(folder, name), bytes);
        expect(dciodvfyErrors(join(folder, name)), name).toEqual([]);
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('on one image alone keep the plain name', () => {
    const names = written([findings[1]]).map((f) => f.name);
    expect(names).toContain('findings.seg.dcm');
  });

  it('on no image of the run are refused', () => {
    expect(() => byImage(findings, [images[0], { ...images[1], frameNumbers: [2] }])).toThrow(
      /finding 2 lies on no image/,
    );
  });
});
