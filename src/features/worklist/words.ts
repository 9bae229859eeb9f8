/** The rows in the reader's words. */
import type { TFunction } from 'i18next';
import { dicomDate, personName } from '../../domain/person-text';
import { clockOf } from '../../domain/dicom-time';
import { HERE, type WorklistRow } from '../../domain/worklist/row';
import type { Urgency } from '../../domain/worklist/urgency';
import type { Language } from '../../i18n';
import { isDemo } from './demo';
import type { ServerName } from './port';

type T = TFunction;

export const nameOf = (row: WorklistRow, lang: Language, t: T): string =>
  isDemo(row) ? t('worklist:synthetic') : personName(row.patientName, lang) || t('worklist:unnamed');

/** "2026-01-31 14:05". */
export const momentOf = ({ date, time }: Pick<WorklistRow, 'date' | 'time'>): string =>
  [dicomDate(date), clockOf(time)].filter(Boolean).join(' ');

/** Whole years between the birth and the study, else today; undefined where the birth is not known. */
export function yearsOf(
  { birthDate, date }: Pick<WorklistRow, 'birthDate' | 'date'>,
  now: Date,
): number | undefined {
  if (!/^\d{8}$/.test(birthDate)) return undefined;
  const at = /^\d{8}$/.test(date)
    ? Number(date)
    : now.getFullYear() * 10_000 + (now.getMonth() + 1) * 100 + now.getDate();
  const years = Math.floor((at - Number(birthDate)) / 10_000);
  return years >= 0 && years < 150 ? years : undefined;
}

export function sexAgeOf(row: WorklistRow, t: T, now = new Date()): string {
  const years = yearsOf(row, now);
  const sex = ['M', 'F', 'O'].includes(row.sex) ? t(`open:sex.${row.sex}`) : '';
  return [sex, years === undefined ? '' : t('open:age.Y', { count: years })].filter(Boolean).join(' ');
}

export const sourcesOf = ({ sources }: WorklistRow, servers: readonly ServerName[], t: T): string =>
  sources
    .map((id) => (id === HERE ? t('worklist:here') : (servers.find((one) => one.id === id)?.name ?? id)))
    .join(t('worklist:and'));

/** Why a study goes first, as short as a cell: "AI: nodule 16.2 mm". */
export function urgencyShort({ reason, by }: Urgency, t: T): string {
  const who = by === 'ai' ? t('worklist:urgent.ai') : '';
  switch (reason.kind) {
    case 'category':
      return t('worklist:urgent.category', {
        rule: t(`worklist:rule.${reason.ruleSet}`),
        category: reason.category,
      });
    case 'size':
      return who + t(`worklist:urgent.${reason.part}`, { mm: reason.mm.toFixed(1) });
    case 'critical':
      return who + t(`worklist:critical.${reason.what}`);
  }
}

/** The same in a sentence, with the limit, where it comes from, and who decided on it. */
export function urgencyLong({ reason, by }: Urgency, t: T): string {
  const what =
    reason.kind === 'size'
      ? t(`worklist:why.${reason.part}`, { mm: reason.mm.toFixed(1), limit: reason.limit })
      : reason.kind === 'critical'
        ? t('worklist:why.critical', { what: t(`worklist:critical.${reason.what}`) })
        : t('worklist:why.category', {
            rule: t(`worklist:rule.${reason.ruleSet}`),
            category: reason.category,
          });
  return `${what}${t(by === 'ai' ? 'worklist:why.byAi' : 'worklist:why.byReader')}`;
}
