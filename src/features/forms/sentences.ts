/** What the filled-in forms say in the report, in both languages at once. */
import { useMemo } from 'react';
import type { Finding } from '../../domain/finding';
import { both, theForm, type Both } from '../../domain/guidelines/forms';
import type { MoreSentence } from '../../domain/report-facts';
import { useFindings } from '../findings';
import { useStudyForms, type FormInstance, type StudyForms } from './store';

/** "结节1", "nodule 1": by the number of the finding that it is about, else by its own. */
export function labelOf(instance: FormInstance, findings: readonly Finding[]): Both {
  const { noun } = theForm(instance.form);
  const number = findings.find((one) => one.trackingUid === instance.bound?.uid)?.number ?? instance.number;
  return both(`${noun.zh}${number}`, `${noun.en} ${number}`);
}

/**
 * Sentences of every form whose rule gives a category. What is not complete says nothing, and a form about a finding
 * that was rejected goes with it.
 */
export function formSentences(
  { instances }: StudyForms,
  findings: readonly Finding[],
): readonly MoreSentence[] {
  return instances.flatMap((one) => {
    const about = findings.find((finding) => finding.trackingUid === one.bound?.uid);
    if (about?.review === 'rejected') return [];
    const form = theForm(one.form);
    const result = form.result(one.answers);
    if (result.state !== 'given') return [];
    return form.sentences(one.answers, result, labelOf(one, findings)).map(({ section, text }) => ({
      section,
      key: `form:${one.id}:${section}`,
      text,
      findingUids: about ? [about.trackingUid] : [],
    }));
  });
}

const NONE: readonly Finding[] = [];

/** The same list as long as neither forms nor findings changed. */
export function useFormSentences(studyUid: string | undefined): readonly MoreSentence[] {
  const forms = useStudyForms(studyUid);
  const findings = useFindings((s) => (studyUid ? s.studies[studyUid]?.findings : undefined)) ?? NONE;
  return useMemo(() => formSentences(forms, findings), [forms, findings]);
}
