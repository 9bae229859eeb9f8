import { describe, expect, it } from 'vitest';
import type { SegmentOverlay } from '../../dicom/contract';
import { isPending, isReportable } from '../../domain/report-facts';
import { sortSegments } from './importSeg';
import { needsResearchLine } from './review';
import { aiFinding, ball, balls, phantomVolume, series } from './phantom.fixture';

const overlay = (n: number, more: Partial<SegmentOverlay> = {}): SegmentOverlay => ({
  number: n + 1,
  label: `Nodule ${n + 1}`,
  trackingUid: `2.25.${n + 1}`,
  source: { algorithmType: 'SEMIAUTOMATIC', algorithmName: 'Lamplight region grow from a point' },
  confirmed: true,
  grid: phantomVolume().grid,
  mask: ball(...balls[n]),
  ...more,
});

describe('segments of a SEG', () => {
  const volume = phantomVolume();

  it('become measured findings with their identity, number and exactly their voxels', () => {
    const { added } = sortSegments([overlay(0), overlay(2)], [], volume, series, 1);
    expect(added.map((f) => [f.trackingUid, f.number])).toEqual([
      ['2.25.1', 1],
      ['2.25.3', 3],
    ]);
    const model = aiFinding(2);
    expect(added[1].mask).toEqual(model.mask);
    expect(added[1].measurements).toEqual(model.measurements);
    expect(added[1]).toMatchObject({ origin: { kind: 'reader' }, review: 'accepted', note: undefined });
  });

  it('that are here already are told apart: same voxels, or kept as they are here', () => {
    const here = [aiFinding(0), aiFinding(1)];
    const result = sortSegments(
      [overlay(0), overlay(1, { mask: ball(balls[1][0], 3) })],
      here,
      volume,
      series,
      3,
    );
    expect(result).toEqual({ added: [], same: [here[0]], kept: [here[1]] });
  });

  it('without an identity are known by their voxels; foreign labels become notes; taken numbers are not reused', () => {
    const foreign = overlay(1, { trackingUid: undefined, label: 'Lesion B' });
    const { added } = sortSegments([foreign, overlay(0)], [aiFinding(2, { number: 1 })], volume, series, 2);
    expect(added.map((f) => f.number)).toEqual([2, 3]);
    expect(added[0].note).toBe('Lesion B');
    expect(added[0].trackingUid).toMatch(/^2\.25\.\d+$/);
    expect(sortSegments([foreign], added, volume, series, 4).same).toEqual([added[0]]);
  });

  it('keep what the tags say of their maker and side; what another algorithm made alone waits for the reader', () => {
    const auto = { algorithmType: 'AUTOMATIC', algorithmName: 'OtherCAD 3' };
    const manual = { algorithmType: 'MANUAL', algorithmName: '' };
    const { added } = sortSegments(
      [
        overlay(0, { source: auto, confirmed: false, laterality: 'right' }),
        overlay(1, { source: auto }),
        overlay(2, { source: manual, confirmed: false }),
      ],
      [],
      volume,
      series,
      1,
    );
    expect(added.map((f) => f.source)).toEqual([auto, auto, manual]);
    expect(added.map((f) => f.review)).toEqual(['pending', 'accepted', 'accepted']);
    expect(added.map(isReportable)).toEqual([false, true, true]);
    expect(added.map(isPending)).toEqual([true, false, false]);
    expect(added.map((f) => f.laterality)).toEqual(['right', undefined, undefined]);
    const uids = added.map((f) => f.trackingUid);
    expect(added.map((f) => needsResearchLine(f, uids))).toEqual([true, true, false]);
  });

  it('that are empty are left out', () => {
    const empty = { start: [0, 0, 0], size: [0, 0, 0], data: new Uint8Array(0) } as const;
    expect(sortSegments([overlay(0, { mask: empty })], [], volume, series, 1).added).toEqual([]);
  });
});
