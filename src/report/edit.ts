/**
 * The reader's edits, as a layer over what was built. A rebuild replaces the layer below and lays the same edits
 * over it again, so an edited sentence is never overwritten, and the edit of a finding that was rejected waits under
 * its key until an undo brings the finding back. All functions are pure.
 */
import type {
  ReportDocument,
  ReportSection,
  SectionId,
  Sentence,
  SentenceEdit,
} from '../domain/report-facts';

/** What an edit stands on: the built text, and whether it contradicted the findings then. */
const basisOf = ({ generated, conflict }: Sentence): string =>
  conflict ? `${generated} [contradicts]` : generated;

function editedSentence(built: Sentence, edit: Extract<SentenceEdit, { kind: 'text' }>): Sentence {
  // A reminder that the reader wrote over is the reader's own sentence from then on, and is exported.
  return {
    ...built,
    text: edit.text,
    edited: true,
    stale: edit.basis !== basisOf(built),
    conflict: undefined,
    draftOnly: undefined,
  };
}

function addedSentence(edit: Extract<SentenceEdit, { kind: 'added' }>): Sentence {
  const { key, text, findingUids } = edit;
  return { key, text, generated: '', findingUids, edited: true, stale: false };
}

/** Sentences of an impression that nobody has written yet. */
export const isStandIn = (key: string): boolean =>
  key === 'impression:missing' || key === 'impression:ai' || key.startsWith('impression:ai:');

/** Somebody said something here: the reader, a form, a field; a stand-in and a reminder are nothing. */
export const isWritten = (s: Sentence): boolean =>
  s.edited || (!s.draftOnly && !isStandIn(s.key) && s.text.trim() !== '');

function laid(section: ReportSection, report: ReportDocument, edits: readonly SentenceEdit[]): ReportSection {
  const removed = new Set(edits.filter((e) => e.kind === 'removed').map((e) => e.key));
  const reported = new Set(report.built.flatMap((s) => s.sentences.flatMap((x) => x.findingUids)));
  const sentences: Sentence[] = section.sentences.map((built) => {
    const edit = edits.find(
      (e) => e.kind === 'text' && e.key === built.key && e.language === report.language,
    );
    return edit?.kind === 'text' ? editedSentence(built, edit) : built;
  });
  for (const edit of edits) {
    if (edit.kind !== 'added' || edit.section !== section.id || edit.language !== report.language) continue;
    // The reader's own sentence about a finding goes and comes back with it.
    if (!edit.findingUids.every((uid) => reported.has(uid))) continue;
    const at = edit.after === undefined ? -1 : sentences.findIndex((s) => s.key === edit.after);
    sentences.splice(at < 0 ? sentences.length : at + 1, 0, addedSentence(edit));
  }
  // Removed only now, so that a sentence added after a removed one keeps its place.
  const left = sentences.filter((s) => !removed.has(s.key));
  // What stands in for an impression gives way to any sentence that somebody wrote, by hand or by a form.
  const written = left.some(isWritten);
  return {
    ...section,
    sentences: left.filter((s) => !(written && isStandIn(s.key) && !s.edited)),
  };
}

/** Lays edits over the built sections. */
function withEdits(report: ReportDocument, edits: readonly SentenceEdit[]): ReportDocument {
  const sections = report.built.map((section) => laid(section, report, edits));
  const shown = new Set(report.built.flatMap((s) => s.sentences.map((x) => x.key)));
  const elsewhere = edits.filter(
    (e) => e.kind !== 'removed' && e.language !== report.language && (e.kind === 'added' || shown.has(e.key)),
  );
  return { ...report, sections, edits, editedInOtherLanguage: elsewhere.map((e) => e.key) };
}

/**
 * A rebuilt report with the edits of the one before. Sentences not edited come from the rebuild. Edits whose
 * sentence is not there now are kept for when it comes back; those made in the other language are kept, and named
 * in `editedInOtherLanguage`.
 */
export function mergeEdits(rebuilt: ReportDocument, previous: ReportDocument | undefined): ReportDocument {
  return previous ? withEdits(rebuilt, previous.edits) : rebuilt;
}

function within(sections: readonly ReportSection[], key: string): Sentence {
  for (const section of sections)
    for (const sentence of section.sentences) if (sentence.key === key) return sentence;
  throw new RangeError(`no sentence ${key} in the report`);
}
const find = (report: ReportDocument, key: string): Sentence => within(report.sections, key);
const builtOf = (report: ReportDocument, key: string): Sentence => within(report.built, key);

