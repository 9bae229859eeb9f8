import { CircleAlert, CircleCheck } from 'lucide-react';
import type { Probe } from '../../inference/contract';
import type { ModelManifest } from '../../inference/manifest';
import { useTranslation } from '../../i18n';
import { Fact } from './Fact';
import { verdictOf } from './verdict';
import { numberText, sizeText, timeParts } from './words';

interface VerdictProps {
  readonly probe: Probe;
  readonly manifest: ModelManifest;
}

/** What a test on this computer found, first in words, then in numbers. */
export function VerdictFacts({ probe, manifest }: VerdictProps) {
  const { t } = useTranslation('models');
  const verdict = verdictOf(probe, manifest);
  const { typical, golden } = verdict;
  const time = (seconds: number): string => {
    const { unit, value } = timeParts(seconds);
    return t(`time.${unit}`, { value });
  };
  const sentence = !verdict.runsOn
    ? 'nowhere'
    : golden && !golden.ok
      ? 'wrong'
      : verdict.agree
        ? verdict.runsOn
        : 'differs';
  const Icon = verdict.usable ? CircleCheck : CircleAlert;
  return (
    <div className="model-verdict" data-testid="model-verdict" data-usable={verdict.usable}>
      <p>
        <Icon size={16} aria-hidden />
        {t(`verdict.${sentence}`)}
      </p>
      <dl className="model-facts">
        {verdict.windowSeconds !== undefined && (
          <Fact name={t('verdict.window')}>{time(verdict.windowSeconds)}</Fact>
        )}
        {typical && (
          <Fact name={t('verdict.typical')}>
            {t(typical.single ? 'verdict.typicalImage' : 'verdict.typicalScan', {
              time: time(typical.seconds),
              count: typical.windows,
            })}
          </Fact>
        )}
        {verdict.memory !== undefined && <Fact name={t('verdict.memory')}>{sizeText(verdict.memory)}</Fact>}
        {verdict.difference !== undefined && (
          <Fact name={t('verdict.difference')}>
            {t('verdict.differenceOf', { percent: numberText(verdict.difference * 100) })}
          </Fact>
        )}
        {golden && (
          <Fact name={t('verdict.golden')}>
            {t(golden.ok ? 'verdict.goldenOk' : 'verdict.goldenBad', {
              error: numberText(golden.error),
              allowed: numberText(golden.allowed),
            })}
          </Fact>
        )}
        {verdict.adapter !== undefined && verdict.adapter !== '' && (
          <Fact name={t('verdict.adapter')}>{verdict.adapter}</Fact>
        )}
        {verdict.webgpuReason !== undefined && (
          <Fact name={t('verdict.noWebgpu')}>
            <code>{verdict.webgpuReason}</code>
          </Fact>
        )}
      </dl>
    </div>
  );
}
