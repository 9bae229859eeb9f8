import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as ph from '../../report/phantom.fixture';
import { readObjectFile } from '../objects/read';
import { writeKeyObjects, type KeyObject } from './index';
import { KEY_OBJECT_SELECTION_STORAGE } from './key-objects';

const series = ph.phantomSeries(ph.phantomGrid(), { synthetic: true });
const study = ph.phantomStudy(series);
const imageOf = (n: number, frame = 1): KeyObject => ({
  seriesUid: series.seriesUid,
  sopInstanceUid: series.instances[n].sopInstanceUid,
  frame,
});
const contentDate = new Date(2026, 0, 5, 10, 15);

describe('key objects', () => {
  it('come back in their order, with what was said of them', async () => {
    const bytes = writeKeyObjects({
      study,
      images: [imageOf(7), imageOf(2)],
      language: 'zh',
      description: '右上叶结节',
      contentDate,
    });
    const object = await readObjectFile(new Blob([bytes]), KEY_OBJECT_SELECTION_STORAGE);
    if (object.kind !== 'keyObjects') throw new Error(object.kind);
    expect(object.images.map((ref) => ref.sopInstanceUid)).toEqual([
      series.instances[7].sopInstanceUid,
      series.instances[2].sopInstanceUid,
    ]);
    expect(JSON.stringify(object)).toContain('右上叶结节');
    expect(JSON.stringify(object)).toContain('SYNTHETIC');
  });

  it('name the frames of a film, each once and in order', async () => {
    const film = { ...series, instances: [{ ...series.instances[0], frames: 9 }] };
    const bytes = writeKeyObjects({
      study: { ...study, series: [film] },
      images: [imageOf(0, 7), imageOf(0, 3), imageOf(0, 7)],
      language: 'en',
      contentDate,
    });
    const object = await readObjectFile(new Blob([bytes]), KEY_OBJECT_SELECTION_STORAGE);
    if (object.kind !== 'keyObjects') throw new Error(object.kind);
    expect(object.images).toHaveLength(1);
    expect(object.images[0].frames).toEqual([3, 7]);
  });

  it('are not written of images that the study does not hold', () => {
    const gone = [{ ...imageOf(0), sopInstanceUid: '2.25.1' }];
    expect(() => writeKeyObjects({ study, images: gone, language: 'en', contentDate })).toThrow(RangeError);
  });

  it.skipIf(spawnSync('dciodvfy', ['-version']).error !== undefined)('are clean to dciodvfy', () => {
    const folder = mkdtempSync(join(tmpdir(), 'lamplight-keys-'));
    try {
      const path = join(folder, 'ko.dcm');
      writeFileSync(path, writeKeyObjects({ study, images: [imageOf(3)], language: 'en', contentDate }));
      const { stdout, stderr } = spawnSync('dciodvfy', ['-new', path], { encoding: 'utf8' });
      expect(`${stdout}${stderr}`).toContain('KeyObjectSelectionDocument');
      expect(`${stdout}${stderr}`.split('\n').filter((line) => line.startsWith('Error'))).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
