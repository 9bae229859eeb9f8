/** Forms about a lesion of the list: bound to it, with the sizes that were measured and the place that the reader gave. */
import type { Finding, Measurement } from '../../domain/finding';
import type { Answers, FormId } from '../../domain/guidelines/forms';
import { addForm } from './change';
import { findingName } from './offers';
import { openForm, studyForms } from './store';

/** mm to 0.1, as it is printed; nothing where lengths are in pixels. */
const inMm = (m: Measurement | undefined): number | undefined =>
  m?.unit === 'mm' ? Number(m.value.toFixed(1)) : undefined;

/** What a form may take over: sizes by its own fields, and the place. Descriptors are the reader's. */
function answersFrom(f: Finding, form: FormId): Answers {
  const { longAxis, shortAxis } = f.measurements;
  const sizes =
    form === 'biRads'
      ? { horizontal: inMm(f.ultrasound?.width), vertical: inMm(f.ultrasound?.depth) }
      : { longest: inMm(longAxis), second: inMm(shortAxis) };
  const all = { ...sizes, ...f.thyroid };
  return Object.fromEntries(Object.entries(all).filter(([...[, value]]) => value !== undefined)) as Answers;
}

const SIZES = ['longest', 'second', 'horizontal', 'vertical'];

/** Brings up the form of this kind that is about a finding, else begins one. One step to undo. */
export function formAbout(f: Finding, form: FormId): void {
  const begun = studyForms(f.studyUid).instances.find(
    (one) => one.form === form && one.bound?.uid === f.trackingUid,
  );
  if (begun) {
    openForm(f.studyUid, begun.id);
    return;
  }
  const answers = answersFrom(f, form);
  const source = { uid: f.trackingUid, name: findingName(f) };
  addForm(f.studyUid, form, {
    answers,
    taken: Object.fromEntries(
      Object.keys(answers).flatMap((id) => (SIZES.includes(id) ? [[id, source]] : [])),
    ),
    bound: { kind: 'finding', uid: f.trackingUid },
  });
}
