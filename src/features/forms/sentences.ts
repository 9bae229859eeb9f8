/** What the filled-in forms say in the report, in both languages at once. */
import { useMemo } from 'react';
import type { Finding } from '../../domain/finding';
import type { FilledForm } from '../../domain/filled-form';
import { both, filledForm, theForm, type Both } from '../../domain/guidelines/forms';
import type { MoreSentence } from '../../domain/report-facts';
import { useFindings } from '../findings';
import { useStudyForms, type FormInstance, type StudyForms } from './store';

/** "结节1", "nodule 1": by the number of the finding that it is about, else by its own. */
export function labelOf(instance: FormInstance, findings: readonly Finding[]): Both {
  const { noun } = theForm(instance.form);
  const number = findings.find((one) => one.trackingUid === instance.bound?.uid)?.number ?? instance.number;
  return both(`${noun.zh}${number}`, `${noun.en} ${number}`);
}

/** The finding that a form is about, if the study lists it. */
const findingOf = ({ bound }: FormInstance, findings: readonly Finding[]): Finding | undefined =>
  findings.find((one) => one.trackingUid === bound?.uid);

/** Those that may say something: a form about a finding that was rejected goes with it. */
const speaking = ({ instances }: StudyForms, findings: readonly Finding[]): readonly FormInstance[] =>
  instances.filter((one) => findingOf(one, findings)?.review !== 'rejected');

/** Sentences of every form whose rule gives a category. What is not complete says nothing. */
export function formSentences(forms: StudyForms, findings: readonly Finding[]): readonly MoreSentence[] {
  return speaking(forms, findings).flatMap((one) => {
    const about = findingOf(one, findings);
    const form = theForm(one.form);
    const result = form.result(one.answers);
    if (result.state !== 'given') return [];
    return form.sentences(one.answers, result, labelOf(one, findings)).map(({ section, text, table }) => ({
      section,
      key: `form:${one.id}:${section}`,
      text,
      findingUids: about ? [about.trackingUid] : [],
      ...(table && { table }),
    }));
  });
}

/** The same forms as data. */
export const filledForms = (forms: StudyForms, findings: readonly Finding[]): readonly FilledForm[] =>
  speaking(forms, findings).flatMap((one) => {
    const about = findingOf(one, findings);
    const { id, answers, bound } = one;
    const filled = filledForm(theForm(one.form), {
      id,
      answers,
      label: labelOf(one, findings),
      ...(bound && { trackingUid: bound.uid }),
      findingUids: about ? [about.trackingUid] : [],
    });
    return filled ? [filled] : [];
  });

const NONE: readonly Finding[] = [];

const useOf = <T>(
  studyUid: string | undefined,
  make: (forms: StudyForms, findings: readonly Finding[]) => readonly T[],
): readonly T[] => {
  const forms = useStudyForms(studyUid);
  const findings = useFindings((s) => (studyUid ? s.studies[studyUid]?.findings : undefined)) ?? NONE;
  return useMemo(() => make(forms, findings), [make, forms, findings]);
};

/** The same list as long as neither forms nor findings changed. */
export const useFormSentences = (studyUid: string | undefined): readonly MoreSentence[] =>
  useOf(studyUid, formSentences);

/** As `useFormSentences`. */
export const useFilledForms = (studyUid: string | undefined): readonly FilledForm[] =>
  useOf(studyUid, filledForms);
