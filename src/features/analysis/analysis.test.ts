import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AnalysisError, analyses } from '../../analyses';
import type { AnalysisRun } from '../../domain/analysis';
import type { Series } from '../../domain/study';
import { catalogues } from '../../i18n';
import {
  phantomFindings,
  phantomGrid,
  phantomRun,
  phantomSeries,
  phantomStudy,
} from '../../report/phantom.fixture';
import { engineQueue } from '../../inference/queue';
import { closeFindings, finishFirstPass, studyFindings } from '../findings';
import { closeAnnotations, judge as judgeLines, studyAnnotations } from '../measure';
import { changeSettings } from '../settings';
import { useOpen } from '../open';
import {
  analyse,
  cancelAnalysis,
  closeAnalysis,
  judge,
  restoreRuns,
  runsSnapshot,
  takeRun,
} from './commands';
import { failureOf, isAbort, refusalOf } from './failure';
import { resampledNotes } from '../../analyses/run';
import { analysisFor } from './list';
import { noteText } from './notes';
import { timeLeft, wholeShare } from './progress';
import { studyAnalysis } from './store';
import { seriesToAnalyse } from './verdicts';

const grid = phantomGrid(undefined, [40, 36, 60]);
const chest = phantomSeries(grid, { bodyPart: 'CHEST' });
const [nodules] = analyses;
const mr: Series = { ...chest, seriesUid: '9.1', modality: 'MR' };
const study = (...series: Series[]) => ({ ...phantomStudy(chest), series });
const uid = phantomStudy(chest).studyUid;

beforeEach(() => {
  closeAnalysis(uid);
  closeFindings(uid);
});

describe('what may be analysed', () => {
  it('takes the series that is read when it suits, else one that suits, else the one read with its reasons', () => {
    const both = study(mr, chest);
    expect(seriesToAnalyse(nodules, both, chest.seriesUid)?.seriesUid).toBe(chest.seriesUid);
    expect(seriesToAnalyse(nodules, both, mr.seriesUid)?.seriesUid).toBe(chest.seriesUid);
    expect(seriesToAnalyse(nodules, study(mr), mr.seriesUid)?.seriesUid).toBe(mr.seriesUid);
  });

  it('offers the analysis that suits, else the one for such images, else the first', () => {
    const us = (bodyPart: string): Series => ({ ...chest, modality: 'US', bodyPart });
    const offered = (...series: Series[]) => analysisFor(undefined, study(...series)).id;
    expect(offered(mr, us('BREAST'))).toBe('breast-ultrasound');
    expect(offered(us('THYROID'))).toBe('breast-ultrasound');
    expect(offered(us('THYROID'), chest)).toBe('lung-nodule');
    expect(offered(mr)).toBe('lung-nodule');
    expect(analysisFor('chest-xray', study(chest)).id).toBe('chest-xray');
  });

  it('says beforehand that nothing suits, and takes it back when more has arrived', () => {
    judge(nodules, study(mr), mr.seriesUid);
    expect(studyAnalysis(uid).state).toMatchObject({ kind: 'unsuitable', reasons: [{ key: 'notCt' }] });
    expect(studyFindings(uid).note).toMatchObject({ state: 'unsuitable' });
    judge(nodules, study(mr, chest), mr.seriesUid);
    expect(studyAnalysis(uid).state.kind).toBe('idle');
    expect(studyFindings(uid).note).toEqual({ state: 'notRun' });
  });

  it('does not run what does not suit', async () => {
    await analyse(nodules, study(mr), mr);
    expect(studyAnalysis(uid)).toMatchObject({ state: { kind: 'unsuitable' }, runs: [] });
  });
});

describe('waiting for the engine', () => {
  it('says how many come first, and can be cancelled before its turn', async () => {
    let free = (): void => undefined;
    const before = engineQueue.run('reader', () => new Promise<void>((done) => (free = done)));
    useOpen.setState({ activeStudyUid: uid });
    const run = analyse(nodules, study(chest), chest);
    expect(studyAnalysis(uid).state).toMatchObject({ kind: 'waiting', ahead: 1 });
    expect(studyFindings(uid).note).toEqual({ state: 'running' });
    cancelAnalysis();
    await run;
    expect(studyAnalysis(uid)).toMatchObject({ state: { kind: 'cancelled' }, runs: [] });
    free();
    await before;
  });
});

describe('remarks of the engine', () => {
  it('are in the reader’s words; what is not known stays as it came', () => {
    const say = (note: string) => noteText((key, values) => `${key} ${JSON.stringify(values)}`, note);
    for (const resampled of ['tilt', 'uneven'] as const)
      expect(say(resampledNotes({ resampled })[0])).toMatch(
        /^analysis:note\.(tiltCorrected|unevenResampled)/,
      );
    expect(resampledNotes({})).toEqual([]);
    expect(say('WebGPU (Intel Xe) failed, WASM is used: lost')).toBe(
      'analysis:note.failed {"name":"Intel Xe","why":"lost"}',
    );
    expect(say('something new')).toBe('something new');
  });
});

