/** How annotations are called and where they lie, in the reader's language. */
import type { Annotation, AnnotationKind } from '../../domain/annotation/annotation';
import { numberOf } from '../../domain/annotation/name';
import { seriesFrames } from '../../domain/frames';
import { cross, type Vec3 } from '../../domain/geometry';
import type { Series, Study } from '../../domain/study';
import { i18n } from '../../i18n';

export const kindName = (kind: AnnotationKind): string => i18n.t(`measure:kind.${kind}`);

/** "Length 2", "Opacity 1": kind and number. */
export const numberedName = (one: Annotation, all: readonly Annotation[]): string =>
  `${one.mark ? i18n.t(`measure:mark.${one.mark.kind}`) : kindName(one.kind)} ${numberOf(one, all)}`;

/** The reader's own name for it, or kind and number. */
export const nameOf = (one: Annotation, all: readonly Annotation[]): string =>
  one.label || numberedName(one, all);

export const seriesOf = ({ seriesUid }: Annotation, study: Study | undefined): Series | undefined =>
  study?.series.find((series) => series.seriesUid === seriesUid);

/** Number of its image in the order of reading, from 1; undefined on planes and where the image is not here. */
export function imageNumber({ place }: Annotation, series: Series | undefined): number | undefined {
  if (place.on !== 'image' || !series) return undefined;
  const at = seriesFrames(series).findIndex(
    ({ instance, frame }) => instance.sopInstanceUid === place.sopInstanceUid && frame === place.frame,
  );
  return at < 0 ? undefined : at + 1;
}

const planes = ['sagittal', 'coronal', 'axial'] as const;

/** Which plane of the patient a normal stands on; within 10 degrees of it. */
export function planeName(right: Vec3, down: Vec3): (typeof planes)[number] | 'oblique' {
  const normal = cross(right, down);
  return planes.find((...[, axis]) => Math.abs(normal[axis]) > 0.985) ?? 'oblique';
}

/** "Image 21" or the plane that it lies on. */
export function whereOf(one: Annotation, series: Series | undefined): string {
  if (one.place.on === 'plane') return i18n.t(`measure:plane.${planeName(one.place.right, one.place.down)}`);
  const number = imageNumber(one, series);
  return number === undefined ? i18n.t('measure:imageGone') : i18n.t('measure:image', { number });
}

export const seriesName = (series: Series | undefined): string => {
  if (!series) return i18n.t('measure:seriesGone');
  const number = series.number === undefined ? '' : `${series.number} `;
  return `${number}${series.description || series.modality}`;
};
