import { percentFigure } from '../../domain/figures';
import type { ModelResult, NoduleAssessment, RuleResult, UsedInput } from '../../domain/guidelines';
import { useLanguage, useTranslation } from '../../i18n';
import {
  categoryText,
  cautionText,
  hasCategories,
  inputName,
  inputNames,
  managementText,
  modelName,
  outsideText,
  rowsText,
  ruleName,
  unconfirmedModelText,
  unconfirmedText,
} from '../../report';
import { isNoduleField, isStudyField } from './fields';

interface RuleLinesProps {
  readonly result: RuleResult;
  /** The nodule that decides the study's category. */
  readonly leading?: NoduleAssessment;
  /** It is the study's: what it misses of the study stands with its form. */
  readonly ofStudy?: boolean;
}

/** Category, row, recommendation and remarks of a rule; or what it misses, for the study and for the nodule. */
export function RuleLines({ result, leading, ofStudy }: RuleLinesProps) {
  const { t } = useTranslation('guideline');
  const language = useLanguage();
  const study = result.missing.filter((name) => isStudyField(name) || name === 'interval');
  const nodule = result.missing.filter((name) => !(isStudyField(name) || name === 'interval'));
  // "The highest nodule" says less than why it is the highest.
  const decided = leading?.result ?? result;
  const rows = decided.state === 'given' ? decided.rows : [];
  return (
    <div className="guideline-result" data-testid="guideline-result" data-state={result.state}>
      {result.state === 'given' && (
        <>
          <p className="guideline-category">
            <b data-testid="guideline-category">{categoryText(result, language)}</b>
            {leading && <span>{t('decidedBy', { number: leading.finding.number })}</span>}
          </p>
          {hasCategories(result.ruleSet) && <p>{t('because', { text: rowsText(rows, language) })}</p>}
          <p>{t('recommended', { text: managementText(result.management, language) })}</p>
        </>
      )}
      {result.state === 'outside' && (
        <p>
          {t('outside', {
            rule: ruleName(result.ruleSet, language),
            why: outsideText(result.reason, language),
          })}
        </p>
      )}
      {result.state === 'open' && (
        <p className="guideline-category">
          <b>{t('open')}</b>
          {result.atLeast && <span>{t('atLeast', { category: result.atLeast })}</span>}
        </p>
      )}
      {result.state === 'open' && !ofStudy && study.length > 0 && (
        <p className="guideline-missing">{t('missing.study', { list: inputNames(study, language) })}</p>
      )}
      {result.state === 'open' && nodule.length > 0 && (
        <p className="guideline-missing">{t('missing.nodule', { list: inputNames(nodule, language) })}</p>
      )}
      {result.cautions.map((caution) => (
        <p key={caution} className="guideline-caution">
          {cautionText(caution, language)}
        </p>
      ))}
      {result.unconfirmed && <p className="guideline-caution">{unconfirmedText(language)}</p>}
    </div>
  );
}

/** A model's probability, or why there is none. */
export function ModelLine({ result }: { readonly result: ModelResult }) {
  const { t } = useTranslation('guideline');
  const language = useLanguage();
  return (
    <div className="guideline-model" data-testid={`model-${result.model}`} data-state={result.state}>
      <span>{modelName(result.model, language)}</span>
      {result.state === 'given' ? (
        <span>
          <b>{percentFigure(result.probability)} %</b>
          {result.unconfirmed && <small> {unconfirmedModelText(language)}</small>}
        </span>
      ) : (
        <span className={result.state === 'open' ? 'guideline-missing' : undefined}>
          {result.state === 'outside'
            ? outsideText(result.reason, language)
            : t('missing.any', { list: inputNames(result.missing, language) })}
        </span>
      )}
    </div>
  );
}

/** Inputs as the rule used them, after its own rounding. */
export function InputsUsed({ inputs }: { readonly inputs: readonly UsedInput[] }) {
  const { t } = useTranslation('guideline');
  const language = useLanguage();
  const value = ({ name, value: v, unit }: UsedInput): string => {
    if (typeof v === 'boolean') return t(v ? 'yes' : 'no');
    if (typeof v === 'string')
      return name === 'type' ? t(`findings:type.${v}`) : t(`option.${name}.${v}`, { defaultValue: v });
    if (unit === '1') return `${percentFigure(v)} %`;
    return unit ? `${v} ${t(`unit.${unit}`)}` : String(v);
  };
  if (inputs.length === 0) return null;
  return (
    <details className="guideline-inputs">
      <summary>{t('inputs')}</summary>
      <dl>
        {inputs.map((input) => (
          <div key={input.name} data-from={isNoduleField(input.name) ? 'nodule' : 'study'}>
            <dt>{inputName(input.name, language)}</dt>
            <dd>{value(input)}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
