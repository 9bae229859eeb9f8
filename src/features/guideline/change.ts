import {
  moreModels,
  type MoreModel,
  type NoduleAnswers,
  type RuleSet,
  type StudyAnswers,
} from '../../domain/guidelines';
import { i18n, language } from '../../i18n';
import { inputName } from '../../report';
import { run } from '../history';
import { patchChoice, studyChoice, type AnswerSource } from './store';

/** Chooses the guideline of a study; undefined for none. The answers stay: another rule may ask for the same. */
export function chooseRule(studyUid: string, rule: RuleSet | undefined): void {
  const before = studyChoice(studyUid).rule;
  if (before === rule) return;
  run({
    label: i18n.t('guideline:done.rule'),
    do: () => patchChoice(studyUid, { rule }),
    undo: () => patchChoice(studyUid, { rule: before }),
  });
}

/** Takes a model in beside Brock 2b and Mayo, or out. */
export function chooseModel(studyUid: string, model: MoreModel, wanted: boolean): void {
  const before = studyChoice(studyUid).models ?? [];
  if (before.includes(model) === wanted) return;
  const put = (there: boolean): void => {
    const now = studyChoice(studyUid).models ?? [];
    // In the order in which they are listed, whichever was chosen first.
    patchChoice(studyUid, {
      models: moreModels.filter((one) => (one === model ? there : now.includes(one))),
    });
  };
  run({ label: i18n.t('guideline:done.models'), do: () => put(wanted), undo: () => put(!wanted) });
}

const answered = (name: keyof StudyAnswers | keyof NoduleAnswers): string =>
  i18n.t('guideline:done.answer', { name: inputName(name, language()) });

/** The record with one key changed; undefined takes the key out. */
function withKey<T extends object, K extends keyof T>(record: T, key: K, value: T[K] | undefined): T {
  const { [key]: _, ...others } = record;
  return (value === undefined ? others : { ...others, [key]: value }) as T;
}

/** An answer about the study; undefined takes it away. `source` when it was taken over with one click. */
export function answerStudy<K extends keyof StudyAnswers>(
  studyUid: string,
  key: K,
  value: StudyAnswers[K],
  source?: AnswerSource,
): void {
  const { answers, taken } = studyChoice(studyUid);
  const was = answers[key];
  const wasFrom = taken[key];
  if (was === value && wasFrom === source) return;
  // Only this answer goes back and forth: others may be given meanwhile.
  const put = (to: StudyAnswers[K] | undefined, from: AnswerSource | undefined): void => {
    const now = studyChoice(studyUid);
    const { [key]: _, ...sources } = now.taken;
    patchChoice(studyUid, {
      answers: withKey<StudyAnswers, K>(now.answers, key, to),
      taken: from ? { ...now.taken, [key]: from } : (sources as typeof now.taken),
    });
  };
  run({ label: answered(key), do: () => put(value, source), undo: () => put(was, wasFrom) });
}

/** An answer about one nodule; undefined takes it away. */
export function answerNodule<K extends keyof NoduleAnswers>(
  studyUid: string,
  trackingUid: string,
  key: K,
  value: NoduleAnswers[K],
): void {
  const was = studyChoice(studyUid).nodules[trackingUid]?.[key];
  if (was === value) return;
  const put = (to: NoduleAnswers[K] | undefined): void => {
    const { nodules } = studyChoice(studyUid);
    const own = withKey(nodules[trackingUid] ?? {}, key, to);
    patchChoice(studyUid, { nodules: { ...nodules, [trackingUid]: own } });
  };
  run({ label: answered(key), do: () => put(value), undo: () => put(was) });
}