const withoutText = (report: ReportDocument, key: string): readonly SentenceEdit[] =>
  report.edits.filter((e) => !(e.kind === 'text' && e.key === key && e.language === report.language));

/**
 * Replaces the text of a sentence. Giving back the built text takes the edit away.
 * @throws RangeError when the sentence is not in the report.
 */
export function editSentence(report: ReportDocument, key: string, text: string): ReportDocument {
  const sentence = find(report, key);
  const added = report.edits.find((e) => e.kind === 'added' && e.key === key);
  if (added?.kind === 'added')
    return withEdits(
      report,
      report.edits.map((e) => (e === added ? { ...added, text } : e)),
    );
  const others = withoutText(report, key);
  if (text === sentence.generated) return withEdits(report, others);
  return withEdits(report, [
    ...others,
    { kind: 'text', key, language: report.language, text, basis: basisOf(builtOf(report, key)) },
  ]);
}

/**
 * The reader looked at a sentence whose data changed under it, or that contradicts a finding, and lets it stand.
 * @throws RangeError when the sentence is not in the report.
 */
export function confirmSentence(report: ReportDocument, key: string): ReportDocument {
  const { text } = find(report, key);
  const basis = basisOf(builtOf(report, key));
  return withEdits(report, [
    ...withoutText(report, key),
    { kind: 'text', key, language: report.language, text, basis },
  ]);
}

/**
 * Back to what the data say: takes the edit of a built sentence away.
 * @throws RangeError when the sentence is not in the report, or is the reader's own and has nothing to go back to.
 */
export function revertSentence(report: ReportDocument, key: string): ReportDocument {
  const { generated } = find(report, key);
  if (generated === '') throw new RangeError(`sentence ${key} was not built from data`);
  return editSentence(report, key, generated);
}

export interface NewSentence {
  readonly section: SectionId;
  readonly text: string;
  /** Key of the sentence to follow; the end of the section when absent or not there. */
  readonly after?: string;
  readonly findingUids?: readonly string[];
}

/** Adds a sentence of the reader. Its key is `added:<n>`, the next free number. */
export function addSentence(report: ReportDocument, sentence: NewSentence): ReportDocument {
  const used = report.edits.map((e) => (e.key.startsWith('added:') ? Number(e.key.slice(6)) : 0));
  return withEdits(report, [
    ...report.edits,
    {
      kind: 'added',
      key: `added:${Math.max(0, ...used) + 1}`,
      language: report.language,
      section: sentence.section,
      text: sentence.text,
      after: sentence.after,
      findingUids: sentence.findingUids ?? [],
    },
  ]);
}

/**
 * Takes a sentence out, in both languages. The finding itself stays: rejecting it is another act.
 * @throws RangeError when the sentence is not in the report.
 */
export function removeSentence(report: ReportDocument, key: string): ReportDocument {
  find(report, key);
  const added = report.edits.some((e) => e.kind === 'added' && e.key === key);
  if (added)
    return withEdits(
      report,
      report.edits.filter((e) => e.key !== key),
    );
  return withEdits(report, [...report.edits, { kind: 'removed', key }]);
}

/** Brings a removed sentence back, with its edit. No effect when it was not removed. */
export function restoreSentence(report: ReportDocument, key: string): ReportDocument {
  return withEdits(
    report,
    report.edits.filter((e) => !(e.kind === 'removed' && e.key === key)),
  );
}

/** Sections that say nothing by being empty; the others say that they were not completed. */
const mayBeEmpty: readonly SectionId[] = ['clinical', 'comparison', 'addendum'];

/** What leaves the page: no reminders, no placeholders, no empty section that need not be there. */
export function exported(report: ReportDocument): readonly ReportSection[] {
  return report.sections
    .map((section) => ({
      ...section,
      sentences: section.sentences.filter((s) => !s.draftOnly && s.text.trim() !== ''),
    }))
    .filter((section) => section.sentences.length > 0 || !mayBeEmpty.includes(section.id));
}

/** Sentences that the reader must look at before anything leaves: stale ones, and those that contradict a finding. */
export const unsettled = (report: ReportDocument): readonly Sentence[] =>
  report.sections.flatMap((section) => section.sentences.filter((s) => s.stale || s.conflict));
