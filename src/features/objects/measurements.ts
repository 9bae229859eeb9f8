/** Measurements of a report as annotations, and findings of a report of Lamplight whose outlines are here. */
import { loadObject } from '../../dicom';
import { annotationsOf, measuredGroups, type MeasuredGroup, type ReportObject } from '../../dicom/objects';
import type { Annotation } from '../../domain/annotation/annotation';
import { software } from '../../domain/report-facts';
import type { Instance, Study } from '../../domain/study';
import { i18n } from '../../i18n';
import { importSegmentation, reviseFindings } from '../findings';
import { notHere, takeAnnotations } from '../measure';
import { useOpen } from '../open';
import { groundOf } from './places';

const studyOf = (studyUid: string | undefined): Study | undefined =>
  useOpen.getState().studies.find((one) => one.studyUid === studyUid);

export const isOwnReport = ({ manufacturer }: Pick<ReportObject, 'manufacturer'>): boolean =>
  manufacturer === software.manufacturer;

/** YYYYMMDD[HHMM[SS]] as an ISO time; the time of reading when it is none. */
function isoOf(written: string): string {
  const match = /^(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2}))?/.exec(written);
  const [, y, m, d, h = '0', min = '0'] = match ?? [];
  const at = match ? new Date(Number(y), Number(m) - 1, Number(d), Number(h), Number(min)) : new Date();
  return Number.isNaN(at.getTime()) ? new Date().toISOString() : at.toISOString();
}

/** "Lesion 1 (from OtherCAD)". */
function foreignName(report: ReportObject, group: MeasuredGroup): string {
  const name = group.name || group.finding?.meaning || i18n.t('objects:report.measurement');
  const by = report.manufacturer || i18n.t('objects:report.otherSystem');
  return i18n.t('objects:report.from', { name: name.slice(0, 200), by: by.slice(0, 64) });
}

/** What the report measured at points, on the images of its study that are open. */
export function measurementsOf(
  report: ReportObject,
  studyUid: string,
  sopInstanceUid: string,
): readonly Annotation[] {
  const study = studyOf(studyUid);
  if (!study) return [];
  const source = {
    sopInstanceUid,
    madeAt: isoOf(report.date),
    nameOf: (group: MeasuredGroup) => foreignName(report, group),
  };
  return annotationsOf(measuredGroups(report.root), study, source, isOwnReport(report));
}

/** Those of them that are not among the reader's own yet. */
export const measurementsToTake = (
  report: ReportObject,
  studyUid: string,
  sopInstanceUid: string,
): readonly Annotation[] => notHere(measurementsOf(report, studyUid, sopInstanceUid));

function instanceOf(sopInstanceUid: string): Instance | undefined {
  for (const study of useOpen.getState().studies)
    for (const series of study.series) {
      const found = series.instances.find((one) => one.sopInstanceUid === sopInstanceUid);
      if (found) return found;
    }
  return undefined;
}

/**
 * A report of Lamplight that carries no work (an archive or a de-identification took the private block out): its
 * content items and its SEG bring back what they can say. Undoable, in steps.
 */
export async function takeOwnReport(
  report: ReportObject,
  studyUid: string,
  sopInstanceUid: string,
): Promise<void> {
  takeAnnotations(measurementsOf(report, studyUid, sopInstanceUid));
  const groups = measuredGroups(report.root);
  const uids = new Set(groups.flatMap(({ segment }) => (segment ? [segment.sopInstanceUid] : [])));
  for (const uid of uids) {
    const instance = instanceOf(uid);
    const object = instance && (await loadObject(instance));
    if (!instance || object?.kind !== 'segmentation') continue;
    const ground = groundOf(object.images, []);
    if (ground) await importSegmentation(instance, ground);
  }
  reviseFindings(studyUid, groups);
}
