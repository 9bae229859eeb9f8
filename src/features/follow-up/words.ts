/** The list in the reader's words. */
import type { TFunction } from 'i18next';
import { referenceOf, type DueEntry, type DueLine, type DueWindow } from '../../domain/follow-up';
import { dicomDate, personName } from '../../domain/person-text';
import type { Language } from '../../i18n';

export const nameOf = ({ patient }: DueLine, lang: Language, t: TFunction): string =>
  personName(patient.name, lang) || t('due:unnamed');

/** Stands for the study where no name may. */
export const refOf = ({ studyUid }: Pick<DueLine, 'studyUid'>): string => referenceOf(studyUid);

/** "low-dose chest CT", with "consider" where the rule only says so. */
export const actOf = ({ item }: Pick<DueEntry, 'item'>, t: TFunction): string => {
  const act = t(`due:act.${item.act}`);
  return item.optional ? t('due:consider', { act }) : act;
};

/** "6 months", "6–12 months", "at once"; of an item that names none, that. */
export function intervalOf({ item: { months } }: Pick<DueEntry, 'item'>, t: TFunction): string {
  if (!months) return t('due:interval.none');
  const [from, to] = months;
  if (to === 0) return t('due:interval.now');
  return from === to ? t('due:interval.one', { count: to }) : t('due:interval.range', { from, to });
}

/** "by 2027-05-23", "2027-05-23 to 2027-11-23"; why there is none. */
export function whenOf({ item, window }: Pick<DueEntry, 'item' | 'window'>, t: TFunction): string {
  if (!window) return t(item.months ? 'due:when.noDate' : 'due:when.none');
  return daysText(window, t);
}

export const daysText = ({ earliest, latest }: DueWindow, t: TFunction): string =>
  earliest === latest
    ? t('due:when.by', { day: dicomDate(latest) })
    : t('due:when.range', { from: dicomDate(earliest), to: dicomDate(latest) });

/** "Lung-RADS v2022, category 3: nodule 1". */
export function whyOf({ item }: Pick<DueEntry, 'item'>, lang: Language, t: TFunction): string {
  const rule = [item.rule[lang], item.category[lang]].filter(Boolean).join(t('due:comma'));
  const named = item.finding ? t('due:for', { rule, finding: item.finding.label[lang] }) : rule;
  return item.unconfirmed ? t('due:unconfirmed', { rule: named }) : named;
}
