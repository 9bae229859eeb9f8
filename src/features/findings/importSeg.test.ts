import { describe, expect, it } from 'vitest';
import type { SegmentOverlay } from '../../dicom/contract';
import { codes } from '../../domain/codes';
import { isPending, isReportable } from '../../domain/report-facts';
import { isLungNodule } from '../../domain/lesion';
import { sortSegments } from './importSeg';
import { needsResearchLine } from './review';
import { aiFinding, ball, balls, phantomVolume, series } from './phantom.fixture';

const overlay = (n: number, more: Partial<SegmentOverlay> = {}): SegmentOverlay => ({
  number: n + 1,
  label: `Nodule ${n + 1}`,
  trackingUid: `2.25.${n + 1}`,
  source: { algorithmType: 'SEMIAUTOMATIC', algorithmName: 'Lamplight region grow from a point' },
  confirmed: true,
  type: codes.nodule,
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
    expect(result).toEqual({ added: [], same: [here[0]], kept: [here[1]], structures: [] });
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

  it('are what their codes say: an organ is no finding, a lesion is no nodule, and without codes nothing is claimed', () => {
    const code = (value: string, meaning: string) => ({ value, scheme: 'SCT', meaning });
    const foreign = { confirmed: false, trackingUid: undefined };
    const liver = overlay(0, {
      ...foreign,
      label: 'Liver',
      category: code('123037004', 'Anatomical Structure'),
      type: code('10200004', 'Liver'),
    });
    const tumour = overlay(1, {
      ...foreign,
      label: 'Tumour 2',
      category: codes.morphologicallyAltered,
      type: code('108369006', 'Neoplasm'),
    });
    const uncoded = overlay(2, { ...foreign, label: 'ROI', type: undefined });
    const { added, structures } = sortSegments([liver, tumour, uncoded], [], volume, series, 1);
    expect(structures).toEqual([liver]);
    expect(added.map((f) => [f.kind.meaning, f.category?.meaning, f.name])).toEqual([
      ['Neoplasm', 'Morphologically Altered Structure', 'Tumour'],
      ['ROI', 'Spatial and Relational Concept', 'ROI'],
    ]);
    expect(added.map((f) => f.type)).toEqual([undefined, undefined]);
    const thyroid = overlay(0, { ...foreign, region: code('69748006', 'Thyroid') });
    expect(isLungNodule(sortSegments([thyroid], [], volume, series, 1).added[0])).toBe(false);
  });

  it('that are empty are left out', () => {
    const empty = { start: [0, 0, 0], size: [0, 0, 0], data: new Uint8Array(0) } as const;
    expect(sortSegments([overlay(0, { mask: empty })], [], volume, series, 1).added).toEqual([]);
  });
});
