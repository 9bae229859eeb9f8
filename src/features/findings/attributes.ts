import type { Laterality, Lobe, NoduleType } from '../../domain/finding';
import { kindIn, organOf, type UltrasoundOrgan } from '../../domain/ultrasound-finding';
import type { ThyroidPlace } from '../../domain/ultrasound-facts';
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

/**
 * The organ that a lesion on ultrasound is of: its kind follows, a place in the thyroid goes with the thyroid, and what
 * the analysis of the breast said goes with the breast.
 */
export function setOrgan(uid: string, organ: UltrasoundOrgan): void {
  const f = findByUid(uid);
  if (!f?.ultrasound || organOf(f) === organ) return;
  const { suggested, suspicion, ...facts } = f.ultrasound;
  const ofBreast = organ === 'breast' && { ...(suggested && { suggested }), ...(suspicion && { suspicion }) };
  change('organ', f, {
    ...f,
    kind: kindIn(organ),
    ultrasound: { ...facts, ...ofBreast },
    ...(organ !== 'thyroid' && { thyroid: undefined }),
  });
}

/** Lobe and height in the thyroid, as the reader says. */
export function setThyroidPlace(uid: string, place: ThyroidPlace): void {
  const f = findByUid(uid);
  if (!f) return;
  const { site, level } = place;
  if (f.thyroid?.site === site && f.thyroid?.level === level) return;
  // The isthmus has no thirds.
  const thyroid = { ...(site && { site }), ...(level && site !== 'isthmus' && { level }) };
  const laterality = site === 'right' || site === 'left' ? site : undefined;
  change('thyroidPlace', f, { ...f, thyroid, laterality });
}
