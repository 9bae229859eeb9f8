/**
 * Second-reader mode: the reader looks alone first; AI's marks, their number and what the report says of them stay
 * hidden until the reader says that the first reading is finished. What was marked before counts as found by the
 * reader, and a mark of AI's on the same lesion joins it.
 */
import type { Finding } from '../../domain/finding';
import { isLungNodule } from '../../domain/lesion';
import { changeSettings, useSettings } from '../settings';
import { sameLesion } from './overlap';
import { isUnseen, numbered, shownOf } from './shown';
import { noteEvent, patchStudy, say, studyFindings, type StudyFindings } from './store';

/** Made by the reader in this page, not taken out of a file. */
export const isOwn = (f: Finding, study: Pick<StudyFindings, 'imported'>): boolean =>
  f.origin.kind === 'reader' && !study.imported.includes(f.trackingUid);

/** Has the reader seen marks of AI in this study? What was seen cannot be hidden again. */
export const sawMarks = (study: StudyFindings): boolean =>
  study.pass === 'second' ||
  (study.pass === undefined && study.findings.some((f) => f.origin.kind === 'analysis'));

/** AI's candidates that lie on the reader's marks: uid of the candidate, then of the reader's. */
export function joinsOf(study: StudyFindings): Readonly<Record<string, string>> {
  const own = study.findings.filter((f) => isOwn(f, study) && f.review !== 'rejected' && isLungNodule(f));
  const joined: Record<string, string> = {};
  for (const f of study.findings) {
    if (!isUnseen(f)) continue;
    const on = own.find((mine) => sameLesion(mine, f));
    if (on) joined[f.trackingUid] = on.trackingUid;
  }
  return joined;
}

/** The candidate of AI's that lies on a mark of the reader's, if any. */
export function partnerOf(
  study: Pick<StudyFindings, 'joined' | 'findings'>,
  uid: string,
): Finding | undefined {
  const at = Object.keys(study.joined).find((candidate) => study.joined[candidate] === uid);
  return at === undefined ? undefined : study.findings.find((f) => f.trackingUid === at);
}

/** Joins candidates to the reader's marks, and writes that into their history. */
export function withJoins(study: StudyFindings, at = new Date().toISOString()): StudyFindings {
  const joined = joinsOf(study);
  const history = { ...study.history };
  for (const [candidate, own] of Object.entries(joined)) {
    if (study.joined[candidate] === own) continue;
    const f = study.findings.find((one) => one.trackingUid === candidate);
    if (f?.origin.kind !== 'analysis') continue;
    const { modelId, modelVersion } = f.origin;
    history[own] = [
      ...(history[own] ?? []),
      { at, what: 'alsoFound', model: `${modelId} ${modelVersion}`, score: f.score?.value },
    ];
  }
  return { ...study, joined, history };
}

/** Begins the first reading of a study when the reader works so and nothing of AI's was seen yet. */
export function beginFirstPass(studyUid: string): void {
  const study = studyFindings(studyUid);
  if (useSettings.getState().secondReader && study.pass === undefined && !sawMarks(study))
    patchStudy(studyUid, { pass: 'first' });
}

/**
 * Switches the mode for this and later studies. A study whose marks were seen already stays as it is, and a message
 * says so; switching it off shows what was hidden.
 */
export function setSecondReader(studyUid: string | undefined, on: boolean): void {
  changeSettings({ secondReader: on });
  if (studyUid === undefined) return;
  const study = studyFindings(studyUid);
  if (!on) {
    if (study.pass === 'first') finishFirstPass(studyUid);
    return;
  }
  if (sawMarks(study)) say('secondReaderLater');
  else patchStudy(studyUid, { pass: 'first' });
}

/** What the two readings gave, in lung nodules: by the reader alone, by both, by AI alone. */
export interface Comparison {
  readonly readerOnly: number;
  readonly both: number;
  readonly aiOnly: number;
}

/** How the reader's first reading and AI's marks compare, as far as they are shown now. */
export function compareReadings(study: StudyFindings): Comparison {
  const shown = shownOf(study);
  const partners = new Set(Object.values(study.joined));
  const first = shown.filter((f) => study.ownFirst.includes(f.trackingUid));
  const both = first.filter((f) => partners.has(f.trackingUid)).length;
  return {
    readerOnly: first.length - both,
    both,
    aiOnly: shown.filter((f) => f.origin.kind === 'analysis' && isLungNodule(f)).length,
  };
}

let revealed: ((studyUid: string) => void) | undefined;

/** The analysis feature says what else a run showed, and held back in the first reading; findings may not import it. */
export function onRevealed(show: (studyUid: string) => void): void {
  revealed = show;
}

/** The reader has finished the first reading: AI's marks appear. Not undoable: what was seen was seen. */
export function finishFirstPass(studyUid: string): void {
  const study = studyFindings(studyUid);
  if (study.pass !== 'first') return;
  patchStudy(studyUid, numbered(withJoins({ ...study, pass: 'second' })));
  const at = new Date().toISOString();
  for (const uid of study.ownFirst) noteEvent(studyUid, uid, { at, what: 'revealed' });
  revealed?.(studyUid);
}
