import { GitFork, GitMerge, Minus, Plus, TrendingDown, TrendingUp } from 'lucide-react';
import { changeFigure } from '../../domain/figures';
import { saidOf, type Followed } from '../../domain/follow-up';
import { dicomDate } from '../../domain/person-text';
import { useTranslation } from '../../i18n';
import { useStudyGrowth } from './store';
import './growth.css';

/** How it stands against the last examination that shows its place; by word and shape, never by colour alone. */
export function stateOf({ change, series }: Followed): string | undefined {
  if (change !== 'same') return change;
  const last = series.steps.at(-1)?.change;
  return last ? saidOf(last) : 'same';
}

const ICONS = {
  new: Plus,
  split: GitFork,
  merged: GitMerge,
  growing: TrendingUp,
  shrinking: TrendingDown,
} as const;

/** One word on the row of a finding: new, grew by so much, split, merged. Nothing where nothing is compared. */
export function ChangeBadge({ studyUid, uid }: { readonly studyUid: string; readonly uid: string }) {
  const { t } = useTranslation('growth');
  const one = useStudyGrowth(studyUid).all?.nodules[uid];
  const state = one && stateOf(one);
  if (!one || !state) return null;
  const relative = one.change === 'same' ? one.series.steps.at(-1)?.change?.relative : undefined;
  const word = t(`state.${state}`);
  const figure = relative === undefined ? undefined : `${changeFigure(relative)} %`;
  const text = figure === undefined ? word : `${word} ${figure}`;
  // A row is narrow, and half a figure would be another: arrow and figure where it changed, the word where it did not.
  const short = (state === 'growing' || state === 'shrinking') && figure !== undefined ? figure : word;
  const Icon = ICONS[state as keyof typeof ICONS] ?? Minus;
  const before = one.before.map(({ number }) => number).join(', ');
  const tip = t(before ? 'against' : 'againstNone', {
    word: text,
    date: dicomDate(one.against ?? ''),
    number: before,
  });
  return (
    <span className="change-badge" data-state={state} data-testid="change-badge" data-tip={tip}>
      <Icon size={11} aria-hidden />
      <span aria-hidden>{short}</span>
      <span className="visually-hidden">{text}</span>
    </span>
  );
}
