/** Structured forms as FHIR R4 Observations: one a form with its answers as components, one a lesion of its table. */
import type { Observation, ObservationComponent } from 'fhir/r4';
import type { Filled, FilledChoice, FilledForm, FilledNumber } from '../../../domain/filled-form';
import type { Code } from '../../../domain/finding';
import { researchUse, type ReportLanguage } from '../../../domain/report-facts';
import { uidFromName } from '../../../domain/uid';
import { unitText } from '../../format';
import { concept, dcm, quantity, reference, uidIdentifier } from './terms';

type Base = Pick<Observation, 'resourceType' | 'status' | 'category' | 'subject'>;
type Keyed = readonly [key: string, made: Observation];

const number =
  (language: ReportLanguage) =>
  ({ concept: code, label, value, unit, of }: FilledNumber): ObservationComponent => ({
    code: {
      ...concept(code, [label[language], ...of.map((one) => one.value.meaning)].join(', ')),
    },
    valueQuantity: quantity({ value, unit }, unitText(unit, language)),
  });
const choice =
  (language: ReportLanguage) =>
  (one: FilledChoice): ObservationComponent => ({
    code: concept(one.concept, one.label[language]),
    valueCodeableConcept: concept(one.value, one.text[language]),
  });

const componentsOf = (filled: Omit<Filled, 'texts'>, language: ReportLanguage): ObservationComponent[] => [
  ...filled.numbers.map(number(language)),
  ...filled.choices.map(choice(language)),
];
const textsOf = ({ texts }: Filled, language: ReportLanguage): ObservationComponent[] =>
  texts.map((one) => ({ code: concept(one.concept, one.label[language]), valueString: one.text }));

const finding: Code = dcm('121071', 'Finding');

function formObservations(form: FilledForm, studyUid: string, language: ReportLanguage, base: Base): Keyed[] {
  const key = `form ${studyUid} ${form.id}`;
  const uid = form.trackingUid ?? uidFromName(key);
  const name = `${form.name[language]} ${form.version}`;
  const lesions = form.lesions.map((lesion): Keyed => {
    const own = `lesion ${studyUid} ${form.id} ${lesion.number}`;
    return [
      own,
      {
        ...base,
        identifier: [uidIdentifier(uidFromName(own))],
        code: concept(finding, `${name}, ${lesion.label[language]}`),
        valueCodeableConcept: concept(lesion.concept, lesion.label[language]),
        derivedFrom: [reference(`study ${studyUid}`)],
        component: [...componentsOf(lesion, language), ...textsOf(lesion, language)],
      },
    ];
  });
  const said = [...(form.advice ? [form.advice] : []), ...form.remarks].map((one) => one[language]);
  const made: Observation = {
    ...base,
    identifier: [{ system: 'urn:lamplight:form', value: key }, uidIdentifier(uid)],
    code: concept(form.concept, `${name}, ${form.label[language]}`),
    ...(form.category && {
      valueCodeableConcept: concept(form.category.value, form.category.text[language]),
    }),
    derivedFrom: [reference(`study ${studyUid}`)],
    ...(lesions.length > 0 && { hasMember: lesions.map(([own]) => reference(own)) }),
    component: [
      ...componentsOf(form.results, language),
      ...componentsOf(form, language),
      ...textsOf(form, language),
    ],
    note: [...said, researchUse[language]].map((text) => ({ text })),
  };
  return [[key, made], ...lesions];
}

/** @param base what every Observation of the report has */
export const observationsOfForms = (
  forms: readonly FilledForm[],
  studyUid: string,
  language: ReportLanguage,
  base: Base,
): readonly Keyed[] => forms.flatMap((form) => formObservations(form, studyUid, language, base));
