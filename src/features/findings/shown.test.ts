import { beforeEach, describe, expect, it } from 'vitest';
import type { AnalysisRun } from '../../domain/analysis';
import { codes } from '../../domain/codes';
import type { Finding } from '../../domain/finding';
import { clear, undo } from '../history';
import { changeSettings } from '../settings';
import { remove } from './add';
import { setNote } from './attributes';
import { change } from './change';
import { compareReadings, finishFirstPass, setSecondReader } from './firstPass';
import { marksOf } from './marks';
import { aiFinding, ball, balls, grid, SERIES, STUDY } from './phantom.fixture';
import { applyRun } from './rerun';
import { accept, reject } from './review';
import { nextFinding, selectFinding, setOrder } from './select';
import { findingsSnapshot, restoreFindings } from './snapshot';
import { hiddenCount, listOf, runShown, shownOf } from './shown';
import { patchStudy, resetFindings, studyFindings } from './store';
import { setThreshold } from './threshold';

/** Scores 0.9, 0.8, 0.7; the run's own threshold lies between the first and the second. */
const run: AnalysisRun = {
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
  threshold: 0.85,
  timings: {},
  networkMs: 0,
  warnings: [],
  notes: [],
  withheld: 2,
  findings: [0, 1, 2].map((n) => {
    const f = aiFinding(n);
    return { ...f, origin: { ...f.origin, threshold: 0.85 } as Finding['origin'] };
  }),
};
const study = () => studyFindings(STUDY);
const uids = (list: readonly Finding[]) => list.map((f) => f.trackingUid);
const numbers = () => shownOf(study()).map((f) => [f.trackingUid, f.number]);

/** A mark of the reader's on ball n, as one click would outline it. */
const mark = (n: number): Finding => {
  const [[i, j, k], radius] = balls[n];
  const { score: _, ...rest } = aiFinding(n);
  return {
    ...rest,
    trackingUid: `own.${n}`,
    number: study().nextNumber,
    origin: { kind: 'reader' },
    review: 'accepted',
    mask: ball([i, j + 1, k], radius),
  };
};

beforeEach(() => {
  resetFindings();
  clear();
  changeSettings({ secondReader: false });
  patchStudy(STUDY, { grids: { [SERIES]: grid } });
});

describe('the threshold', () => {
  it('shows the run’s own first; list, marks, numbers and run follow it', () => {
    applyRun(STUDY, run);
    expect(numbers()).toEqual([['2.25.1', 1]]);
    expect(hiddenCount(study())).toBe(2);
    setThreshold(STUDY, 0.75);
    expect(numbers()).toEqual([
      ['2.25.1', 1],
      ['2.25.2', 2],
    ]);
    expect(marksOf(study(), {}).map((m) => m.label)).toEqual(['1', '2']);
    expect(runShown(study(), run)).toMatchObject({
      threshold: 0.75,
      operatingPoint: 'chosen',
      withheld: 0,
      findings: [{ trackingUid: '2.25.1' }, { trackingUid: '2.25.2' }],
    });
    setThreshold(STUDY, 0.85);
    expect(runShown(study(), run)).toMatchObject({ operatingPoint: 'default' });
  });

  it('takes back the numbers of what was only tried, and never those of what was judged', () => {
    applyRun(STUDY, run);
    setThreshold(STUDY, 0.1);
    expect(study().nextNumber).toBe(4);
    setThreshold(STUDY, 0.95);
    expect(shownOf(study())).toEqual([]);
    expect(study().nextNumber).toBe(1);
    setThreshold(STUDY, 0.1);
    reject('2.25.2', 'vessel');
    setThreshold(STUDY, 0.95);
    expect(numbers()).toEqual([['2.25.2', 2]]);
    expect(study().nextNumber).toBe(3);
    change('add', undefined, mark(2));
    expect(numbers()).toEqual([
      ['2.25.2', 2],
      ['own.2', 3],
    ]);
  });

  it('never hides what the reader accepted or wrote on; undo lets it go again', () => {
    applyRun(STUDY, run);
    setThreshold(STUDY, 0.1);
    setNote('2.25.3', 'look again');
    accept('2.25.2');
    setThreshold(STUDY, 0.95);
    expect(uids(shownOf(study()))).toEqual(['2.25.2', '2.25.3']);
    undo();
    expect(uids(shownOf(study()))).toEqual(['2.25.3']);
  });

  it('closes the card of a finding that it hides', () => {
    applyRun(STUDY, run);
    setThreshold(STUDY, 0.1);
    selectFinding('2.25.3');
    setThreshold(STUDY, 0.75);
    expect(study().currentUid).toBeUndefined();
  });

  it('comes back with the saved work', () => {
    applyRun(STUDY, run);
    setThreshold(STUDY, 0.75);
    const saved = findingsSnapshot(STUDY)!;
    resetFindings();
    restoreFindings(STUDY, structuredClone(saved));
    expect(uids(shownOf(study()))).toEqual(['2.25.1', '2.25.2']);
  });
});

