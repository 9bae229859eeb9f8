/** The report as DICOM objects beside the SEG: structured reports, contours, marks and windows, its PDF. */
import {
  annotationMarks,
  axesMarks,
  findingRois,
  segmentNumbers,
  writeEncapsulatedPdf,
  writeGsps,
  writeReports,
  writeRtStruct,
  type PresentationImage,
  type StructuredReportInput,
} from '../../dicom/writers';
import { isStanding, type Annotation } from '../../domain/annotation/annotation';
import { numberOf } from '../../domain/annotation/name';
import { frameInstance } from '../../domain/frames';
import type { ReportLanguage } from '../../domain/report-facts';
import { formatForDisplay } from '../../domain/measurement';
import type { Series } from '../../domain/study';
import { isReportable, structureName } from '../../report';
import { studyFindings } from '../findings';
import { i18n } from '../../i18n';
import { textOf } from '../measure';
import { workForReport } from '../resume';
import type { ReportFacts } from './document';
import { exportName } from './names';
import { workOfVersion } from './version-work';
import { canWriteSeg, identityOf, onSeries, type ExportFile } from './outlines';

const DICOM = 'application/dicom';

/** In the report's language: whatever the page speaks when it is written, the object is the same. */
const annotationName = (one: Annotation, all: readonly Annotation[], language: ReportLanguage): string =>
  one.label ||
  `${i18n.getFixedT(language, 'measure')(one.mark ? `mark.${one.mark.kind}` : `kind.${one.kind}`)} ${numberOf(one, all)}`;

const reviewerOf = ({ document: { header } }: ReportFacts): string | undefined =>
  header.reviewer || header.physician || undefined;

/** Signed reports carry the time of their signature, and so are the same object whenever they are written. */
const dateOf = ({ document: { signature } }: ReportFacts): Date =>
  signature ? new Date(signature.at) : new Date();

/** Everything that a structured report of the page is made from, but the study's work. */
export function reportInput(facts: ReportFacts): StructuredReportInput {
  const { study, series, run, findings, document: report, guideline } = facts;
  const own = onSeries(facts);
  const { seg } = identityOf(findings);
  const annotations = facts.annotations.filter(isStanding);
  return {
    study,
    series,
    run,
    report,
    language: report.language,
    findings: own,
    grid: studyFindings(study.studyUid).grids[series.seriesUid],
    segs: canWriteSeg(facts)
      ? [{ sopInstanceUid: seg.sop, seriesUid: seg.series, segments: segmentNumbers(own) }]
      : undefined,
    axes: true,
    annotations,
    annotationName: (one) => annotationName(one, annotations, report.language),
    guideline,
    reader: reviewerOf(facts),
    organization: report.header.hospital || undefined,
    contentDate: dateOf(facts),
  };
}

/**
 * The structured report with the study's work in its private block, and the report of what was measured at points
 * where there is any.
 */
export async function reportFiles(facts: ReportFacts): Promise<readonly ExportFile[]> {
  const work = await workForReport(facts.study.studyUid, workOfVersion(facts));
  return writeReports({ ...reportInput(facts), work }).map(({ what, bytes }) => ({
    name: exportName(facts.study, what === 'report' ? 'SR.dcm' : 'SR-measurements.dcm'),
    type: DICOM,
    bytes,
  }));
}

/** Contours of what is reported; undefined where there is nothing that a structure set can hold. */
export function structureSetFile(facts: ReportFacts): ExportFile | undefined {
  const { study, series } = facts;
  const { grids, slices } = studyFindings(study.studyUid);
  const grid = grids[series.seriesUid];
  if (!grid || !canWriteSeg(facts) || series.frameOfReferenceUid === '') return undefined;
  const bytes = writeRtStruct({
    study,
    series,
    grid,
    slices: slices[series.seriesUid],
    rois: findingRois(onSeries(facts), false, facts.document.followed),
    contentDate: dateOf(facts),
  });
  return { name: exportName(study, 'RTSTRUCT.dcm'), type: DICOM, bytes };
}

/** Name and number of a finding with its sizes, in the report's language. */
const findingWords =
  ({ document }: ReportFacts) =>
  (finding: ReportFacts['findings'][number]) => {
    const { longAxis, shortAxis } = finding.measurements;
    const name = structureName(finding, document.language);
    return `${name} ${finding.number}\n${formatForDisplay(longAxis)} × ${formatForDisplay(shortAxis)}`;
  };

/**
 * Marks of the reader and axes of reported findings on their images, with the window that each image is seen in where
 * one is given; none where nothing is marked.
 * @param shown images with their windows; they are named though nothing is drawn on them
 */
export function presentationFiles(
  facts: ReportFacts,
  shown: readonly PresentationImage[] = [],
): readonly ExportFile[] {
  const { study, findings, document: report } = facts;
  const annotations = facts.annotations.filter(isStanding);
  const marks = [
    ...annotationMarks(study, annotations, textOf),
    ...axesMarks(study, findings.filter(isReportable), findingWords(facts)),
  ];
  const images = new Map(shown.map((one) => [`${one.sopInstanceUid} ${one.frame}`, one]));
  const seriesOf = (uid: string): Series | undefined =>
    study.series.find((one) => one.instances.some((i) => i.sopInstanceUid === uid));
  for (const { sopInstanceUid, frame } of marks) {
    const series = seriesOf(sopInstanceUid);
    if (!series || images.has(`${sopInstanceUid} ${frame}`)) continue;
    const window = ownWindow(series, sopInstanceUid, frame);
    images.set(`${sopInstanceUid} ${frame}`, {
      seriesUid: series.seriesUid,
      sopInstanceUid,
      frame,
      ...(window && { window }),
    });
  }
  if (images.size === 0) return [];
  const states = writeGsps({
    study,
    images: [...images.values()],
    marks,
    description: report.language === 'zh' ? '标注' : 'Marks',
    contentDate: dateOf(facts),
  });
  return states.map(({ bytes }, n) => ({
    name: exportName(study, states.length > 1 ? `PR-${n + 1}.dcm` : 'PR.dcm'),
    type: DICOM,
    bytes,
  }));
}

/** The window that the file itself asks for. */
function ownWindow(series: Series, uid: string, frame: number): PresentationImage['window'] {
  const instance = series.instances.find((one) => one.sopInstanceUid === uid);
  const image = instance && frameInstance(instance, frame);
  const [center, width] = [image?.windowCenter?.[0], image?.windowWidth?.[0]];
  return center === undefined || width === undefined ? undefined : { center, width };
}

/** The report's PDF as a DICOM object. */
export function pdfObject(facts: ReportFacts, pdf: ExportFile): ExportFile {
  const { study, series, document: report } = facts;
  const title = report.language === 'zh' ? '影像诊断报告' : 'Imaging report';
  const bytes = writeEncapsulatedPdf({
    study,
    series,
    pdf: pdf.bytes,
    title,
    verified: report.signature !== undefined,
    contentDate: dateOf(facts),
  });
  return { name: exportName(study, 'PDF.dcm'), type: DICOM, bytes };
}
