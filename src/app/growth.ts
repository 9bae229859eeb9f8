/** Growth with what it needs of features that show parts of it themselves. */
import {
  analyseNodules,
  cancelAnalysis,
  endWords,
  useAnalysis,
  wholeShare,
  isBusy,
} from '../features/analysis';
import { readyPairs, useCompare } from '../features/compare';
import {
  confirmIn,
  importSegmentation,
  selectFinding,
  shownOf,
  studyFindings,
  useFindings,
} from '../features/findings';
import { startGrowth as start } from '../features/growth';
import { useOpen } from '../features/open';
import { goTo } from '../features/read';
import { add } from '../domain/geometry';
import type { Study } from '../domain/study';

const studyOf = (studyUid: string): Study | undefined =>
  useOpen.getState().studies.find((study) => study.studyUid === studyUid);

const segmentationsOf = (studyUid: string) =>
  studyOf(studyUid)?.series.filter(({ modality }) => modality === 'SEG') ?? [];

/** The series of a study that another lies upon. */
const seriesIn = (studyUid: string) => {
  const pair = useCompare.getState().pairs.find(({ prior }) => prior.studyUid === studyUid);
  return studyOf(studyUid)?.series.find(({ seriesUid }) => seriesUid === pair?.prior.seriesUid);
};

const analysisOf = (studyUid: string) => useAnalysis.getState().studies[studyUid];

/**
 * Begins once; returns how to stop.
 * @param openWork brings back what is kept of the work on a study, in turn with all else that is opened
 */
export const startGrowth = (openWork: (studyUid: string) => void): (() => void) =>
  start({
    shown: (studyUid) => shownOf(studyFindings(studyUid)),
    grid: (studyUid, seriesUid) => studyFindings(studyUid).grids[seriesUid],
    registered: (studyUid) =>
      readyPairs(useCompare.getState(), studyUid).map(({ current, prior, registration, nudge }) => {
        const { found } = registration!;
        const { affine } = found;
        return {
          studyUid: prior.studyUid,
          seriesUid: prior.seriesUid,
          currentSeriesUid: current.seriesUid,
          registration: { ...found, affine: { ...affine, shift: add(affine.shift, nudge) } },
        };
      }),
    analysed: (studyUid) =>
      analysisOf(studyUid)?.runs.some(({ analysisId }) => analysisId === 'lung-nodule') ?? false,
    running: (studyUid) => {
      const state = analysisOf(studyUid)?.state;
      if (!state || !isBusy(state)) return undefined;
      const done = state.kind === 'running' && state.progress ? wholeShare(state.progress) : undefined;
      return done === undefined ? {} : { done };
    },
    fault: (studyUid) => {
      const state = analysisOf(studyUid)?.state;
      return state && endWords(state);
    },
    suitable: (studyUid) => analysisOf(studyUid)?.state.kind !== 'unsuitable',
    analyse: (studyUid) => {
      const study = studyOf(studyUid);
      if (study) analyseNodules(study, seriesIn(studyUid)?.seriesUid);
    },
    cancel: cancelAnalysis,
    segmentations: (studyUid) => segmentationsOf(studyUid).length,
    readSegmentations: (studyUid) => {
      const series = seriesIn(studyUid);
      if (!series) return;
      // One after the other: the volume is decoded once.
      void (async () => {
        for (const { instances } of segmentationsOf(studyUid))
          for (const instance of instances) await importSegmentation(instance, series);
      })();
    },
    openWork,
    accept: confirmIn,
    select: selectFinding,
    goTo: (seriesUid, point) => void goTo({ seriesUid, point }),
    subscribe: (changed) => {
      const stops = [useFindings, useCompare, useAnalysis].map((store) => store.subscribe(changed));
      return () => {
        for (const stop of stops) stop();
      };
    },
  });