describe('the order of the list', () => {
  it('is by suspicion with the reader’s own first, by size, or from head to foot; keys follow it', () => {
    applyRun(STUDY, run);
    setThreshold(STUDY, 0.1);
    expect(uids(listOf(study()))).toEqual(['2.25.1', '2.25.2', '2.25.3']);
    setOrder(STUDY, 'size');
    expect(uids(listOf(study()))).toEqual(['2.25.3', '2.25.1', '2.25.2']);
    setOrder(STUDY, 'place');
    expect(uids(listOf(study()))).toEqual(['2.25.3', '2.25.2', '2.25.1']);
    nextFinding(STUDY);
    expect(study().currentUid).toBe('2.25.3');
    setOrder(STUDY, 'suspicion');
    change('add', undefined, { ...mark(0), mask: ball([50, 50, 5], 3) });
    expect(uids(listOf(study()))[0]).toBe('own.0');
  });

  it('is the same array until something changes: what follows from it is not made again', () => {
    applyRun(STUDY, run);
    const list = listOf(study());
    selectFinding('2.25.1');
    expect(listOf(study())).toBe(list);
  });
});

describe('second-reader mode', () => {
  it('hides everything of AI’s, then joins its marks to the reader’s', () => {
    setSecondReader(STUDY, true);
    change('add', undefined, mark(1));
    applyRun(STUDY, run);
    setThreshold(STUDY, 0.1);
    expect(uids(shownOf(study()))).toEqual(['own.1']);
    expect(marksOf(study(), {})).toHaveLength(1);
    expect(runShown(study(), run)).toMatchObject({ findings: [], withheld: 0, concealed: true });
    expect(study().history['own.1'].map((e) => e.what)).toEqual(['add']);
    finishFirstPass(STUDY);
    expect(uids(listOf(study()))).toEqual(['own.1', '2.25.1', '2.25.3']);
    expect(numbers().map(([, n]) => n)).toEqual([1, 2, 3]);
    expect(compareReadings(study())).toEqual({ readerOnly: 0, both: 1, aiOnly: 2 });
    expect(study().history['own.1'].map((e) => e.what)).toEqual(['add', 'alsoFound', 'revealed']);
  });

  it('hides outlines of organs too, and what a run without a threshold says of the whole image', () => {
    const organ: Finding = {
      ...aiFinding(0),
      kind: codes.heart,
      category: codes.anatomicalStructure,
      score: undefined,
    };
    const { threshold: _, ...whole } = run;
    const film: AnalysisRun = {
      ...whole,
      findings: [organ],
      scores: [{ output: 'o', label: 'enlarged', value: 0.8 }],
      film: {
        sopInstanceUid: '1.2.3.4.5',
        frame: 1,
        lungAreaRatio: 1.2,
        midline: 20,
        lungs: { right: [1, 9], left: [1, 9] },
      },
    };
    setSecondReader(STUDY, true);
    applyRun(STUDY, film);
    expect(shownOf(study())).toEqual([]);
    const told = runShown(study(), film);
    expect(told).toMatchObject({ findings: [], concealed: true });
    for (const part of ['scores', 'film']) expect(told).not.toHaveProperty(part);
    finishFirstPass(STUDY);
    expect(numbers()).toEqual([[organ.trackingUid, 1]]);
    expect(runShown(study(), film)).toBe(film);
  });

  it('gives AI’s mark back when the reader’s own on it goes, with a number', () => {
    setSecondReader(STUDY, true);
    change('add', undefined, mark(0));
    applyRun(STUDY, run);
    finishFirstPass(STUDY);
    expect(uids(shownOf(study()))).toEqual(['own.0']);
    remove('own.0');
    expect(numbers()).toEqual([['2.25.1', 2]]);
    undo();
    expect(uids(shownOf(study()))).toEqual(['own.0']);
  });

  it('is for later studies only where marks were seen already', () => {
    applyRun(STUDY, run);
    setSecondReader(STUDY, true);
    expect(study().pass).toBeUndefined();
    expect(shownOf(study())).toHaveLength(1);
    resetFindings();
    applyRun(STUDY, run);
    expect(study().pass).toBe('first');
    expect(shownOf(study())).toEqual([]);
  });

  it('switched off in the first reading shows the marks, and cannot hide them again', () => {
    setSecondReader(STUDY, true);
    applyRun(STUDY, run);
    setSecondReader(STUDY, false);
    expect(study().pass).toBe('second');
    setSecondReader(STUDY, true);
    expect(study().pass).toBe('second');
  });

  it('a mark on a candidate below the threshold joins it at once', () => {
    applyRun(STUDY, run);
    change('add', undefined, mark(1));
    setThreshold(STUDY, 0.1);
    expect(uids(listOf(study()))).toEqual(['own.1', '2.25.1', '2.25.3']);
  });
});
