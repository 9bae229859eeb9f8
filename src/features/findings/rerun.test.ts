import { describe, expect, it } from 'vitest';
import type { AnalysisRun } from '../../domain/analysis';
import type { Finding } from '../../domain/finding';
import { ijkToLps } from '../../domain/geometry';
import { maskHas } from '../../domain/volume';
import { aiFinding, ball, balls, grid, SERIES, STUDY } from './phantom.fixture';
import { applyRun, mergeRun } from './rerun';
import { shownOf } from './shown';
import { emptyStudy, patchStudy, resetFindings, studyFindings, type StudyFindings } from './store';

const run = (findings: readonly Finding[]): AnalysisRun => ({
  analysisId: 'lung-nodule',
  analysisVersion: '0.1.0',
  seriesUid: SERIES,
  startedAt: '2026-01-01T00:00:00Z',
  provider: 'wasm',
  threads: 1,
  adapter: '',
  modelId: 'lung-nodule',
  modelVersion: '1.0.0',
  modelSha256: 'ab'.repeat(32),
  operatingPoint: 'default',
  threshold: 0.5,
  timings: {},
  networkMs: 0,
  warnings: [],
  notes: [],
  findings,
  withheld: 0,
});

/** The same lesion as another run would outline it: shifted by a voxel, another identity. */
const again = (n: number): Finding => {
  const [[i, j, k], radius] = balls[n];
  return aiFinding(n, { trackingUid: `2.25.10${n}`, number: 1, mask: ball([i + 1, j, k], radius) });
};

const first: StudyFindings = mergeRun(emptyStudy, run([0, 1, 2].map((n) => aiFinding(n))));

describe('a run laid over what is there', () => {
  it('numbers the first results from 1 and keeps them as originals', () => {
    expect(first.findings.map((f) => f.number)).toEqual([1, 2, 3]);
    expect(first.nextNumber).toBe(4);
    expect(Object.keys(first.originals)).toEqual(['2.25.1', '2.25.2', '2.25.3']);
    expect(first.findings.every((f) => f.review === 'pending' && f.studyUid === STUDY)).toBe(true);
  });

  it('keeps what the reader decided and drops new results of the same lesion', () => {
    const decided: StudyFindings = {
      ...first,
      findings: [
        { ...first.findings[0], review: 'accepted' },
        { ...first.findings[1], review: 'rejected', rejectReason: 'vessel' },
        first.findings[2],
      ],
    };
    const after = mergeRun(decided, run([again(0), again(1)]));
    // The third waited and was not found again: it goes.
    expect(after.findings).toEqual(decided.findings.slice(0, 2));
    expect(after.nextNumber).toBe(4);
  });

  it('gives a waiting lesion its identity, number and the reader’s remarks, with the new run’s outline', () => {
    const noted: StudyFindings = {
      ...first,
      findings: [
        { ...first.findings[0], note: 'look again', lobe: 'RUL', laterality: 'right' },
        ...first.findings.slice(1),
      ],
    };
    const fresh = again(0);
    const [kept] = mergeRun(noted, run([fresh])).findings;
    expect(kept).toMatchObject({ trackingUid: '2.25.1', number: 1, note: 'look again', lobe: 'RUL' });
    expect(kept.mask).toBe(fresh.mask);
  });

  it('leaves the reader’s own finding and does not double it; a new lesion gets a new number', () => {
    const own: Finding = {
      ...aiFinding(2),
      trackingUid: '2.25.77',
      number: 4,
      origin: { kind: 'reader' },
      review: 'accepted',
    };
    const study: StudyFindings = { ...first, findings: [own], nextNumber: 5 };
    const after = mergeRun(study, run([again(0), again(2)]));
    expect(shownOf(after).map((f) => [f.number, f.origin.kind])).toEqual([
      [4, 'reader'],
      [5, 'analysis'],
    ]);
  });

  it('keeps a waiting lesion that the reader wrote on or corrected, also when it was not found again', () => {
    const [a, b, c] = first.findings;
    const reshaped = { ...b, mask: ball(balls[1][0], 3) };
    const touched = { ...first, findings: [{ ...a, note: 'ask again' }, reshaped, c] };
    const after = mergeRun(touched, run([again(1)]));
    expect(after.findings).toEqual([touched.findings[0], reshaped]);
    expect(Object.keys(after.originals)).toEqual([a.trackingUid, b.trackingUid]);
  });

  it('lays findings on the grid of now when the series grew during the run', () => {
    const longer = { ...grid, dims: [64, 64, 37] as const, origin: ijkToLps(grid, [0, 0, -5]) };
    resetFindings();
    patchStudy(STUDY, { grids: { [SERIES]: longer } });
    applyRun(STUDY, run([aiFinding(0)]), grid);
    const [f] = studyFindings(STUDY).findings;
    const [[i, j, k]] = balls[0];
    expect(maskHas(f.mask, i, j, k + 5)).toBe(true);
    expect(f.axes.slice).toBe(aiFinding(0).axes.slice + 5);
  });

  it('does not touch waiting results of another series', () => {
    const other = { ...first, findings: first.findings.map((f) => ({ ...f, seriesUid: '9.9' })) };
    expect(mergeRun(other, run([])).findings).toEqual(other.findings);
  });
});

describe('what another model outlined', () => {
  const organ = (more: Partial<Finding>): Finding =>
    aiFinding(0, {
      trackingUid: '2.25.78',
      origin: {
        kind: 'analysis',
        analysisId: 'model:lungs',
        analysisVersion: '1.0',
        modelId: 'lungs',
        modelVersion: '1.0',
        modelSha256: 'ef'.repeat(32),
        provider: 'wasm',
        imported: true,
      },
      kind: { value: '39607008', scheme: 'SCT', meaning: 'Lung' },
      category: { value: '123037004', scheme: 'SCT', meaning: 'Anatomical Structure' },
      ...more,
    });

  it('is not the nodule inside it, and the nodule not the organ', () => {
    const modelRun = { ...run([organ({})]), analysisId: 'model:lungs' };
    const after = mergeRun(first, modelRun);
    expect(after.findings.map((f) => f.kind.meaning)).toEqual(['Nodule', 'Nodule', 'Nodule', 'Lung']);
    expect(mergeRun(after, run([again(0)])).findings.map((f) => f.kind.meaning)).toContain('Lung');
    expect(mergeRun(after, run([again(0)])).findings[0].trackingUid).toBe('2.25.1');
  });
});
