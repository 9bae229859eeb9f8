import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { identityAffine } from '../../domain/affine';
import type { Finding } from '../../domain/finding';
import type { Vec3 } from '../../domain/geometry';
import { noChoice } from '../../domain/guidelines';
import type { Registration } from '../../domain/registration';
import type { Study } from '../../domain/study';
import { buildReport, growthSentences } from '../../report';
import * as ph from '../../report/phantom.fixture';
import { clear, redo, undo } from '../history';
import { useOpen } from '../open';
import { withComparison } from './answers';
import { sayPair } from './change';
import { followAgain } from './follow';
import { growthSnapshot, restoreGrowth } from './snapshot';
import { provideGrowth } from './source';
import { closeGrowth, studyGrowth } from './store';

const grid = ph.phantomGrid();
const registration: Registration = {
  current: '1.2',
  prior: '9.2',
  affine: identityAffine,
  landmarks: [],
  quality: {
    inField: 1,
    overlap: 0.95,
    before: 0.2,
    after: 0.9,
    landmarks: 100,
    agreement: 0.9,
    error: { median: 0.5, p90: 1 },
  },
  verdict: 'good',
  faults: [],
  ms: 1,
};

const studyAt = (uid: string, date: string): Study => {
  const series = { ...ph.phantomSeries(grid), studyUid: uid, seriesUid: `${uid}.2`, date };
  return { ...ph.phantomStudy(series), studyUid: uid, date };
};
const now = studyAt('1', '20260301');
const then = studyAt('9', '20250301');

/** A nodule of a radius in mm at a voxel. */
const nodule = (study: Study, uid: string, number: number, at: Vec3, mm: number): Finding => ({
  ...ph.phantomFinding(grid, number, at, mm, { review: 'accepted' }),
  trackingUid: uid,
  studyUid: study.studyUid,
  seriesUid: `${study.studyUid}.2`,
});

let found: Record<string, readonly Finding[]>;
let analysed: readonly string[];
let unsuitable: readonly string[] = [];

beforeEach(() => {
  clear();
  useOpen.setState({ studies: [now, then], activeStudyUid: '1' });
  found = {
    // The first grew, the second is new, what was the third is gone.
    '1': [nodule(now, '2.25.1', 1, [12, 12, 8], 4), nodule(now, '2.25.2', 2, [30, 12, 8], 3)],
    '9': [nodule(then, '2.25.91', 1, [12, 12, 8], 3), nodule(then, '2.25.92', 2, [12, 30, 14], 3)],
  };
  analysed = [];
  unsuitable = [];
  provideGrowth({
    shown: (uid) => found[uid] ?? [],
    grid: () => grid,
    registered: (uid) =>
      uid === '1' ? [{ studyUid: '9', seriesUid: '9.2', currentSeriesUid: '1.2', registration }] : [],
    analysed: (uid) => analysed.includes(uid),
    running: () => undefined,
    fault: () => undefined,
    suitable: (uid) => !unsuitable.includes(uid),
    analyse: () => {},
    cancel: () => {},
    segmentations: () => 0,
    readSegmentations: () => {},
    openWork: () => {},
    accept: () => {},
    select: () => {},
    goTo: () => {},
    subscribe: () => () => {},
  });
});
afterEach(() => {
  closeGrowth('1');
  provideGrowth(undefined);
  useOpen.setState({ studies: [], activeStudyUid: undefined });
});

const changes = () => {
  followAgain(now);
  const { all } = studyGrowth('1');
  return Object.fromEntries(Object.entries(all!.nodules).map(([uid, one]) => [uid, one.change]));
};

describe('an earlier examination', () => {
  it('is not asked for where nodules are looked for on neither, and says why where on it alone they are not', () => {
    found = { ...found, '9': [] };
    unsuitable = ['9'];
    followAgain(now);
    expect(studyGrowth('1').readings).toMatchObject([{ state: { kind: 'unread', suitable: false } }]);
    unsuitable = ['1', '9'];
    followAgain(now);
    expect(studyGrowth('1').readings).toEqual([]);
  });

  it('is asked for as long as nobody has looked at it, and says that all is new where it was empty', () => {
    found = { ...found, '9': [] };
    followAgain(now);
    expect(studyGrowth('1')).toMatchObject({ priors: [], readings: [{ state: { kind: 'unread' } }] });
    analysed = ['9'];
    expect(changes()).toEqual({ '2.25.1': 'new', '2.25.2': 'new' });
  });

  it('gives each nodule what it was; the grown one keeps the tracking UID of then', () => {
    expect(changes()).toEqual({ '2.25.1': 'same', '2.25.2': 'new' });
    const { reviewed } = studyGrowth('1');
    expect(reviewed!.nodules['2.25.1'].lesionUid).toBe('2.25.91');
    expect(reviewed!.nodules['2.25.1'].series.whole?.change?.state).toBe('growing');
    expect(reviewed!.gone.map(({ uid }) => uid)).toEqual(['2.25.92']);
  });

  it('is not spoken of in guideline and report before a reader confirmed what was found there', () => {
    found = { ...found, '9': found['9'].map((f) => ({ ...f, review: 'pending' })) };
    expect(changes()['2.25.1']).toBe('same');
    expect(studyGrowth('1').reviewed!.nodules['2.25.1'].change).toBeUndefined();
    expect(growthSentences(found['1'], studyGrowth('1').reviewed).map(({ key }) => key)).toEqual([
      'growth:2.25.2',
    ]);
  });

  it('stays known without its registration, and comes back with the saved work', () => {
    changes();
    const saved = structuredClone(growthSnapshot('1'));
    closeGrowth('1');
    useOpen.setState({ studies: [now] });
    restoreGrowth('1', saved);
    expect(changes()).toEqual({ '2.25.1': 'same', '2.25.2': 'new' });
    expect(() => restoreGrowth('1', { version: 1, links: {}, priors: [{}] })).toThrow(TypeError);
  });
});

