import { describe, expect, it } from 'vitest';
import type { Annotation } from '../../domain/annotation/annotation';
import type { AnalysisRun } from '../../domain/analysis';
import { codes } from '../../domain/codes';
import type { Finding, Laterality, ReviewState } from '../../domain/finding';
import * as ph from '../../report/phantom.fixture';
import { filmSentences, type FilmOutlines } from './film';

const grid = ph.phantomGrid(undefined, [40, 36, 1]);
const series = ph.phantomSeries(grid, { modality: 'DX' });
const study = ph.phantomStudy(series);
const [{ sopInstanceUid }] = series.instances;
const made = ph.phantomFinding(grid, 1, [10, 10, 0], 4);
const { origin } = made;
if (origin.kind !== 'analysis') throw new Error('the phantom is found by an analysis');

const lung = (laterality: Laterality, area: number, review: ReviewState): Finding => ({
  ...made,
  kind: codes.lung,
  category: codes.anatomicalStructure,
  laterality,
  review,
  keyImage: { sopInstanceUid, frame: 1, slice: 0 },
  measurements: {
    ...made.measurements,
    volume: { ...made.measurements.volume, value: area, unit: '{pixels}' },
  },
});
const film: NonNullable<AnalysisRun['film']> = {
  sopInstanceUid,
  frame: 1,
  lungAreaRatio: 1.2,
  midline: 20,
  lungs: { right: [5, 30], left: [5, 30] },
};
const ratio = (more: Partial<Annotation>): Annotation => ({
  uid: '2.25.1',
  kind: 'cardiothoracic',
  studyUid: study.studyUid,
  seriesUid: series.seriesUid,
  place: { on: 'image', sopInstanceUid, frame: 1 },
  points: [],
  label: '',
  values: [{ name: 'cardiothoracicRatio', value: 0.48, unit: '1' }],
  origin,
  review: 'accepted',
  madeAt: '2026-01-01T00:00:00.000Z',
  ...more,
});
const said = (
  one: Annotation,
  findings: readonly Finding[],
  of: AnalysisRun['film'] = film,
): { readonly zh: string; readonly en: string } | undefined => {
  const outlines: FilmOutlines = { runs: [{ analysisId: origin.analysisId, film: of }], findings };
  return filmSentences([one], study, outlines).at(0)?.text;
};
const both = (right: ReviewState = 'pending', left: ReviewState = right) => [
  lung('right', 2200, right),
  lung('left', 2000, left),
];

describe('the ratio of the lungs in the report', () => {
  it('stands beside a ratio of the same analysis that the reader accepted, with who outlined the lungs', () => {
    expect(said(ratio({}), both())!.zh).toMatch(/^心胸比 0\.48（.*）。右\/左肺面积比 1\.10（AI勾画）。$/);
    expect(said(ratio({}), both('accepted', 'edited'))!.en).toMatch(
      / Area of the right lung over the left 1\.10 \(outlined by AI, corrected by the physician\)\.$/,
    );
    expect(said(ratio({ review: 'edited' }), both('accepted'))!.en).toContain('accepted by the physician');
  });

  it('is not there before the reader’s word, nor with a ratio that the reader drew', () => {
    expect(said(ratio({ review: 'pending' }), both())).toBeUndefined();
    expect(said(ratio({ origin: undefined, review: undefined }), both())!.en).not.toContain('Area');
  });

  it('is not there where an outline was rejected, or the film cuts a lung', () => {
    expect(said(ratio({}), both('pending', 'rejected'))!.en).not.toContain('Area');
    expect(said(ratio({}), both(), { ...film, lungAreaRatio: undefined })!.en).not.toContain('Area');
  });
});
