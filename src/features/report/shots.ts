import type { Finding } from '../../domain/finding';
import { imageOf } from '../../domain/lesion';
import type { VoxelMask } from '../../domain/volume';
import { marksOf, studyFindings, useFindings } from '../findings';
import { useOpen } from '../open';
import { captureKeyImage } from '../read';
import { isReportable } from '../../report';
import { putShot, studyReport, useReport, type KeyShot } from './store';

/** Side of the square that a key image shows, mm: the nodule and enough around it to know where it is. */
const FIELD_MM = 100;

/** Tells outlines apart that have as many voxels: where they begin, and a sum that goes with every voxel's place. */
function traceOf({ start, size, data }: VoxelMask): string {
  let sum = 0;
  for (let v = 0; v < data.length; v++) if (data[v] === 1) sum = (sum * 31 + v + 1) | 0;
  return [...start, ...size, sum].join();
}

/** What the picture depends on; language too, since the caption has words. */
export const basisOf = (f: Finding, language: string): string =>
  [
    f.keyImage.sopInstanceUid,
    f.axes.slice,
    traceOf(f.mask),
    f.axes.long.flat().join(),
    f.axes.short.flat().join(),
    f.review,
    language,
  ].join('|');

let queue: Promise<void> = Promise.resolve();

/**
 * Takes the pictures that are missing or show what is no longer so, one after the other. Pictures of findings that
 * left the report are let go.
 */
export function refreshShots(findings: readonly Finding[], language: string): Promise<void> {
  const wanted = findings.filter(isReportable);
  const all = [
    ...Object.values(useFindings.getState().studies).flatMap((study) => study.findings),
    ...Object.values(useReport.getState().studies).flatMap(({ versions }) =>
      versions.flatMap((version) => version.findings),
    ),
  ];
  for (const uid of Object.keys(useReport.getState().shots))
    if (!all.some((f) => f.trackingUid === uid && isReportable(f))) putShot(uid, undefined);
  for (const f of wanted) queue = queue.then(() => refresh(f, language));
  return queue;
}

async function refresh(f: Finding, language: string): Promise<void> {
  const basis = basisOf(f, language);
  if (useReport.getState().shots[f.trackingUid]?.basis === basis) return;
  const study = studyFindings(f.studyUid);
  const now = study.findings.find((one) => one.trackingUid === f.trackingUid);
  const series = useOpen
    .getState()
    .studies.find((s) => s.studyUid === f.studyUid)
    ?.series.find((s) => s.seriesUid === f.seriesUid);
  // It changed again while it waited; the newer request takes its picture. What was signed does not change.
  if ((now !== f && !isSigned(f)) || !series) return;
  const own = { ...study, findings: [f], currentUid: f.trackingUid };
  try {
    const blob = await captureKeyImage({
      series,
      point: middle(f),
      image: imageOf(f),
      marks: marksOf(own, {}),
      fieldMm: FIELD_MM,
    });
    const png = new Uint8Array(await blob.arrayBuffer());
    // Closed, removed or changed while the picture was taken: it would never be let go, or show what is no longer so.
    if (!studyFindings(f.studyUid).findings.includes(f) && !isSigned(f)) return;
    const shot: KeyShot = { png, url: URL.createObjectURL(blob), basis };
    putShot(f.trackingUid, shot);
  } catch (error) {
    // The report goes without this picture and says so in its place.
    console.warn('key image:', error);
  }
}

/** Is it a finding as a version of the report holds it? */
const isSigned = (f: Finding): boolean =>
  studyReport(f.studyUid).versions.some((version) => version.findings.includes(f));

/** Middle of the long axis: on the measured slice, which the key image shows. */
const middle = ({ axes }: Finding): Finding['point'] => {
  const [a, b] = axes.long;
  return [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2, (a[2] + b[2]) / 2];
};
