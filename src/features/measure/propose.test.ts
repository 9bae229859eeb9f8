import { beforeEach, describe, expect, it } from 'vitest';
import type { Annotation } from '../../domain/annotation/annotation';
import type { Study } from '../../domain/study';
import { clear, undo } from '../history';
import { useOpen } from '../open';
import { change, judge } from './commands';
import { dropProposals, proposeCardiothoracic, type CardiothoracicProposal } from './propose';
import { studyAnnotations, useMeasure } from './store';

const STUDY = '1.2.3';
const instance = {
  sopInstanceUid: '1.2.3.4.5',
  rows: 400,
  columns: 400,
  frames: 1,
  pixelSpacing: [0.5, 0.5],
  spacingSource: 'ImagerPixelSpacing',
};
const study = {
  studyUid: STUDY,
  series: [{ seriesUid: '1.2.3.4', studyUid: STUDY, instances: [instance] }],
} as unknown as Study;

const proposal: CardiothoracicProposal = {
  studyUid: STUDY,
  seriesUid: '1.2.3.4',
  sopInstanceUid: '1.2.3.4.5',
  lines: {
    rightHeartBorder: [160, 250],
    leftHeartBorder: [300, 260],
    rightInnerThorax: [60, 300],
    leftInnerThorax: [340, 300],
    midline: [200, 100],
  },
  origin: {
    kind: 'analysis',
    analysisId: 'chest-xray',
    analysisVersion: '1',
    modelId: 'm',
    modelVersion: '1',
    modelSha256: 'a',
    provider: 'wasm',
  },
  madeAt: '2026-01-01T00:00:00.000Z',
};
const list = (): readonly Annotation[] => studyAnnotations(STUDY);
const other = { ...proposal, origin: { ...proposal.origin, modelSha256: 'b' } };

beforeEach(() => {
  useMeasure.setState({ studies: {}, currentUid: undefined, preview: undefined });
  useOpen.setState({ studies: [study] });
  clear();
});

describe('the lines that an analysis proposes', () => {
  it('are measured in the lengths of the image and wait for the reader', () => {
    const one = proposeCardiothoracic(proposal)!;
    expect(one.review).toBe('pending');
    expect(one.values).toEqual([
      { name: 'cardiothoracicRatio', value: 0.5, unit: '1' },
      { name: 'heartWidth', value: 70, unit: 'mm', source: 'detector' },
      { name: 'thoraxWidth', value: 140, unit: 'mm', source: 'detector' },
    ]);
  });

  it('give way to those of another run until they are judged, and never after', () => {
    proposeCardiothoracic(proposal);
    const second = proposeCardiothoracic(other)!;
    expect(list().map(({ uid }) => uid)).toEqual([second.uid]);
    judge(second.uid, 'rejected');
    expect(proposeCardiothoracic(proposal)).toBeUndefined();
    expect(list()).toMatchObject([{ uid: second.uid, review: 'rejected' }]);
    undo();
    expect(list()[0].review).toBe('pending');
  });

  it('are the reader’s correction once dragged, and go with the step that is taken back', () => {
    const { uid, points, values } = proposeCardiothoracic(proposal)!;
    change({ uid, points: points.with(1, [320, 260]), values }, true);
    expect(list()[0].review).toBe('edited');
    undo();
    expect(list()[0]).toMatchObject({ review: 'pending', points });
  });

  it('are dropped where nobody has judged them, and of their own series and analysis only', () => {
    proposeCardiothoracic(proposal);
    dropProposals(STUDY, '1.2.3.4', 'another');
    dropProposals(STUDY, '1.2.3', 'chest-xray');
    expect(list()).toHaveLength(1);
    judge(list()[0].uid, 'accepted');
    dropProposals(STUDY, '1.2.3.4', 'chest-xray');
    expect(list()).toHaveLength(1);
  });

  it('need their image', () => {
    expect(proposeCardiothoracic({ ...proposal, sopInstanceUid: '9' })).toBeUndefined();
  });
});