describe('another version of the model', () => {
  const by =
    (modelVersion: string) =>
    (f: Finding): Finding => ({
      ...f,
      origin: {
        kind: 'analysis',
        analysisId: 'lung-nodule',
        analysisVersion: modelVersion,
        modelId: 'lung-nodule',
        modelVersion,
        modelSha256: 'ab',
        provider: 'wasm',
      },
    });

  it('is said beside the earlier examination and in the report, and nothing of the same one', () => {
    found = { '1': found['1'].map(by('0.3.0')), '9': found['9'].map(by('0.2.0')) };
    changes();
    const said = { before: 'lung-nodule 0.2.0', now: 'lung-nodule 0.3.0' };
    expect(studyGrowth('1').priors[0].otherModel).toEqual(said);
    const text = () =>
      growthSentences(found['1'], studyGrowth('1').reviewed).find(({ key }) =>
        key.startsWith('growth:otherModel'),
      )?.text;
    expect(text()).toEqual({
      zh: '2025-03-01的结节由lung-nodule 0.2.0勾画，本次由lung-nodule 0.3.0勾画，部分变化可能由此造成。',
      en: 'The nodules of 2025-03-01 were outlined by lung-nodule 0.2.0, those of now by lung-nodule 0.3.0; part of a change may come from that.',
    });
    found = { ...found, '9': found['9'].map(by('0.3.0')) };
    changes();
    expect(studyGrowth('1').priors[0].otherModel).toBeUndefined();
    expect(text()).toBeUndefined();
  });
});

describe('what the reader says', () => {
  it('goes before what was matched, takes the nodule from another, and is one step', () => {
    changes();
    sayPair('1', '9', '2.25.2', '2.25.91');
    expect(changes()).toEqual({ '2.25.1': 'new', '2.25.2': 'same' });
    expect(studyGrowth('1').all!.nodules['2.25.2'].lesionUid).toBe('2.25.91');
    undo();
    expect(changes()).toEqual({ '2.25.1': 'same', '2.25.2': 'new' });
    redo();
    sayPair('1', '9', '2.25.1', '2.25.91');
    expect(changes()).toEqual({ '2.25.1': 'same', '2.25.2': 'new' });
    sayPair('1', '9', '2.25.1', null);
    expect(changes()).toMatchObject({ '2.25.1': 'new' });
  });

  it('goes before what the comparison answers a guideline', () => {
    changes();
    const { reviewed } = studyGrowth('1');
    const measured = withComparison(noChoice, reviewed);
    expect(measured.answers).toEqual({ comparison: 'prior', priorDate: '20250301' });
    const { priorVolume, priorDiameter } = measured.nodules['2.25.1'];
    expect(priorVolume).toBeCloseTo(found['9'][0].measurements.volume.value, 6);
    expect(priorDiameter).toBeGreaterThan(0);
    expect(measured.nodules['2.25.2']).toEqual({ status: 'new' });
    const then91 = found['9'][0];
    const volume = (value: number) => ({ ...then91.measurements.volume, value });
    const both = [found['1'][0], then91].map((f, n) => ({
      ...f,
      nodule: { correctedVolume: volume(200 - n * 80) },
    }));
    found = { '1': [both[0], found['1'][1]], '9': [both[1], found['9'][1]] };
    followAgain(now);
    const corrected = withComparison(noChoice, studyGrowth('1').reviewed);
    expect(corrected.nodules['2.25.1'].comparedVolumes).toEqual([120, 200]);
    const owns = { answers: {}, nodules: { '2.25.1': { priorVolume: 90 } } };
    expect(withComparison(owns, studyGrowth('1').reviewed).nodules['2.25.1']).not.toHaveProperty(
      'comparedVolumes',
    );
    const own = withComparison({ answers: {}, nodules: { '2.25.1': { priorVolume: 90 } } }, reviewed);
    expect(own.nodules['2.25.1']).toMatchObject({ priorVolume: 90, priorDiameter });
    // Of another day the reader's own sizes alone count.
    const other = withComparison({ answers: { priorDate: '20240101' }, nodules: {} }, reviewed);
    expect(other.nodules).toEqual({});
    expect(
      withComparison({ answers: { comparison: 'none' as const }, nodules: {} }, reviewed).nodules,
    ).toEqual({});
  });
});

describe('the report', () => {
  it('says what is new and gone, and both sizes in a table, in both languages', () => {
    changes();
    const followed = studyGrowth('1').reviewed;
    const more = growthSentences(found['1'], followed);
    const text = (language: 'zh' | 'en') => {
      const { sections } = buildReport({
        study: now,
        series: now.series[0],
        run: undefined,
        analysisState: 'notRun',
        findings: found['1'],
        more,
        followed,
        language,
        now: new Date(0),
      });
      return sections.find(({ id }) => id === 'findings')!.sentences;
    };
    expect(text('en').map((one) => one.text)).toEqual(
      expect.arrayContaining([
        'Nodule 2 is new since 2025-03-01.',
        expect.stringMatching(
          /^The nodule seen on 2025-03-01 \(number 2 then, mean diameter .* mm\) is no longer seen\.$/,
        ),
      ]),
    );
    expect(text('zh').map((one) => one.text)).toContain('结节2为新发，2025-03-01检查中未见。');
    const { table } = text('en').find(({ key }) => key === 'growth:table')!;
    expect(table!.rows).toHaveLength(1);
    expect(table!.rows[0][0]).toBe('Nodule 1');
    expect(table!.rows[0][6]).toMatch(/^\d+ \(\d+–\d+ days\)$/);
  });
});
