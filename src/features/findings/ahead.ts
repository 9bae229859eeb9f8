/** Results of an analysis that ran on a study which nobody has open: as they are kept for when it is opened. */
import type { AnalysisRun } from '../../domain/analysis';
import type { Grid } from '../../domain/geometry';
import type { SliceNames } from '../../dicom/writers';
import { mergeRun } from './rerun';
import type { FindingsSnapshot } from './snapshot';
import { emptyStudy } from './store';

/**
 * A run as the saved findings of a study without any. It says that nobody has looked: in second-reader mode the study
 * opens with the first reading.
 * @param grid of the volume that the run saw, `names` the image of each of its slices
 */
export function findingsAhead(run: AnalysisRun, grid: Grid, names: SliceNames): FindingsSnapshot {
  const begun = { ...emptyStudy, grids: { [run.seriesUid]: grid }, slices: { [run.seriesUid]: names } };
  const { note: _, ...kept } = mergeRun(begun, run);
  return { version: 1, ...kept, ahead: true };
}
