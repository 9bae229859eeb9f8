/**
 * Structured forms (TI-RADS, BI-RADS, RECIST, ...) as TID 1501 groups: a group a form with its answers, what the rule
 * gave and in which version, and a group a lesion of its table.
 */
import type { Filled, FilledChoice, FilledForm, FilledLesion, FilledNumber } from '../../domain/filled-form';
import type { ReportLanguage } from '../../domain/report-facts';
import { uidFromName } from '../../domain/uid';
import { code, container, num, text, uidref } from './content-items';
import { dcm, lo } from './items';
import type { Dataset } from './part10';

/** As many decimals as forms print. */
const DECIMALS = 2;

const choice = ({ concept, value }: FilledChoice): Dataset => code('CONTAINS', concept, value);
const number = ({ concept, value, unit, of }: FilledNumber): Dataset =>
  num(
    'CONTAINS',
    concept,
    value,
    unit,
    DECIMALS,
    of.map((one) => code('HAS CONCEPT MOD', one.concept, one.value)),
  );

const group = (name: string, uid: string, kind: Dataset, items: readonly Dataset[]): Dataset =>
  container('CONTAINS', dcm('125007', 'Measurement Group'), [
    text('HAS OBS CONTEXT', dcm('112039', 'Tracking Identifier'), lo(name)),
    uidref('HAS OBS CONTEXT', dcm('112040', 'Tracking Unique Identifier'), uid),
    kind,
    ...items,
  ]);

const itemsOf = ({ choices, numbers, texts }: Filled): readonly Dataset[] => [
  ...numbers.map(number),
  ...choices.map(choice),
  ...texts.map((one) => text('CONTAINS', one.concept, one.text)),
];

const finding = dcm('121071', 'Finding');

function lesionGroup(studyUid: string, form: FilledForm, lesion: FilledLesion): Dataset {
  const site = lesion.texts[0]?.text;
  return group(
    [form.name.en, lesion.label.en, site].filter(Boolean).join(', '),
    uidFromName(`lesion ${studyUid} ${form.id} ${lesion.number}`),
    code('CONTAINS', finding, lesion.concept),
    itemsOf(lesion),
  );
}

/**
 * @param language of the remarks: they are sentences, and stand as the report says them
 * @returns groups in the order of the forms; each form's lesions follow it
 */
export function formGroups(
  studyUid: string,
  forms: readonly FilledForm[],
  language: ReportLanguage,
): readonly Dataset[] {
  return forms.flatMap((form) => {
    const { category, results, advice, remarks } = form;
    const said = [...(advice ? [advice] : []), ...remarks].map((one) => one[language]);
    return [
      group(
        `${form.name.en}, ${form.label.en}`,
        form.trackingUid ?? uidFromName(`form ${studyUid} ${form.id}`),
        code('CONTAINS', finding, form.concept),
        [
          ...results.numbers.map(number),
          ...(category ? [choice(category)] : []),
          ...results.choices.map(choice),
          ...itemsOf(form),
          text('CONTAINS', dcm('111003', 'Algorithm Version'), form.version),
          ...said.map((one) => text('CONTAINS', dcm('121106', 'Comment'), one)),
        ],
      ),
      ...form.lesions.map((lesion) => lesionGroup(studyUid, form, lesion)),
    ];
  });
}
