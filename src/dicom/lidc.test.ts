import { describe, expect, it } from 'vitest';
import { closeStudy, bytesHeld, loadVolume, openFiles } from './index';
import { readWasmFromDisk, sharedDicom, sourcesIn } from './testing/shared';

const folder = sharedDicom('studies/lidc-idri-0001');

describe.skipIf(!folder)('LIDC-IDRI-0001, 133 JPEG-LS slices', () => {
  it('opens, becomes a volume in HU and is forgotten', { timeout: 120_000 }, async () => {
    readWasmFromDisk();
    const { studies, results } = await openFiles(await sourcesIn(folder ?? ''));
    const loaded = results.filter((r) => r.status === 'loaded');
    expect(loaded).toHaveLength(133);
    expect(results.filter((r) => r.status !== 'loaded').map((r) => r.reason)).toEqual(['notDicom']);
    const series = studies[0].series[0];
    expect(series.modality).toBe('CT');
    const volume = await loadVolume(series);
    expect(volume.grid.dims).toEqual([512, 512, 133]);
    expect(volume.grid.spacing[0]).toBeCloseTo(0.703125, 6);
    expect(volume.grid.spacing[2]).toBeCloseTo(2.5, 3);
    expect(volume.grid.axes[2][2]).toBeCloseTo(1, 6);
    expect(volume.grid.origin[2]).toBeLessThan(0);
    let air = 0;
    for (let v = 0; v < volume.data.length; v += 97) if (volume.data[v] < -700) air++;
    expect(air / (volume.data.length / 97)).toBeGreaterThan(0.3);
    expect(bytesHeld()).toBe(133 * 512 * 512 * 2);
    closeStudy(studies[0].studyUid);
    expect(bytesHeld()).toBe(0);
  });
});
