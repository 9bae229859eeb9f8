/** What the reader says of pairs: each is one step of the one history. */
import type { ReaderLink } from '../../domain/follow-up';
import { i18n } from '../../i18n';
import { run } from '../history';
import { patchGrowth, studyGrowth } from './store';

/**
 * This nodule is that one of an earlier examination; null: it is none of them; undefined: as it was matched. One that
 * was another's until now is taken from it.
 */
export function sayPair(
  studyUid: string,
  priorStudyUid: string,
  current: string,
  prior: string | null | undefined,
): void {
  const before = studyGrowth(studyUid).links[priorStudyUid] ?? [];
  const others = before.filter(
    (link) => link.current !== current && (prior === null || link.prior !== prior),
  );
  const after: readonly ReaderLink[] = prior === undefined ? others : [...others, { current, prior }];
  if (JSON.stringify(after) === JSON.stringify(before)) return;
  const put = (links: readonly ReaderLink[]): void =>
    patchGrowth(studyUid, { links: { ...studyGrowth(studyUid).links, [priorStudyUid]: links } });
  run({
    label: i18n.t(
      prior === undefined ? 'growth:done.auto' : prior === null ? 'growth:done.none' : 'growth:done.pair',
    ),
    do: () => put(after),
    undo: () => put(before),
  });
}
