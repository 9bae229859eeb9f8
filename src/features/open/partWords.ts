import type { TFunction } from 'i18next';
import type { SeriesPart } from '../../domain/frame-facts';

/** Which part of a DICOM series an entry is, in words; empty when it is the whole. */
export function partWords(part: SeriesPart | undefined, t: TFunction<'open'>): string {
  if (!part) return '';
  if (part.kind === 'localizer') return t('part.localizer');
  const { number, of } = part;
  if (part.kind === 'planes') return t('part.planes', { number, of });
  const phase = t('part.phase', { number, of });
  const value = part.value === undefined ? undefined : Math.round(part.value * 10) / 10;
  switch (value === undefined ? undefined : part.by) {
    case 'echo':
      return `${phase}  TE ${value} ms`;
    case 'bValue':
      return `${phase}  b ${value}`;
    case 'trigger':
      return `${phase}  ${value} ms`;
    case 'percent':
      return `${phase}  ${value}%`;
    default:
      return phase;
  }
}
