/** Follows what is open: what its guidelines ask for goes into the list, and what it fulfils is closed. */
import type { FilledForm } from '../../domain/filled-form';
import { closedBy, dueItems, isDay, type DueLine, type LaterStudy } from '../../domain/follow-up';
import type { StudyAssessment } from '../../domain/guidelines';
import type { Study } from '../../domain/study';
import { asksOf, judgedRegions } from '../../report';
import { useFindings } from '../findings';
import { filledForms, studyForms, useForms } from '../forms';
import { assessmentOf, useGuideline } from '../guideline';
import { isImageSeries, useOpen } from '../open';
import { changeLine, dueLoaded, useDue } from './store';

/** What the list needs of features that show parts of it themselves. */
export interface FollowUpSource {
  /** What the report of a study was signed with; undefined while it is a draft. */
  readonly signed: (
    studyUid: string,
  ) => { readonly guideline?: StudyAssessment; readonly forms: readonly FilledForm[] } | undefined;
  readonly subscribe: (changed: () => void) => () => void;
  /** Opens a study, or asks for its folder. */
  readonly open: (studyUid: string) => void;
}

let source: FollowUpSource = { signed: () => undefined, subscribe: () => () => {}, open: () => {} };
export const openDueStudy = (studyUid: string): void => source.open(studyUid);

const imagesOf = (study: Study) => study.series.filter(isImageSeries);
const dateOf = (study: Study): string =>
  [study.date, ...imagesOf(study).map(({ date }) => date)].find((date) => isDay(date)) ?? '';

function lineOf(study: Study): Omit<DueLine, 'marks'> {
  const { studyUid, patient, description } = study;
  const signed = source.signed(studyUid);
  const findings = useFindings.getState().studies[studyUid]?.findings ?? [];
  const { guideline, forms } = signed ?? {
    guideline: assessmentOf(study),
    forms: filledForms(studyForms(studyUid), findings),
  };
  const date = dateOf(study);
  return {
    version: 1,
    studyUid,
    patient: { name: patient.name, id: patient.id, birthDate: patient.birthDate, sex: patient.sex },
    date,
    description,
    modalities: [...new Set(imagesOf(study).map(({ modality }) => modality))],
    signed: signed !== undefined,
    judged: judgedRegions(guideline, forms),
    items: dueItems(date, asksOf(guideline, forms)),
  };
}

/** Studies that a guideline judged since they were opened: only they can go back to nothing. */
const begun = new Set<string>();

/** Brings the line of an open study up to what its report says now. */
export function assessedAgain(study: Study): void {
  const now = lineOf(study);
  if (now.judged.length > 0) begun.add(study.studyUid);
  // Nothing yet may mean that the saved work is still on its way.
  else if (!begun.has(study.studyUid)) return;
  const { marks, ...before } = useDue.getState().lines[study.studyUid] ?? { marks: {} };
  if (now.judged.length === 0) {
    if ('version' in before) changeLine(study.studyUid, () => undefined);
  } else if (JSON.stringify(before) !== JSON.stringify(now))
    changeLine(study.studyUid, (kept) => ({ ...now, marks: kept?.marks ?? marks }));
}

const laterOf = (study: Study): LaterStudy => ({
  studyUid: study.studyUid,
  patient: study.patient,
  date: dateOf(study),
  description: study.description,
  modalities: [...new Set(imagesOf(study).map(({ modality }) => modality))],
  parts: [study.description, ...imagesOf(study).flatMap((one) => [one.bodyPart, one.description])],
});

/** What the patient's earlier examinations asked for, and this one is. */
function closeEarlier(study: Study): void {
  const later = laterOf(study);
  for (const line of Object.values(useDue.getState().lines)) {
    const keys = line.studyUid === study.studyUid ? [] : closedBy(line, later);
    if (keys.length === 0) continue;
    const { studyUid, date, description } = later;
    const mark = {
      state: 'done',
      at: new Date().toISOString(),
      reason: '',
      study: { studyUid, date, description },
    } as const;
    changeLine(line.studyUid, (kept) => {
      const now = kept ?? line;
      return { ...now, marks: { ...now.marks, ...Object.fromEntries(keys.map((key) => [key, mark])) } };
    });
  }
}

let looking: ReturnType<typeof setTimeout> | undefined;

function look(): void {
  const { studies, status } = useOpen.getState();
  for (const uid of begun) if (!studies.some((study) => study.studyUid === uid)) begun.delete(uid);
  if (status === 'reading') return;
  for (const study of studies) {
    if (imagesOf(study).length === 0) continue;
    assessedAgain(study);
    closeEarlier(study);
  }
}

/** Begins once; returns how to stop. */
export function startFollowUp(given: FollowUpSource): () => void {
  source = given;
  // After the changes of one gesture, not with each: an outline tells every stroke.
  const soon = (): void => {
    looking ??= setTimeout(() => {
      looking = undefined;
      void dueLoaded().then(look);
    }, 300);
  };
  void dueLoaded();
  const stops = [useOpen, useFindings, useGuideline, useForms].map((store) => store.subscribe(soon));
  stops.push(given.subscribe(soon));
  return () => {
    for (const stop of stops) stop();
    clearTimeout(looking);
    looking = undefined;
  };
}
