import { EDITION, type ExportResult } from '../../dicom/deidentify';
import { i18n, type Language } from '../../i18n';
import { goesOut, type PixelStatement, statementOf } from './plan';
import { seriesFolder, tagText } from './words';
import type { Export } from './useExport';

const words = (lang: Language) => i18n.getFixedT(lang, 'deidentify');

export const sizeOf = (bytes: number): string =>
  bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1e3))} KB` : `${(bytes / 1e6).toFixed(1)} MB`;

interface PartSentence {
  readonly id: string;
  readonly state: PixelStatement;
  readonly sentence: string;
}

/** What is known of the pixels of each series that went out. Names folders of the archive, nothing of the patient. */
export function partSentences(
  work: Pick<Export, 'parts' | 'decisionOf'>,
  lang: Language,
): readonly PartSentence[] {
  const t = words(lang);
  return work.parts
    .filter((part) => goesOut(part, work.decisionOf(part.id)))
    .map((part) => {
      const state = statementOf(part, work.decisionOf(part.id));
      const count = part.frames.length || part.instances.length;
      return { id: part.id, state, sentence: `${seriesFolder(part)}: ${t(`statement.${state}`, { count })}` };
    });
}

/** The report as a text file: counts and tags, never values. */
export function reportText(
  result: ExportResult,
  work: Pick<Export, 'parts' | 'decisionOf'>,
  lang: Language,
): string {
  const t = words(lang);
  const lines = [
    t('report.title'),
    t('report.profile', { edition: EDITION }),
    '',
    t('report.files', { count: result.files }),
    ...result.methods.map(([code, meaning]) => `  ${code} ${meaning}`),
    '',
    t('done.pixels'),
    ...partSentences(work, lang).map(({ sentence }) => `  ${sentence}`),
    '',
    t('done.leftOut', { count: result.leftOut.length }),
    ...result.leftOut.map(({ series, reason }) => `  ${series}: ${t(`leftOut.${reason}`)}`),
    '',
    t('done.changed'),
    ...result.counts.map(
      ({ tag, keyword, done, times }) => `  ${tagText(tag)} ${keyword}: ${t(`done.${done}`)} ${times}`,
    ),
    '',
    t('report.limits'),
    t('face.why'),
  ];
  return `${lines.join('\r\n')}\r\n`;
}

/** Old and new identities, for who must find the patient again: a CSV that stays in the house. */
export function uidTable({ uids, patients }: ExportResult): string {
  const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`;
  const rows = [
    ...patients.map(([who, as, days]) => ['patient', who, as, String(days)]),
    ...uids.map(([old, made]) => ['uid', old, made, '']),
  ];
  const head = ['kind', 'original', 'replacement', 'days'];
  return `\uFEFF${[head, ...rows].map((row) => row.map(quote).join(',')).join('\r\n')}\r\n`;
}