describe('runs', () => {
  it('come back from a save, and the panel knows that the analysis ran', () => {
    const runs = [{ ...phantomRun([]), withheld: 3 }];
    restoreRuns(uid, structuredClone(runs));
    expect(runsSnapshot(uid)).toEqual(runs);
    expect(studyAnalysis(uid).state).toMatchObject({ kind: 'done', runIndex: 0 });
    expect(studyFindings(uid).note).toMatchObject({ state: 'done', withheld: 3, threshold: 0.5 });
  });
});

describe('the ratio lines that a run lays over a film', () => {
  const [image] = chest.instances;
  const film: AnalysisRun = {
    ...phantomRun(phantomFindings(grid)),
    analysisId: 'chest-xray',
    film: {
      sopInstanceUid: image.sopInstanceUid,
      frame: 1,
      lines: {
        rightHeartBorder: [15, 20],
        leftHeartBorder: [25, 20],
        rightInnerThorax: [10, 25],
        leftInnerThorax: [30, 25],
      },
      midline: 20,
      lungs: { right: [5, 30], left: [5, 30] },
    },
  };
  const lines = () => studyAnnotations(uid).map(({ kind, review }) => `${kind} ${review}`);

  beforeEach(() => {
    closeAnnotations(uid);
    useOpen.setState({ studies: [study(chest)], activeStudyUid: uid });
    changeSettings({ secondReader: true });
  });
  afterEach(() => changeSettings({ secondReader: false }));

  it('wait for the end of the first reading, and are there then', () => {
    takeRun(uid, film, grid);
    expect(lines()).toEqual([]);
    finishFirstPass(uid);
    expect(lines()).toEqual(['cardiothoracic pending']);
  });

  it('of a run before the study was opened are laid when it is, once', () => {
    changeSettings({ secondReader: false });
    restoreRuns(uid, structuredClone([{ ...film, ahead: true as const }]));
    expect(lines()).toEqual(['cardiothoracic pending']);
    const saved = structuredClone(runsSnapshot(uid));
    closeAnalysis(uid);
    closeAnnotations(uid);
    // The reader took them away meanwhile.
    restoreRuns(uid, saved);
    expect(lines()).toEqual([]);
  });

  it('come also of a run that was saved in the first reading, and never after the reader’s word on them', () => {
    takeRun(uid, film, grid);
    const saved = structuredClone(runsSnapshot(uid));
    closeAnalysis(uid);
    restoreRuns(uid, saved);
    finishFirstPass(uid);
    expect(lines()).toEqual(['cardiothoracic pending']);
    judgeLines(studyAnnotations(uid)[0].uid, 'rejected');
    takeRun(uid, film, grid);
    expect(lines()).toEqual(['cardiothoracic rejected']);
  });
});

describe('how a run ends', () => {
  it('a refusal, a stop and a failure are told apart, and a failure says what to do', () => {
    const signal = new AbortController().signal;
    expect(refusalOf(new AnalysisError('unsuitable', 'no lungs', [{ key: 'noLungs' }]))).toEqual([
      { key: 'noLungs' },
    ]);
    expect(isAbort(new AnalysisError('aborted', 'cancelled'), signal)).toBe(true);
    expect(isAbort(new AnalysisError('runFailed', 'x'), signal)).toBe(false);
    const keys = [
      new AnalysisError('modelMissing', '404'),
      new AnalysisError('runFailed', 'device lost'),
      new AnalysisError('loadFailed', 'slice 7 is damaged'),
      new AnalysisError('loadFailed', 'Array buffer allocation failed'),
      new TypeError('undefined is not a function'),
    ].map((error) => failureOf(error).key);
    expect(keys).toEqual(['model', 'device', 'images', 'memory', 'other']);
  });
});

describe('progress', () => {
  it('goes from 0 to 1 over the stages and rounds the time left for people', () => {
    const stages = ['load', 'model', 'lungs', 'detect', 'join', 'classify', 'measure'] as const;
    const shares = stages.flatMap((stage) => [0, 1].map((done) => wholeShare({ stage, done, total: 1 })));
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    // Keys made at run time are beyond the catalogue test, which reads the code.
    for (const stage of stages) expect(catalogues.zh.analysis).toHaveProperty(`stage.${stage}`);
    const generic = ['load', 'model', 'resample', 'network', 'restore', 'measure'] as const;
    const others = generic.flatMap((stage) => [0, 1].map((done) => wholeShare({ stage, done, total: 1 })));
    expect(others).toEqual([...others].sort((a, b) => a - b));
    for (const stage of generic) expect(catalogues.zh.analysis).toHaveProperty(`stage.${stage}`);
    expect(shares[0]).toBe(0);
    expect(shares.at(-1)).toBeCloseTo(1, 9);
    expect(wholeShare({ stage: 'detect', done: 0, total: 0 })).toBeCloseTo(0.3, 9);
    expect([200, 12_300, 41_000, 200_000].map(timeLeft)).toEqual([
      { unit: 'seconds', value: 1 },
      { unit: 'seconds', value: 13 },
      { unit: 'seconds', value: 45 },
      { unit: 'minutes', value: 3 },
    ]);
  });
});
