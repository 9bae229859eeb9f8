import { BlobWriter, Uint8ArrayReader, ZipWriter } from '@zip.js/zip.js';
import { isStanding } from '../../domain/annotation/annotation';
import type { Finding } from '../../domain/finding';
import { isReportable } from '../../domain/report-facts';
import { byImportance, toJson, toPdf, toPlainText, type KeyImage } from '../../report';
import { studyFindings } from '../findings';
import { presentationFiles, reportFiles, structureSetFile } from './dicomObjects';
import type { ReportFacts } from './document';
import { exportName } from './names';
import { canWriteSeg, onSeries, segFile, type ExportFile } from './outlines';
import type { StudyReport, KeyShot } from './store';

export { canWriteSeg, elsewhere, segFile, type ExportFile } from './outlines';

/**
 * Does the report leave filled forms and measurements at points to a document beside it? Without findings they stand in
 * the report itself.
 */
export const besideReport = (facts: ReportFacts): boolean =>
  ((facts.document.forms ?? []).length > 0 || facts.annotations.some(isStanding)) &&
  onSeries(facts).some(isReportable);

export const srFile = async (facts: ReportFacts): Promise<ExportFile> => (await reportFiles(facts))[0];

/** The document of filled forms and of what was measured at points, which stands for itself (`besideReport`). */
export const srBesideFile = async (facts: ReportFacts): Promise<ExportFile> => {
  const files = await reportFiles(facts);
  return files[files.length - 1];
};

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

/** SR, SEG, contours and marks in one ZIP, as a PACS import or a mail takes them. */
export async function zipFile(facts: ReportFacts): Promise<ExportFile> {
  const zip = new ZipWriter(new BlobWriter('application/zip'), { useWebWorkers: false });
  const contours = structureSetFile(facts);
  const files = [
    ...(await reportFiles(facts)),
    ...(canWriteSeg(facts) ? [segFile(facts)] : []),
    ...(contours ? [contours] : []),
    ...presentationFiles(facts),
  ];
  for (const file of files) await zip.add(file.name, new Uint8ArrayReader(file.bytes));
  const blob = await zip.close();
  return {
    name: exportName(facts.study, 'DICOM.zip'),
    type: 'application/zip',
    bytes: new Uint8Array(await blob.arrayBuffer()),
  };
}

/** Hands a file to the browser to save. */
export const save = ({ name, type, bytes }: ExportFile): void => saveBlob(name, new Blob([bytes], { type }));

export function saveBlob(name: string, blob: Blob): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser has taken the bytes by then; a minute is for slow disks.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
