import type { Study } from '../../domain/study';

/** Characters that every file system takes; others become a hyphen. */
const safe = (text: string): string => text.replace(/[^\p{L}\p{N}.-]+/gu, '-').replace(/^-+|-+$/g, '');

/** "lamplight_LIDC-0001_20000101_SR.dcm". A study without an id or a date says "noid", "nodate". */
export function exportName(study: Study, ending: string): string {
  const id = safe(study.patient.id).slice(0, 40) || 'noid';
  return `lamplight_${id}_${safe(study.date) || 'nodate'}_${ending}`;
}
