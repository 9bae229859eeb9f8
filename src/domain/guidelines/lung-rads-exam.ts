/**
 * The category of a screening examination by Lung-RADS v2022: that of its highest nodule, 0 where it cannot be given,
 * and the modifier S beside it. S is no category.
 */
import type { StudyAnswers } from './answers';
import type { ManagementKey, RowKey } from './keys';
import { Ledger } from './ledger';
import { managementOf, rankOf, type LungRadsCategory } from './lung-rads-order';
import type { Given, RuleResult } from './result';

export type LungRadsExam = Pick<
  StudyAnswers,
  'setting' | 'comparison' | 'lungsEvaluable' | 'infection' | 'otherFinding' | 'noNodules'
>;

/** @param nodules results of `lungRadsNodule` for every nodule that the reader confirmed */
export function lungRadsExam(exam: LungRadsExam, nodules: readonly RuleResult[]): RuleResult {
  const ledger = new Ledger();
  const setting = ledger.need('setting', exam.setting);
  if (setting === 'incidental') return ledger.outside('lungRads', 'notScreening');
  const comparison = ledger.need('comparison', exam.comparison);
  const evaluable = ledger.need('lungsEvaluable', exam.lungsEvaluable);
  const infection = ledger.need('infection', exam.infection);
  const other = ledger.need('otherFinding', exam.otherFinding);
  if (other) ledger.warn('significantOther');

  const end = (category: LungRadsCategory, row: RowKey, management: ManagementKey): RuleResult =>
    setting === undefined || other === undefined
      ? ledger.open('lungRads')
      : ledger.given('lungRads', {
          category: other ? `${category}S` : category,
          rows: [row],
          management,
          rank: rankOf(category),
        });
  if (evaluable === false) return end('0', 'lr.exam.incomplete', 'lr.0.incomplete');
  if (comparison === 'awaited') return end('0', 'lr.exam.awaited', 'lr.0.awaited');
  if (infection) return end('0', 'lr.exam.infection', 'lr.0.infection');

  // A thin-walled cyst is benign and not classified; what no row speaks of is for the reader, and blocks.
  const counted = nodules.filter((n) => !(n.state === 'outside' && n.reason === 'thinCyst'));
  const given = counted.filter((n): n is Given & RuleResult => n.state === 'given');
  const highest = given.toSorted((a, b) => b.rank - a.rank)[0];
  if (counted.length === 0) {
    const none = ledger.need('noNodules', exam.noNodules);
    if (none === false) ledger.need('nodules', undefined);
  } else if (given.length < counted.length) ledger.need('nodules', undefined);
  if (!ledger.complete) return ledger.open('lungRads', highest?.category);
  if (!highest) return end('1', 'lr.exam.none', 'lr.12');
  const category = highest.category as LungRadsCategory;
  return end(category, 'lr.exam.highest', managementOf(category));
}
