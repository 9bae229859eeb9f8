/** What everything of a report consists of, and why a part may be missing. */
import { writeKeyObjects, type KeyObject, type NoEntry } from '../../dicom/writers';
import type { Instance } from '../../domain/study';
import { byImportance, isPending, isReportable } from '../../report';
import { keyImagesOf } from '../out';
import { pdfObject, presentationFiles, reportFiles, structureSetFile } from './dicomObjects';
import type { ReportFacts } from './document';
import { docxFile, fhirFile, htmlFile } from './documents';
import { elsewhere, jsonFile, pdfFile, txtFile, type ExportFile } from './files';
import { exportName } from './names';
import { canWriteSeg, segFile } from './outlines';
import { picturesOf } from './pictures';
import { studyReport } from './store';

/** Kinds of what is saved; keys of the catalogue `export:part.*`. */
export type PartId =
  | 'pdf'
  | 'docx'
  | 'html'
  | 'txt'
  | 'json'
  | 'fhir'
  | 'sr'
  | 'seg'
  | 'rt'
  | 'pr'
  | 'ko'
  | 'pdfObject'
  | 'images';

/** In the order in which they are named and made; the images are asked for apart. */
export const documentIds = [
  'pdf',
  'docx',
  'html',
  'txt',
  'json',
  'fhir',
] as const satisfies readonly PartId[];
export const objectIds = ['sr', 'seg', 'rt', 'pr', 'ko', 'pdfObject'] as const satisfies readonly PartId[];

/** Why something is not in it; keys of the catalogue `export:why.*`. */
export type WhyNot =
  | NoEntry
  | 'noOutlines'
  | 'notOnImages'
  | 'noKeyImages'
  | 'noMarks'
  | 'notChosen'
  | 'sameIdentifier'
  | 'failed'
  | 'pending'
  | 'rejected'
  | 'elsewhere';

/** Something that is left out: a part, findings, or single files of the images. */
export interface LeftOut {
  readonly what: PartId | 'findings';
  readonly why: WhyNot;
  /** Findings or files; 1 for a part. */
  readonly count: number;
  /** The error's own words. */
  readonly detail?: string;
}

/** Findings that are in no file but the JSON, where every finding is, and those that no DICOM object can hold. */
export function findingsLeftOut(facts: ReportFacts): readonly LeftOut[] {
  const { findings } = facts;
  const counts = [
    ['pending', findings.filter(isPending).length],
    ['rejected', findings.filter((f) => f.review === 'rejected').length],
    ['elsewhere', elsewhere(facts).length],
  ] as const;
  return counts.flatMap(([why, count]) => (count > 0 ? [{ what: 'findings' as const, why, count }] : []));
}

/** Images that the reader marked, and those of findings whose picture is in the report; each once. */
function keyObjects({ study, findings }: ReportFacts): readonly KeyObject[] {
  const { withoutImage } = studyReport(study.studyUid);
  const found = byImportance(findings)
    .filter((f) => !withoutImage.includes(f.trackingUid))
    .map(({ seriesUid, keyImage: { sopInstanceUid, frame } }) => ({ seriesUid, sopInstanceUid, frame }));
  const all = [...keyImagesOf(study.studyUid), ...found];
  return [...new Map(all.map((one) => [`${one.sopInstanceUid} ${one.frame}`, one])).values()];
}

function keyObjectFile(facts: ReportFacts): ExportFile | undefined {
  const images = keyObjects(facts);
  if (images.length === 0) return undefined;
  const { study, document: report } = facts;
  return {
    name: exportName(study, 'KO.dcm'),
    type: 'application/dicom',
    bytes: writeKeyObjects({ study, images, language: report.language, contentDate: new Date() }),
  };
}

/** Every file of the study once: parts of a series share none, but the same file may have come twice. */
export const sourcesOf = ({ study }: Pick<ReportFacts, 'study'>): readonly Instance[] => [
  ...new Map(study.series.flatMap((s) => s.instances).map((i) => [i.sopInstanceUid, i])).values(),
];

export type Made = readonly ExportFile[] | WhyNot;

/** The parts in the order in which they are made; each gives its files, or why there are none. */
export function makersOf(facts: ReportFacts): readonly (readonly [PartId, () => Made | Promise<Made>])[] {
  // Made once, and named by three.
  let pictures: ReturnType<typeof picturesOf> | undefined;
  let pdf: Promise<ExportFile> | undefined;
  const images = () => (pictures ??= picturesOf(facts));
  const paper = () => (pdf ??= images().then((all) => pdfFile(facts, all)));
  const outlined = (file: () => ExportFile | undefined): Made => {
    if (!facts.findings.some((f) => isReportable(f) && f.seriesUid === facts.series.seriesUid))
      return 'noOutlines';
    const made = canWriteSeg(facts) ? file() : undefined;
    return made ? [made] : 'notOnImages';
  };
  const shown = () =>
    keyImagesOf(facts.study.studyUid).map(({ seriesUid, sopInstanceUid, frame, window }) => ({
      seriesUid,
      sopInstanceUid,
      frame,
      ...(window && { window }),
    }));
  return [
    ['pdf', async () => [await paper()]],
    ['docx', async () => [await docxFile(facts, await images())]],
    ['html', async () => [htmlFile(facts, await images())]],
    ['txt', () => [txtFile(facts)]],
    ['json', () => [jsonFile(facts)]],
    ['fhir', async () => [fhirFile(facts, 'R4', (await paper()).bytes)]],
    ['sr', () => reportFiles(facts)],
    ['seg', () => outlined(() => segFile(facts))],
    ['rt', () => outlined(() => structureSetFile(facts))],
    [
      'pr',
      () => {
        const made = presentationFiles(facts, shown());
        return made.length > 0 ? made : 'noMarks';
      },
    ],
    [
      'ko',
      () => {
        const made = keyObjectFile(facts);
        return made ? [made] : 'noKeyImages';
      },
    ],
    ['pdfObject', async () => [pdfObject(facts, await paper())]],
  ];
}
