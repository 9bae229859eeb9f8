/**
 * Signing: what stands in its way, what a version keeps, and how a signed report is shown although the data go on
 * changing. All functions are pure.
 */
import type {
  ReportDocument,
  ReportSection,
  ReportSignature,
  ReportStatus,
  ReportVersion,
  SectionId,
  Sentence,
} from '../domain/report-facts';
import type { Study } from '../domain/study';
import { OPEN_PRIOR } from './comparison';
import { exported, isWritten, unsettled } from './edit';
import { signatureText } from './state-words';
import { fieldFault, valueOf, type FieldValues } from './templates/fields';
import { fieldKey, say, type ReportTemplate } from './templates/template';
import { sectionTitles } from './words';

/** One thing to look at before the report is signed. `prohibit` stops it; `alert` asks. */
export interface Check {
  readonly level: 'prohibit' | 'alert';
  readonly kind:
    'stale' | 'conflict' | 'section' | 'field' | 'fault' | 'pending' | 'failed' | 'otherLanguage';
  /** Where it is: the key of a sentence, a section, a field. */
  readonly key?: string;
  readonly section?: SectionId;
  /** Words to name it by: the sentence, the section's title, the field's label. */
  readonly name?: string;
  readonly count?: number;
}

const level = { ALERT: 'alert', PROHIBIT: 'prohibit' } as const;

function fieldChecks(
  report: ReportDocument,
  template: ReportTemplate,
  values: FieldValues,
  study: Study,
): Check[] {
  const { language } = report;
  return template.sections.flatMap((section) =>
    section.fields.flatMap((field): Check[] => {
      const value = valueOf(template, field, values, study, language);
      const at = { key: fieldKey(template, field), section: section.id, name: say(field.label, language) };
      if (fieldFault(field, value)) return [{ level: 'prohibit', kind: 'fault', ...at }];
      return value === '' && field.action !== 'NONE'
        ? [{ level: level[field.action], kind: 'field', ...at }]
        : [];
    }),
  );
}

/** Is there anything in a section that was found, written or filled in? What AI did is no finding of the report. */
const isFilled = ({ sentences }: ReportSection): boolean =>
  sentences.some((s) => isWritten(s) && !/^findings:ai(:|$)/.test(s.key));

/** What the reader must see before signing, what stops it first. */
export function checksBeforeSigning(
  report: ReportDocument,
  template: ReportTemplate,
  values: FieldValues,
  study: Study,
): readonly Check[] {
  const sections = template.sections.flatMap((wanted): Check[] => {
    const own = report.sections.find((s) => s.id === wanted.id);
    if (wanted.action === 'NONE' || (own && isFilled(own))) return [];
    const name = own?.title ?? sectionTitles[wanted.id][report.language];
    return [{ level: level[wanted.action], kind: 'section', section: wanted.id, key: wanted.id, name }];
  });
  const all: Check[] = [
    ...unsettled(report).map((s): Check => ({
      level: 'prohibit',
      kind: s.stale ? 'stale' : 'conflict',
      key: s.key,
      name: s.text,
    })),
    ...sections,
    ...fieldChecks(report, template, values, study),
  ];
  if (report.pending > 0) all.push({ level: 'alert', kind: 'pending', count: report.pending });
  if (report.analysisState === 'failed') all.push({ level: 'alert', kind: 'failed' });
  const elsewhere = report.editedInOtherLanguage.length;
  if (elsewhere > 0) all.push({ level: 'alert', kind: 'otherLanguage', count: elsewhere });
  return [...all.filter((c) => c.level === 'prohibit'), ...all.filter((c) => c.level === 'alert')];
}

/** A version of the report as it stands. */
export function versionOf(
  report: ReportDocument,
  status: Exclude<ReportStatus, 'draft'>,
  signature: ReportSignature,
): ReportVersion {
  return {
    number: report.versions.length + 1,
    status,
    signature,
    language: report.language,
    sections: exported(report),
    pending: report.pending,
  };
}

/** The report as a version holds it: nothing in it can be edited. */
export function frozen(report: ReportDocument, version: ReportVersion): ReportDocument {
  const signed = version.status !== 'preliminary';
  return {
    ...report,
    language: version.language,
    status: version.status,
    signature: signed ? version.signature : undefined,
    sections: version.sections,
    pending: version.pending,
    edits: [],
    editedInOtherLanguage: [],
  };
}

/** A signed report with one more section: what was added to it, when and by whom. */
export function withAddendum(
  signed: ReportDocument,
  sentences: readonly string[],
  signature: ReportSignature,
): ReportDocument {
  const { language } = signed;
  const number = signed.sections.filter((s) => s.id === 'addendum').length + 1;
  const who = signatureText(signature, language);
  const name = `${sectionTitles.addendum[language]}${language === 'zh' ? '' : ' '}${number}`;
  const section: ReportSection = {
    id: 'addendum',
    title: language === 'zh' ? `${name}（${who}）` : `${name} (${who})`,
    numbered: false,
    sentences: sentences
      .filter((text) => text.trim() !== '')
      .map((text, n): Sentence => ({
        key: `addendum:${number}:${n + 1}`,
        text,
        generated: '',
        findingUids: [],
        edited: true,
        stale: false,
      })),
  };
  return { ...signed, sections: [...signed.sections, section] };
}

/** One sentence that differs between two states of a report. */
export interface SentenceChange {
  readonly kind: 'added' | 'removed' | 'changed';
  readonly key: string;
  readonly section: SectionId;
  readonly before?: string;
  readonly after?: string;
}

/** What became of the sentences from one state to the next, in the order of the page. */
export function changesBetween(
  before: readonly ReportSection[],
  after: readonly ReportSection[],
): readonly SentenceChange[] {
  const flat = (sections: readonly ReportSection[]) =>
    sections.flatMap((section) =>
      section.sentences.map((s) => ({ section: section.id, key: s.key, text: s.text })),
    );
  const old = new Map(flat(before).map((one) => [one.key, one]));
  const now = flat(after);
  const there = new Set(now.map((one) => one.key));
  return [
    ...now.flatMap(({ section, key, text }): SentenceChange[] => {
      const was = old.get(key);
      if (!was) return [{ kind: 'added', key, section, after: text }];
      return was.text === text ? [] : [{ kind: 'changed', key, section, before: was.text, after: text }];
    }),
    ...[...old.values()]
      .filter((one) => !there.has(one.key))
      .map(({ section, key, text }): SentenceChange => ({ kind: 'removed', key, section, before: text })),
  ];
}

/**
 * What the data say now and did not when the report was signed. How the images were made and reminders are left out.
 * @param signed sections as they were built from the data at the signing, `now` as they are built in the same language
 */
export function changedSince(
  signed: readonly ReportSection[],
  now: readonly ReportSection[],
): readonly SentenceChange[] {
  const told = (sections: readonly ReportSection[]) =>
    sections
      .filter((s) => s.id !== 'technique')
      .map((s) => ({
        ...s,
        sentences: s.sentences.filter((one) => !one.draftOnly && !one.key.startsWith(OPEN_PRIOR)),
      }));
  return changesBetween(told(signed), told(now));
}
