import { useId, useMemo } from 'react';
import {
  modelsOf,
  moreModels,
  ruleSets,
  type InputName,
  type InputValue,
  type MoreModel,
  type RuleSet,
  type StudyAnswers,
  type StudyAssessment,
  unconfirmedModels,
} from '../../domain/guidelines';
import { useLanguage, useTranslation } from '../../i18n';
import { inputNames, modelName, ruleName, unconfirmedModelText } from '../../report';
import { useOpen } from '../open';
import { useAnswers, useAssessment } from './assessment';
import { answerStudy, chooseModel, chooseRule } from './change';
import { Field } from './Field';
import { askedFor, keysOf, studyFields } from './fields';
import { listOffers, patientOffers, type Offers } from './offers';
import { RuleLines } from './Result';
import type { StudyGuidelineChoice } from './store';
import './guideline.css';

/** The guideline of the study that is read: which one, what it asks, what it says. Only of CT. */
export function StudyGuideline() {
  const { t } = useTranslation('guideline');
  const language = useLanguage();
  const id = useId();
  const studyUid = useOpen((s) => s.activeStudyUid);
  const study = useOpen((s) => s.studies.find((one) => one.studyUid === studyUid));
  const choice = useAnswers(studyUid);
  const assessment = useAssessment(studyUid);
  if (!study || !studyUid || !assessment || !study.series.some((s) => s.modality === 'CT')) return null;
  const { exam, leading } = assessment;
  return (
    <section className="guideline guideline-study" aria-label={t('title')} data-testid="study-guideline">
      <div className="guideline-head">
        <label htmlFor={id}>{t('title')}</label>
        <select
          id={id}
          value={choice.rule ?? ''}
          data-testid="guideline-rule"
          onChange={(event) => chooseRule(studyUid, (event.target.value || undefined) as RuleSet | undefined)}
        >
          <option value="">{t('none')}</option>
          {ruleSets.map((rule) => (
            <option key={rule} value={rule}>
              {ruleName(rule, language)}
            </option>
          ))}
        </select>
      </div>
      {exam && <RuleLines result={exam} leading={exam.state === 'given' ? leading : undefined} ofStudy />}
      <Form studyUid={studyUid} choice={choice} assessment={assessment} />
    </section>
  );
}

interface FormProps {
  readonly studyUid: string;
  readonly choice: StudyGuidelineChoice;
  readonly assessment: StudyAssessment;
}

/** What the rule asks of the study, and below it what the two models ask beside that. */
function Form({ studyUid, choice, assessment }: FormProps) {
  const { t } = useTranslation('guideline');
  const language = useLanguage();
  const study = useOpen((s) => s.studies.find((one) => one.studyUid === studyUid));
  const offers: Offers = useMemo(
    () => (study ? { ...patientOffers(study), ...listOffers(assessment.listed) } : {}),
    [study, assessment.listed],
  );
  const { exam, nodules } = assessment;
  const results = nodules.map((n) => n.result);
  const rule = askedFor([exam, ...results]);
  const models = askedFor(nodules.flatMap(modelsOf));
  const wants = (name: keyof StudyAnswers): boolean =>
    rule.has(name) ||
    (name === 'priorDate' && choice.rule !== undefined && choice.answers.comparison === 'prior');
  const own = keysOf(studyFields).filter(wants);
  const others = keysOf(studyFields).filter((name) => !wants(name) && models.has(name));
  const missing = new Set<InputName>([exam, ...results].flatMap((r) => r?.missing ?? []));
  const missed = (name: keyof StudyAnswers): boolean =>
    missing.has(name) || (name === 'priorDate' && missing.has('interval'));
  const open = own.filter(missed);
  const field = (name: keyof StudyAnswers, asked: boolean) => (
    <StudyField
      key={name}
      {...{ studyUid, name, choice, offer: offers[name] }}
      missing={asked && missed(name)}
    />
  );
  return (
    <>
      {own.length > 0 && (
        <details className="guideline-more" data-testid="study-form">
          <summary>
            {t('answers')}
            {open.length > 0 && (
              <em className="guideline-missing">{t('missing.any', { list: inputNames(open, language) })}</em>
            )}
          </summary>
          <div className="guideline-form">{own.map((name) => field(name, true))}</div>
        </details>
      )}
      {nodules.length > 0 && (
        <details className="guideline-more" data-testid="model-form">
          <summary>{t('models')}</summary>
          <MoreModels studyUid={studyUid} chosen={choice.models ?? []} />
          <div className="guideline-form">{others.map((name) => field(name, false))}</div>
        </details>
      )}
    </>
  );
}

/** Models beside Brock 2b and Mayo, each reckoned only when it was chosen. */
function MoreModels({
  studyUid,
  chosen,
}: {
  readonly studyUid: string;
  readonly chosen: readonly MoreModel[];
}) {
  const { t } = useTranslation('guideline');
  const language = useLanguage();
  return (
    <fieldset className="guideline-models">
      <legend>{t('moreModels')}</legend>
      {moreModels.map((model) => (
        <label key={model}>
          <input
            type="checkbox"
            checked={chosen.includes(model)}
            data-testid={`choose-model-${model}`}
            onChange={({ target }) => chooseModel(studyUid, model, target.checked)}
          />
          <span>
            {modelName(model, language)}
            {unconfirmedModels.includes(model) && <small> {unconfirmedModelText(language)}</small>}
          </span>
        </label>
      ))}
    </fieldset>
  );
}

interface StudyFieldProps {
  readonly studyUid: string;
  readonly name: keyof StudyAnswers;
  readonly choice: StudyGuidelineChoice;
  readonly offer: Offers[keyof StudyAnswers];
  readonly missing: boolean;
}

function StudyField({ studyUid, name, choice, offer, missing }: StudyFieldProps) {
  const { t } = useTranslation('guideline');
  const value = choice.answers[name];
  const source = choice.taken[name];
  const put = (next: InputValue | undefined): void =>
    answerStudy(studyUid, name, next as StudyAnswers[typeof name]);
  const said = (v: InputValue): string => (typeof v === 'string' ? t(`option.${name}.${v}`) : String(v));
  return (
    <Field name={name} spec={studyFields[name]} value={value} missing={missing} onChange={put}>
      {offer && offer.value !== value && (
        <button
          type="button"
          className="guideline-offer"
          data-testid={`offer-${name}`}
          onClick={() => answerStudy(studyUid, name, offer.value as StudyAnswers[typeof name], offer.source)}
        >
          {t('offer', { value: said(offer.value), source: t(`source.${offer.source}`) })}
        </button>
      )}
      {source && offer?.value === value && <small>{t(`source.${source}`)}</small>}
    </Field>
  );
}
