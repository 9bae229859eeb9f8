import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { closeStudy, loadFrame, loadVolume, openFiles, VolumeError } from './index';
import { FrameError } from './errors';
import { readWasmFromDisk, sharedDicom, sourcesIn } from './testing/shared';

const folder = sharedDicom('malformed');

describe.skipIf(!folder)('malformed files', () => {
  it('give a result each, and frames that decode or say why not', { timeout: 300_000 }, async () => {
    readWasmFromDisk();
    const files = await sourcesIn(folder ?? '');
    const { studies, results } = await openFiles(files);
    // A ZIP's result is its entries': every given path is the start of a result's path.
    for (const { path } of files)
      expect(
        results.some((r) => r.path === path || r.path.startsWith(`${path}/`)),
        path,
      ).toBe(true);
    for (const r of results) if (r.status !== 'loaded') expect(r.reason, r.path).toBeDefined();
    const reasons = new Map<string, number>();
    for (const r of results) reasons.set(r.reason ?? 'loaded', (reasons.get(r.reason ?? 'loaded') ?? 0) + 1);
    let shown = 0;
    const refused: string[] = [];
    for (const study of studies) {
      for (const series of study.series) {
        for (const instance of series.instances) {
          if (instance.rows === 0) continue;
          try {
            await loadFrame(instance, 1);
            shown++;
          } catch (error) {
            expect(error).toBeInstanceOf(FrameError);
            refused.push(`${basename(instance.path)}: ${(error as FrameError).reason}`);
          }
        }
        await loadVolume(series).catch((error: unknown) => {
          expect(error instanceof VolumeError || error instanceof FrameError, String(error)).toBe(true);
        });
      }
      closeStudy(study.studyUid);
    }
    expect(shown).toBeGreaterThan(100);
    expect(reasons.get('loaded')).toBeGreaterThan(100);
    if (process.env.DICOM_REPORT) console.info(reasons, refused);
  });
});
