import { changeFigure, densityFigure, lengthFigure, volumeFigure } from '../../domain/figures';
import { saidOf, type ComparedPrior, type Followed, type Interval } from '../../domain/follow-up';
import { dicomDate } from '../../domain/person-text';
import { useLanguage, useTranslation } from '../../i18n';
import { rangeOf } from '../../report';
import { Button } from '../../ui';
import { sayPair } from './change';
import { stateOf } from './ChangeBadge';
import { GrowthCurve } from './GrowthCurve';
import { growthSource } from './source';
import { useStudyGrowth } from './store';
import './growth.css';

type Row = keyof Interval['differences'];
const ROWS: readonly (readonly [Row, (value: number) => string, string])[] = [
  ['meanDiameter', lengthFigure, 'mm'],
  ['longAxis', lengthFigure, 'mm'],
  ['shortAxis', lengthFigure, 'mm'],
  ['volume', volumeFigure, 'mm³'],
  ['meanHu', densityFigure, 'HU'],
  ['solidDiameter', lengthFigure, 'mm'],
  ['solidVolume', volumeFigure, 'mm³'],
];

/** A nodule then and now on its card: which one it was, what changed and how fast. */
export function GrowthCard({ studyUid, uid }: { readonly studyUid: string; readonly uid: string }) {
  const { t } = useTranslation('growth');
  const { all, priors } = useStudyGrowth(studyUid);
  const one = all?.nodules[uid];
  if (!one || priors.length === 0) return null;
  const state = stateOf(one);
  const step = one.change === 'same' ? one.series.steps.at(-1) : undefined;
  const before = one.before.map(({ number }) => number).join(', ');
  return (
    <section className="growth" aria-label={t('title')} data-testid="growth" data-state={state}>
      <h4>{t('title')}</h4>
      <p data-testid="growth-said">
        {state === undefined
          ? t('unknown')
          : t(before ? 'against' : 'againstNone', {
              word: t(`state.${state}`),
              date: dicomDate(one.against ?? ''),
              number: before,
            })}
      </p>
      {state === 'new' && (
        <p className="growth-wait" data-testid="growth-new">
          {t('newCheck')}
        </p>
      )}
      <Unreviewed priors={priors} one={one} />
      {step && <Numbers step={step} />}
      <GrowthCurve points={one.series.points} />
      {step && <Doubling step={step} />}
      {priors.map((prior) => (
        <PairChoice key={prior.studyUid} {...{ studyUid, uid, prior }} />
      ))}
    </section>
  );
}

/** What nobody has confirmed in the earlier examination is in no report. */
function Unreviewed({ priors, one }: { readonly priors: readonly ComparedPrior[]; readonly one: Followed }) {
  const { t } = useTranslation('growth');
  const waiting = one.before.filter(({ reviewed }) => !reviewed);
  const prior = priors.find(({ date }) => date === one.against);
  if (waiting.length === 0 || !prior) return null;
  return (
    <p className="growth-wait">
      {t('unreviewed')}{' '}
      <Button
        data-testid="accept-prior"
        onClick={() => {
          for (const { uid } of waiting) growthSource()?.accept(prior.studyUid, uid);
        }}
      >
        {t('acceptPrior', { number: waiting.map(({ number }) => number).join(', ') })}
      </Button>
    </p>
  );
}

function Numbers({ step }: { readonly step: Interval }) {
  const { t } = useTranslation('growth');
  return (
    <table className="growth-numbers" data-testid="growth-numbers">
      <thead>
        <tr>
          <td />
          <th scope="col">{dicomDate(step.from)}</th>
          <th scope="col">{dicomDate(step.to)}</th>
          <th scope="col">{t('change')}</th>
        </tr>
      </thead>
      <tbody>
        {ROWS.map(([name, figure, unit]) => {
          const found = step.differences[name];
          if (!found) return null;
          const { before, now, absolute, relative } = found;
          const sign = absolute > 0 ? '+' : '';
          return (
            <tr key={name} data-quantity={name}>
              <th scope="row" data-tip={name === 'volume' && step.corrected ? t('correctedTip') : undefined}>
                {t(`quantity.${name === 'volume' && step.corrected ? 'correctedVolume' : name}`)}{' '}
                <small>{unit}</small>
              </th>
              <td>{figure(before)}</td>
              <td>{figure(now)}</td>
              <td>
                {sign}
                {figure(absolute)}
                {relative !== undefined && <small> {changeFigure(relative)} %</small>}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** Doubling time with what the error of measuring leaves of it; below 25 % that it is no growth. */
function Doubling({ step }: { readonly step: Interval }) {
  const { t } = useTranslation('growth');
  const language = useLanguage();
  const lines = [step.change, step.solidChange].map((change, n) => {
    if (!change) return null;
    const what = n === 0 ? '' : `${t('solid')} `;
    const growing = change.state === 'growing';
    return (
      <p key={n} data-testid={n === 0 ? 'growth-vdt' : undefined}>
        {what}
        {growing
          ? t('doubling', { days: Math.round(change.doublingDays!), range: rangeOf({ change }, language) })
          : t(`verdict.${saidOf(change)}`)}
        {change.basis === 'diameter' && <small> {t('bySphere')}</small>}
      </p>
    );
  });
  return <>{lines}</>;
}

interface PairProps {
  readonly studyUid: string;
  readonly uid: string;
  readonly prior: ComparedPrior;
}

/** Which nodule of the earlier examination it is: as matched, or as the reader says. */
function PairChoice({ studyUid, uid, prior }: PairProps) {
  const { t } = useTranslation('growth');
  const link = useStudyGrowth(studyUid).links[prior.studyUid]?.find((one) => one.current === uid);
  const value = link === undefined ? 'auto' : link.prior === null ? 'none' : link.prior;
  return (
    <label className="growth-pair">
      <span>{t('pairWith', { date: dicomDate(prior.date) })}</span>
      <select
        value={value}
        data-testid="pair-choice"
        onChange={({ target }) =>
          sayPair(
            studyUid,
            prior.studyUid,
            uid,
            target.value === 'auto' ? undefined : target.value === 'none' ? null : target.value,
          )
        }
        onKeyDown={(event) => event.stopPropagation()}
      >
        <option value="auto">{t('pairAuto')}</option>
        <option value="none">{t('pairNone')}</option>
        {prior.nodules.map(({ uid: then, number, point }) => (
          <option key={then} value={then}>
            {t('pairNodule', {
              number,
              size: point.meanDiameter === undefined ? '' : `${lengthFigure(point.meanDiameter)} mm`,
            })}
          </option>
        ))}
      </select>
    </label>
  );
}
