/** Every object that Lamplight writes of a case, as the page would write them. */
import * as ph from '../../report/phantom.fixture';
import { caseDate, type WrittenCase } from './cases.fixture';
import {
  annotationMarks,
  axesMarks,
  findingRois,
  segmentNumbers,
  writeEncapsulatedPdf,
  writeGsps,
  writeKeyObjects,
  writeReports,
  writeRtStruct,
  writeSegmentation,
} from './index';
import { segmentFindings } from './segment';

export type WrittenKind = 'sr' | 'seg' | 'rt' | 'pr' | 'ko' | 'pdf';

export interface WrittenObject {
  readonly kind: WrittenKind;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** A PDF of one empty page. */
const pdf = new TextEncoder().encode(
  '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n' +
    '3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF',
);

export const segIds = { sopInstanceUid: '2.25.7751', segSeriesUid: '2.25.7752' };

/** @param more what the structured report holds beside the rest: axes, the study's work */
export function writeCase(
  c: WrittenCase,
  more: { readonly axes?: boolean; readonly work?: Uint8Array } = {},
): readonly WrittenObject[] {
  const { study, series, grid, slices, findings, report, includePending } = c;
  const place = { study, series, grid, slices, contentDate: caseDate };
  const outlined = c.outlined && segmentFindings(findings, includePending).length > 0;
  const seg = outlined
    ? {
        sopInstanceUid: segIds.sopInstanceUid,
        seriesUid: segIds.segSeriesUid,
        segments: segmentNumbers(findings, includePending),
      }
    : undefined;
  const images = series.instances.flatMap((one) =>
    Array.from({ length: one.frames }, (_, n) => ({
      seriesUid: series.seriesUid,
      sopInstanceUid: one.sopInstanceUid,
      frame: n + 1,
      window: { center: n % 2 ? -600 : 40, width: n % 2 ? 1500 : 400 },
    })),
  );
  const marks = [
    ...annotationMarks(study, c.annotations, (one) => `${one.label || one.kind}\n标记 ${one.number}`),
    ...axesMarks(study, segmentFindings(findings, includePending), (f) => `结节 ${f.number}`),
  ];
  const reports = writeReports({
    ...place,
    findings,
    includePending,
    run: findings.length > 0 ? ph.phantomRun(findings) : undefined,
    report,
    language: report.language,
    seg,
    annotations: c.annotations,
    guideline: c.guideline,
    reader: 'Li^Yi=李^医',
    ...more,
  });
  const states = writeGsps({ study, images, marks, description: '标注与窗宽窗位', contentDate: caseDate });
  return [
    ...reports.map(({ bytes }) => ({ kind: 'sr' as const, bytes })),
    ...(outlined
      ? ([
          { kind: 'seg', bytes: writeSegmentation({ ...place, ...segIds, findings, includePending }) },
          { kind: 'rt', bytes: writeRtStruct({ ...place, rois: findingRois(findings, includePending) }) },
        ] as const)
      : []),
    ...states.map(({ bytes }) => ({ kind: 'pr' as const, bytes })),
    {
      kind: 'ko',
      bytes: writeKeyObjects({
        study,
        images: images.slice(0, 2),
        language: report.language,
        description: '关键图像',
        contentDate: caseDate,
      }),
    },
    {
      kind: 'pdf',
      bytes: writeEncapsulatedPdf({ study, series, pdf, title: '诊断报告', contentDate: caseDate }),
    },
  ];
}
