/** What an analysis measures and the reader has not looked at: drawn and listed, and waiting for the reader's word. */
import type { Annotation } from '../../domain/annotation/annotation';
import { nextNumber } from '../../domain/annotation/name';
import { shapes } from '../../domain/annotation/shapes';
import { pointsOfLines, type CardiothoracicLines } from '../../domain/cardiothoracic';
import { frameInstance } from '../../domain/frames';
import { uidFromName } from '../../domain/uid';
import { imageScale } from '../../viewport';
import { useOpen } from '../open';
import { putStudy, studyAnnotations } from './store';

export interface CardiothoracicProposal {
  readonly studyUid: string;
  readonly seriesUid: string;
  readonly sopInstanceUid: string;
  /** From 1; 1 when absent. */
  readonly frame?: number;
  readonly lines: CardiothoracicLines;
  readonly origin: NonNullable<Annotation['origin']>;
  /** ISO time of the run. */
  readonly madeAt: string;
}

/**
 * Lays the three lines of an analysis over a film. It takes the place of an earlier proposal of the same analysis for
 * the image that the reader has not judged; what was accepted, corrected or rejected stays as it is. No step of the
 * history: running is no work of the reader's. Undefined when nothing was laid, or the image is not open.
 */
export function proposeCardiothoracic(proposal: CardiothoracicProposal): Annotation | undefined {
  const { studyUid, seriesUid, sopInstanceUid, frame = 1, lines, origin, madeAt } = proposal;
  const study = useOpen.getState().studies.find((one) => one.studyUid === studyUid);
  const series = study?.series.find((one) => one.seriesUid === seriesUid);
  const instance = series?.instances.find((one) => one.sopInstanceUid === sopInstanceUid);
  if (!instance) return undefined;
  const place = { on: 'image', sopInstanceUid, frame } as const;
  const here = (one: Annotation): boolean =>
    one.kind === 'cardiothoracic' &&
    one.origin?.analysisId === origin.analysisId &&
    one.place.on === 'image' &&
    one.place.sopInstanceUid === sopInstanceUid &&
    one.place.frame === frame;
  const before = studyAnnotations(studyUid);
  if (before.some((one) => here(one) && one.review !== 'pending')) return undefined;
  const others = before.filter((one) => !here(one));
  const points = pointsOfLines(lines);
  const scale = imageScale(frameInstance(instance, frame), points);
  const annotation: Annotation = {
    uid: uidFromName(`${origin.analysisId} ${origin.modelSha256} ${sopInstanceUid} ${frame} cardiothoracic`),
    kind: 'cardiothoracic',
    studyUid,
    seriesUid,
    place,
    points,
    label: '',
    number: nextNumber('cardiothoracic', others),
    ...shapes.cardiothoracic.measure(points, { scale }),
    origin,
    review: 'pending',
    madeAt,
  };
  putStudy(studyUid, [...others, annotation]);
  return annotation;
}

/** Takes back what an analysis proposed for a series and the reader has not judged: it runs again, or was refused. */
export function dropProposals(studyUid: string, seriesUid: string, analysisId: string): void {
  const before = studyAnnotations(studyUid);
  const kept = before.filter(
    (one) => one.review !== 'pending' || one.seriesUid !== seriesUid || one.origin?.analysisId !== analysisId,
  );
  if (kept.length < before.length) putStudy(studyUid, kept);
}
