import { lengthFigure, volumeFigure } from '../../domain/figures';
import type { Finding } from '../../domain/finding';
import {
  modelsOf,
  type InputName,
  type InputValue,
  type NoduleAnswers,
  type NoduleAssessment,
} from '../../domain/guidelines';
import { isLungNodule, solidPartOf } from '../../domain/lesion';
import { useLanguage, useTranslation } from '../../i18n';
import { changeText, ruleName } from '../../report';
import { useAnswers, useNoduleAssessment } from './assessment';
import { answerNodule } from './change';
import { Field } from './Field';
import { askedFor, keysOf, noduleFields } from './fields';
import { InputsUsed, ModelLine, RuleLines } from './Result';
import { useChoice } from './store';
import './guideline.css';

/** One nodule by the study's guideline, its change since an earlier CT, and what Brock and Mayo give for it. */
export function FindingGuideline({ finding }: { readonly finding: Finding }) {
  const assessment = useNoduleAssessment(finding);
  if (!assessment || !isLungNodule(finding) || finding.review === 'rejected') return null;
  return <Nodule assessment={assessment} finding={finding} />;
}

function Nodule({
  assessment,
  finding,
}: {
  readonly assessment: NoduleAssessment;
  readonly finding: Finding;
}) {
  const { t } = useTranslation('guideline');
  const language = useLanguage();
  const { rule, answers } = useAnswers(finding.studyUid);
  const { result, change, solidChange, counted } = assessment;
  const models = modelsOf(assessment);
  const asked = askedFor([result]);
  const modelled = askedFor(models);
  const compared = rule !== undefined && answers.comparison === 'prior';
  const wants = (name: keyof NoduleAnswers): boolean => {
    // The lobe that the reader set says it already.
    if (name === 'upperLobe' && finding.lobe) return false;
    if (name === 'priorDiameter' || name === 'priorVolume') return compared;
    if (name === 'priorSolidPart') return compared && finding.type === 'partSolid';
    return asked.has(name);
  };
  const own = keysOf(noduleFields).filter(wants);
  const others = keysOf(noduleFields).filter(
    (name) => !wants(name) && modelled.has(name) && !(name === 'upperLobe' && finding.lobe),
  );
  const field = (name: keyof NoduleAnswers) => <NoduleField key={name} {...{ finding, name, assessment }} />;
  return (
    <section
      className="guideline guideline-finding"
      aria-label={t('finding', { number: finding.number })}
      data-testid="finding-guideline"
    >
      {rule && result && (
        <>
          <div className="guideline-head">
            <span>{ruleName(rule, language)}</span>
            {!counted && <small>{t('notCounted')}</small>}
          </div>
          <RuleLines result={result} />
        </>
      )}
      {own.length > 0 && <div className="guideline-form">{own.map(field)}</div>}
      {change && <p data-testid="nodule-change">{changeText(change, language)}</p>}
      {solidChange && <p>{t('solidChange', { text: changeText(solidChange, language) })}</p>}
      <details className="guideline-more" data-testid="models">
        <summary>{t('probability')}</summary>
        {models.map((one) => (
          <ModelLine key={one.model} result={one} />
        ))}
        {others.length > 0 && <div className="guideline-form">{others.map(field)}</div>}
        <p className="guideline-note">{t('probabilityIs')}</p>
        <InputsUsed inputs={modelInputs(assessment)} />
      </details>
      {result && <InputsUsed inputs={result.inputs} />}
    </section>
  );
}

/** The inputs of all models, each once. */
const modelInputs = (assessment: NoduleAssessment) =>
  modelsOf(assessment)
    .flatMap(({ inputs }) => inputs)
    .filter((one, n, all) => all.findIndex((o) => o.name === one.name) === n);

interface NoduleFieldProps {
  readonly finding: Finding;
  readonly name: keyof NoduleAnswers;
  readonly assessment: NoduleAssessment;
}

function NoduleField({ finding, name, assessment }: NoduleFieldProps) {
  const { t } = useTranslation('guideline');
  const value = useChoice(finding.studyUid).nodules[finding.trackingUid]?.[name];
  const put = (next: InputValue | undefined): void =>
    answerNodule(finding.studyUid, finding.trackingUid, name, next as NoduleAnswers[typeof name]);
  const known = useAnswers(finding.studyUid).nodules[finding.trackingUid]?.[name];
  // What the comparison measured holds until the reader says otherwise.
  const compared = value === undefined && known !== undefined;
  const measured = name === 'solidPart' ? solidPartOf(finding)?.meanDiameter.value : undefined;
  const holds = compared && typeof known === 'number' ? known : measured;
  const missing = assessment.result?.missing.includes(name as InputName) ?? false;
  const score = name === 'spiculation' ? finding.nodule?.scores?.spiculation : undefined;
  return (
    <Field
      name={name}
      spec={noduleFields[name]}
      value={compared && typeof known !== 'number' ? (known as InputValue) : value}
      missing={missing}
      onChange={put}
      placeholder={
        holds === undefined
          ? undefined
          : t('measured', { mm: name === 'priorVolume' ? volumeFigure(holds) : lengthFigure(holds) })
      }
    >
      {compared && <small>{t('fromComparison')}</small>}
      {score && <small>{t('suggestion', { score: score.value.toFixed(2) })}</small>}
      {name === 'malignancyProbability' && <Estimates assessment={assessment} onTake={put} value={value} />}
    </Field>
  );
}

interface EstimatesProps {
  readonly assessment: NoduleAssessment;
  readonly value: InputValue | undefined;
  readonly onTake: (value: number) => void;
}

/** What the models give, offered as the reader's own estimate. */
function Estimates({ assessment, value, onTake }: EstimatesProps) {
  const { t } = useTranslation('guideline');
  return modelsOf(assessment).map((model) => {
    if (model.state !== 'given') return null;
    const p = Number(model.probability.toFixed(3));
    if (p === value) return null;
    return (
      <button key={model.model} type="button" className="guideline-offer" onClick={() => onTake(p)}>
        {t('offer', { value: `${(100 * p).toFixed(1)} %`, source: t(`model.${model.model}`) })}
      </button>
    );
  });
}
