/** SEG and SR of a real scan: its header is not ours, and what is written must open again with the same voxels. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cross, type Grid, type Vec3 } from '../../domain/geometry';
import type { Series } from '../../domain/study';
import { buildReport } from '../../report/build';
import * as ph from '../../report/phantom.fixture';
import { sliceSpacing } from '../../report/technique';
import { closeStudy, loadSegmentation, openFiles } from '../index';
import { readWasmFromDisk, sharedDicom, sourcesIn } from '../testing/shared';
import { newUid, segmentNumbers, writeSegmentation, writeStructuredReport } from './index';

const folder = sharedDicom('studies/lidc-idri-0001');
const validator = !spawnSync('dciodvfy', ['-version']).error;

function gridOf(series: Series): Grid {
  const images = [...series.instances].sort((a, b) => a.imagePosition![2] - b.imagePosition![2]);
  const [first] = images;
  const o = first.imageOrientation!;
  const row: Vec3 = [o[0], o[1], o[2]];
  const column: Vec3 = [o[3], o[4], o[5]];
  return {
    dims: [first.columns, first.rows, images.length],
    spacing: [first.pixelSpacing![1], first.pixelSpacing![0], sliceSpacing(series)!],
    origin: first.imagePosition!,
    axes: [row, column, cross(row, column)],
  };
}

describe.skipIf(!folder)('objects of LIDC-IDRI-0001', () => {
  it('pass dciodvfy, and the SEG opens with the same voxels', { timeout: 120_000 }, async () => {
    readWasmFromDisk();
    const [study] = (await openFiles(await sourcesIn(folder ?? ''))).studies;
    const [series] = study.series;
    const grid = gridOf(series);
    const of = (number: number, centre: Vec3, radius: number) => {
      const slice = [...series.instances].sort((a, b) => a.imagePosition![2] - b.imagePosition![2])[
        centre[2]
      ];
      const { sopInstanceUid } = slice;
      return ph.phantomFinding(grid, number, centre, radius, {
        studyUid: study.studyUid,
        seriesUid: series.seriesUid,
        frameOfReferenceUid: series.frameOfReferenceUid,
        keyImage: { sopInstanceUid, frame: 1, slice: centre[2] },
        laterality: 'right',
      });
    };
    const findings = [of(1, [310, 340, 40], 11), of(2, [100, 5, 0], 6), of(3, [508, 300, 132], 8)];
    const run = ph.phantomRun(findings);
    const language = 'zh';
    const contentDate = new Date(2024, 2, 1);
    const report = buildReport({
      study,
      series,
      run,
      analysisState: 'ran',
      findings,
      language,
      now: contentDate,
    });
    const ids = { sopInstanceUid: newUid(), segSeriesUid: newUid() };
    const segments = segmentNumbers(findings);
    const seg = { sopInstanceUid: ids.sopInstanceUid, seriesUid: ids.segSeriesUid, segments };
    const bytes = {
      seg: writeSegmentation({ study, series, grid, findings, contentDate, ...ids }),
      sr: writeStructuredReport({ study, series, findings, run, report, language, segs: [seg], contentDate }),
    };
    const temporary = mkdtempSync(join(tmpdir(), 'lamplight-lidc-'));
    try {
      if (!validator) console.log('skipped: dciodvfy (dicom3tools) is not installed');
      for (const [name, data] of Object.entries(bytes)) {
        const path = join(temporary, `${name}.dcm`);
        writeFileSync(path, data);
        if (!validator) continue;
        const out = spawnSync('dciodvfy', ['-new', path], { encoding: 'utf8' });
        expect(`${out.stdout}${out.stderr}`.split('\n').filter((l) => l.startsWith('Error'))).toEqual([]);
      }
    } finally {
      rmSync(temporary, { recursive: true });
    }
    const again = await openFiles([{ blob: new Blob([bytes.seg]), path: 'seg.dcm' }]);
    const instance = again.studies[0].series
      .flatMap((s) => s.instances)
      .find((i) => i.sopInstanceUid === ids.sopInstanceUid)!;
    const overlays = await loadSegmentation(instance, series);
    expect(overlays.map((o) => o.trackingUid)).toEqual(findings.map((f) => f.trackingUid));
    const voxels = ({ start, size, data }: (typeof overlays)[number]['mask']): number[] =>
      [...data.keys()]
        .filter((v) => data[v] === 1)
        .map((v) => {
          const [i, j, k] = [
            v % size[0],
            Math.floor(v / size[0]) % size[1],
            Math.floor(v / size[0] / size[1]),
          ];
          return start[0] + i + 512 * (start[1] + j + 512 * (start[2] + k));
        })
        .sort((a, b) => a - b);
    findings.forEach((f, n) => expect(voxels(overlays[n].mask)).toEqual(voxels(f.mask)));
    closeStudy(study.studyUid);
  });
});
