/** The outlines of a report as a SEG, and which findings it can hold. */
import { imageOf } from '../../domain/lesion';
import type { Finding } from '../../domain/finding';
import type { Grid } from '../../domain/geometry';
import { gridOnImages, newUid, writeSegmentation, type SliceNames } from '../../dicom/writers';
import { isReportable } from '../../report';
import { studyFindings } from '../findings';
import type { ReportFacts } from './document';
import { exportName } from './names';

/** A file to save. */
export interface ExportFile {
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

interface Identity {
  readonly seg: { readonly sop: string; readonly series: string };
  readonly date: Date;
}

/**
 * The SEG that belongs to a state of the findings. A structured report names it, so saving the two one after the
 * other, or one of them twice, must give the same identity as long as no finding changed.
 */
const identities = new WeakMap<readonly Finding[], Identity>();

export function identityOf(findings: readonly Finding[]): Identity {
  const known = identities.get(findings);
  if (known) return known;
  const made = { seg: { sop: newUid(), series: newUid() }, date: new Date() };
  identities.set(findings, made);
  return made;
}

/** Findings that DICOM objects of this report can hold: those on its series' grid. */
export const onSeries = ({ findings, series }: ReportFacts): readonly Finding[] =>
  findings.filter((f) => f.seriesUid === series.seriesUid);

/** Reportable findings that lie on another series and so are in the text but not in the DICOM objects. */
export const elsewhere = ({ findings, series }: ReportFacts): readonly Finding[] =>
  findings.filter((f) => isReportable(f) && f.seriesUid !== series.seriesUid);

const gridOf = ({ study, series }: ReportFacts): Grid | undefined =>
  studyFindings(study.studyUid).grids[series.seriesUid];

/** Is there an outline to write, and are its voxels pixels of the images? */
export function canWriteSeg(facts: ReportFacts): boolean {
  const { study, series } = facts;
  const grid = gridOf(facts);
  const names = studyFindings(study.studyUid).slices[series.seriesUid];
  const own = onSeries(facts);
  if (!own.some(isReportable) || !grid || !own.every((f) => onNamed(f, names))) return false;
  return gridOnImages(series, grid, names);
}

/** Images without a place to one another share one grid: an outline must not be tied to another image than its own. */
function onNamed(f: Finding, names: SliceNames | undefined): boolean {
  const image = imageOf(f);
  if (!image || !names) return true;
  const { slice } = f.axes;
  return names.sopInstanceUids[slice] === image.sopInstanceUid && names.frameNumbers[slice] === image.frame;
}

const DICOM = 'application/dicom';

export function segFile(facts: ReportFacts): ExportFile {
  const { study, series, findings } = facts;
  const grid = gridOf(facts);
  if (!grid) throw new RangeError('SEG: the grid of the series is not known');
  const { seg, date } = identityOf(findings);
  return {
    name: exportName(study, 'SEG.dcm'),
    type: DICOM,
    bytes: writeSegmentation({
      study,
      series,
      grid,
      slices: studyFindings(study.studyUid).slices[series.seriesUid],
      findings: onSeries(facts),
      followed: facts.document.followed,
      contentDate: date,
      sopInstanceUid: seg.sop,
      segSeriesUid: seg.series,
    }),
  };
}
