import type { Laterality, Lobe, NoduleType } from '../../domain/finding';
import { drafted } from '../history';
import { change } from './change';
import { findByUid, type StudyFindings } from './store';

/** The reader's own type; undefined takes it away. `typeMethod` goes, since no method but the reader's eye made it. */
export function setType(uid: string, type: NoduleType | undefined): void {
  const f = findByUid(uid);
  if (!f || f.type === type) return;
  change('type', f, { ...f, type, typeMethod: undefined });
}

const sideOf = (lobe: Lobe) => (lobe.startsWith('R') ? 'right' : 'left');

/** The reader's own lobe; it also settles the side. Undefined takes the lobe away and leaves the side. */
export function setLobe(uid: string, lobe: Lobe | undefined): void {
  const f = findByUid(uid);
  if (!f || f.lobe === lobe) return;
  change('lobe', f, { ...f, lobe, laterality: lobe ? sideOf(lobe) : f.laterality });
}

/** The reader's own side; a lobe of the other side is taken away. */
export function setSide(uid: string, side: Laterality | undefined): void {
  const f = findByUid(uid);
  if (!f || f.laterality === side) return;
  change('side', f, { ...f, laterality: side, lobe: f.lobe && sideOf(f.lobe) === side ? f.lobe : undefined });
}

/** The reader's remark on a finding; an empty one takes it away. */
export function setNote(uid: string, note: string): void {
  const f = findByUid(uid);
  const text = note.trim() || undefined;
  if (!f || f.note === text) return;
  const noted = { ...f, note: text };
  const lay = ({ findings, ...others }: StudyFindings): StudyFindings => ({
    ...others,
    findings: findings.map((one) => (one.trackingUid === uid ? { ...one, note: text } : one)),
  });
  if (drafted('findings', f.studyUid, lay)) return;
  change('note', f, noted);
}
