import { BlobWriter, Uint8ArrayReader, ZipWriter } from '@zip.js/zip.js';
import type { Finding } from '../../domain/finding';
import type { Grid } from '../../domain/geometry';
import {
  gridOnImages,
  newUid,
  segmentNumbers,
  writeSegmentation,
  writeStructuredReport,
} from '../../dicom/writers';
import { byImportance, isReportable, toJson, toPdf, toPlainText, type KeyImage } from '../../report';
import { studyFindings } from '../findings';
import type { ReportFacts } from './document';
import { exportName } from './names';
import type { StudyReport, KeyShot } from './store';

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

function identityOf(findings: readonly Finding[]): Identity {
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
  return onSeries(facts).some(isReportable) && grid !== undefined && gridOnImages(series, grid, names);
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
      contentDate: date,
      sopInstanceUid: seg.sop,
      segSeriesUid: seg.series,
    }),
  };
}

/** With no finding it holds the text alone, which says whether an analysis ran and what was not reviewed. */
export function srFile(facts: ReportFacts): ExportFile {
  const { study, series, run, findings, document: report } = facts;
  const own = onSeries(facts);
  const { seg } = identityOf(findings);
  return {
    name: exportName(study, 'SR.dcm'),
    type: DICOM,
    bytes: writeStructuredReport({
      study,
      series,
      run,
      report,
      language: report.language,
      findings: own,
      seg: canWriteSeg(facts)
        ? { sopInstanceUid: seg.sop, seriesUid: seg.series, segments: segmentNumbers(own) }
        : undefined,
      contentDate: new Date(),
    }),
  };
}

const text = (content: string) => new TextEncoder().encode(content) as Uint8Array<ArrayBuffer>;

/** UTF-8 with a byte order mark: without it, Windows tools read Chinese as GBK. */
export const txtFile = (facts: ReportFacts): ExportFile => ({
  name: exportName(facts.study, `report_${facts.document.language}.txt`),
  type: 'text/plain;charset=utf-8',
  bytes: text(`\ufeff${toPlainText(facts.document)}`),
});

export const jsonFile = ({
  study,
  findings,
  run,
  runs,
  guideline,
  document: report,
}: ReportFacts): ExportFile => ({
  name: exportName(study, 'report.json'),
  type: 'application/json',
  bytes: text(
    toJson({
      report,
      study,
      findings,
      run,
      runs,
      guideline,
      originals: studyFindings(study.studyUid).originals,
      history: studyFindings(study.studyUid).history,
    }),
  ),
});

/** Pictures of what is reported, the most important first, but those that the reader took out. */
export function keyImagesOf(
  findings: readonly Finding[],
  shots: Readonly<Record<string, KeyShot>>,
  { withoutImage }: StudyReport,
  caption: (f: Finding) => string,
): KeyImage[] {
  return byImportance(findings)
    .filter((f) => !withoutImage.includes(f.trackingUid))
    .flatMap((f) => {
      const shot = shots[f.trackingUid];
      return shot ? [{ png: shot.png, caption: caption(f) }] : [];
    });
}

export async function pdfFile(facts: ReportFacts, keyImages: readonly KeyImage[]): Promise<ExportFile> {
  const { study, document: report } = facts;
  return {
    name: exportName(study, `report_${report.language}.pdf`),
    type: 'application/pdf',
    bytes: await toPdf({ report, study, keyImages, language: report.language }),
  };
}

/** SR and SEG in one ZIP, as a PACS import or a mail takes them. */
export async function zipFile(facts: ReportFacts): Promise<ExportFile> {
  const zip = new ZipWriter(new BlobWriter('application/zip'), { useWebWorkers: false });
  const files = canWriteSeg(facts) ? [srFile(facts), segFile(facts)] : [srFile(facts)];
  for (const file of files) await zip.add(file.name, new Uint8ArrayReader(file.bytes));
  const blob = await zip.close();
  return {
    name: exportName(facts.study, 'DICOM.zip'),
    type: 'application/zip',
    bytes: new Uint8Array(await blob.arrayBuffer()),
  };
}

/** Hands a file to the browser to save. */
export function save(file: ExportFile): void {
  const url = URL.createObjectURL(new Blob([file.bytes], { type: file.type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = file.name;
  link.click();
  // The browser has taken the bytes by then; a minute is for slow disks.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
