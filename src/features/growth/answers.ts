/** What the comparison answers in place of the reader, who may say otherwise: a guideline goes by it. */
import { followedAnswers, type StudyFollowUp } from '../../domain/follow-up';
import type { FollowedAnswers, StudyAnswers } from '../../domain/guidelines';

interface Answered {
  readonly answers: StudyAnswers;
  readonly nodules: Readonly<Record<string, FollowedAnswers>>;
}

/**
 * The reader's answers over those of the comparison; sizes only of the examination that is compared with.
 * @param followed with what readers confirmed alone
 */
export function withComparison<T extends Answered>(choice: T, followed: StudyFollowUp | undefined): T {
  const [latest] = followed?.priors ?? [];
  if (!followed || !latest) return choice;
  const answers = { comparison: 'prior' as const, priorDate: latest.date, ...choice.answers };
  if (answers.comparison !== 'prior' || answers.priorDate !== latest.date) return { ...choice, answers };
  const uids = new Set([...Object.keys(followed.nodules), ...Object.keys(choice.nodules)]);
  const nodules = Object.fromEntries(
    [...uids].map((uid) => {
      const own = choice.nodules[uid];
      const { comparedVolumes, ...measured } = followedAnswers(followed, uid);
      // A volume that the reader took from elsewhere is compared with the one that the finding shows.
      const compared = comparedVolumes && own?.priorVolume === undefined && { comparedVolumes };
      return [uid, { ...measured, ...compared, ...own }];
    }),
  );
  return { ...choice, answers, nodules };
}
