import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import dicomParser from 'dicom-parser';
import { beforeAll, describe, expect, it } from 'vitest';
import { DEMO_SEED, makeSlice, preparePhantom, type Phantom } from '../../domain/phantom';
import { demoUids, makeDemoFile } from '../demo/files';

describe('a demo slice as a file', () => {
  let phantom: Phantom;
  let file: Uint8Array;
  beforeAll(() => {
    phantom = preparePhantom(DEMO_SEED);
    file = makeDemoFile(phantom, 60);
  }, 60_000);

  it('carries its geometry, its pixels and that it is synthetic', () => {
    const read = dicomParser.parseDicom(file);
    expect(read.string('x00080016')).toBe('1.2.840.10008.5.1.4.1.1.2');
    expect(read.string('x00080018')).toBe(demoUids.instance(60));
    expect(read.string('x00204000')).toMatch(/^SYNTHETIC/);
    expect(read.string('x0008103e')).toMatch(/^SYNTHETIC/);
    expect(read.floatString('x00280030')).toBeCloseTo(340 / 512, 8);
    expect(read.floatString('x00200032', 2)).toBeCloseTo((179 - 60) * 1.5, 8);
    const element = read.elements.x7fe00010;
    const pixels = new Int16Array(file.slice(element.dataOffset, element.dataOffset + element.length).buffer);
    expect(pixels).toEqual(makeSlice(phantom, 60));
  });

  it('has no error for dciodvfy', (context) => {
    if (spawnSync('dciodvfy', ['-version']).error) {
      console.log('skipped: dciodvfy (dicom3tools) is not installed');
      return context.skip();
    }
    const folder = mkdtempSync(join(tmpdir(), 'ct-'));
    try {
      const path = join(folder, 'a.dcm');
      writeFileSync(path, file);
      const run = spawnSync('dciodvfy', [path], { encoding: 'utf8' });
      expect(`${run.stdout}${run.stderr}`).not.toMatch(/^Error/m);
      expect(`${run.stdout}${run.stderr}`).toContain('CTImage');
    } finally {
      rmSync(folder, { recursive: true });
    }
    return undefined;
  });
});
