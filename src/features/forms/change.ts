/** What the reader does to forms. Each is one step of the one history. */
import { theForm, type Answer, type Answers, type FormId } from '../../domain/guidelines/forms';
import { i18n, language } from '../../i18n';
import { drafted, run } from '../history';
import {
  instanceOf,
  openForm,
  patchForms,
  putInstance,
  studyForms,
  type Bound,
  type FormInstance,
  type StudyForms,
  type Taken,
} from './store';

const named = (form: FormId): string => theForm(form).name[language()];

/** Begins a form, with what of it is known, and opens it; returns its id. */
export function addForm(
  studyUid: string,
  form: FormId,
  begun: Partial<Pick<FormInstance, 'answers' | 'taken' | 'bound'>> = {},
): string {
  const number = studyForms(studyUid).next[form] ?? 1;
  const instance: FormInstance = { id: `${form}:${number}`, form, number, answers: {}, taken: {}, ...begun };
  run({
    label: i18n.t('forms:done.add', { name: named(form) }),
    do: () => {
      const { instances, next } = studyForms(studyUid);
      patchForms(studyUid, { instances: [...instances, instance], next: { ...next, [form]: number + 1 } });
      openForm(studyUid, instance.id);
    },
    undo: () => dropInstance(studyUid, instance.id),
  });
  return instance.id;
}

/** Brings up the form of the study that was begun last, else begins one: for whoever wants it, not another of it. */
export function openOrAddForm(studyUid: string, form: FormId): void {
  const begun = studyForms(studyUid).instances.findLast((one) => one.form === form);
  if (begun) openForm(studyUid, begun.id);
  else addForm(studyUid, form);
}

const dropInstance = (studyUid: string, id: string): void =>
  patchForms(studyUid, { instances: studyForms(studyUid).instances.filter((one) => one.id !== id) });

export function removeForm(studyUid: string, id: string): void {
  const { instances } = studyForms(studyUid);
  const at = instances.findIndex((one) => one.id === id);
  if (at < 0) return;
  let gone = instances[at];
  run({
    label: i18n.t('forms:done.remove', { name: named(gone.form) }),
    do: () => {
      gone = instanceOf(studyUid, id) ?? gone;
      dropInstance(studyUid, id);
    },
    undo: () => {
      const now = studyForms(studyUid).instances;
      patchForms(studyUid, { instances: now.toSpliced(Math.min(at, now.length), 0, gone) });
      openForm(studyUid, id);
    },
  });
}

const same = (a: Answer | undefined, b: Answer | undefined): boolean =>
  a === b || (typeof a === 'object' && typeof b === 'object' && JSON.stringify(a) === JSON.stringify(b));

/** The record without what is undefined in the patch, and with the rest of it. */
function patched<T>(
  record: Readonly<Record<string, T>>,
  patch: Readonly<Record<string, T | undefined>>,
): Record<string, T> {
  const entries = Object.entries({ ...record, ...patch });
  return Object.fromEntries(entries.filter((one): one is [string, T] => one[1] !== undefined));
}

/** Some answers of a form in one step; undefined takes an answer away. `taken` where numbers came from. */
export function answerForm(
  studyUid: string,
  id: string,
  patch: Readonly<Record<string, Answer | undefined>>,
  taken?: Taken,
): void {
  const before = instanceOf(studyUid, id);
  if (!before) return;
  const keys = Object.keys(patch);
  if (keys.every((key) => same(before.answers[key], patch[key]) && before.taken[key]?.uid === taken?.uid))
    return;
  // Only these answers go back and forth: others may be given meanwhile.
  const pick = <T>(from: Readonly<Record<string, T>>): Record<string, T | undefined> =>
    Object.fromEntries(keys.map((key) => [key, from[key]]));
  type Change = [
    answers: Readonly<Record<string, Answer | undefined>>,
    sources: Readonly<Record<string, Taken | undefined>>,
  ];
  const answered = (now: FormInstance, [answers, sources]: Change): FormInstance => ({
    ...now,
    answers: patched<Answer>(now.answers, answers) as Answers,
    taken: patched<Taken>(now.taken, sources),
  });
  const put = (...change: Change) => putInstance(studyUid, id, (now) => answered(now, change));
  const after: Change = [patch, Object.fromEntries(keys.map((key) => [key, taken]))];
  const lay = ({ instances, ...others }: StudyForms): StudyForms => ({
    ...others,
    instances: instances.map((one) => (one.id === id ? answered(one, after) : one)),
  });
  if (drafted('forms', studyUid, lay)) return;
  run({
    label: i18n.t('forms:done.answer', { name: named(before.form) }),
    do: () => put(...after),
    undo: () => put(pick(before.answers), pick(before.taken)),
  });
}

/** Says what a form is about; undefined: nothing that the study lists. */
export function bindForm(studyUid: string, id: string, bound: Bound | undefined): void {
  const before = instanceOf(studyUid, id);
  if (!before || before.bound?.uid === bound?.uid) return;
  const put = (to: Bound | undefined) =>
    putInstance(studyUid, id, (now) => {
      const { bound: _, ...others } = now;
      return to ? { ...others, bound: to } : others;
    });
  run({
    label: i18n.t('forms:done.bind', { name: named(before.form) }),
    do: () => put(bound),
    undo: () => put(before.bound),
  });
}
