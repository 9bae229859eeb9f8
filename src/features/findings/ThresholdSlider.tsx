import { useId } from 'react';
import type { ScalePoint } from '../../domain/operating-scale';
import { useTranslation } from '../../i18n';
import { useKeysOf } from '../commands';
import { useModels } from '../models';
import { hiddenCount, shownOf } from './shown';
import { setThreshold, sliderOf } from './threshold';
import type { StudyFindings } from './store';

type Translate = (key: string, values?: Record<string, string | number>) => string;

const percent = (share: number): string => (share * 100).toFixed(0);

/** Two figures: 0.25, 1.5, 4, 12. */
const marksText = (n: number): string => String(Number(n.toPrecision(2)));

/** "About 4 false marks a scan; finds 86 % (95 % CI 80 to 91 %)". */
export function pointText(t: Translate, { falsePerScan, sensitivity, ci }: ScalePoint): string {
  const values = { count: marksText(falsePerScan), share: percent(sensitivity) };
  return ci
    ? t('slider.withInterval', { ...values, low: percent(ci[0]), high: percent(ci[1]) })
    : t('slider.plain', values);
}

/**
 * How sensitive the marks are, in what a reader pays for it: false marks a scan. A range input, so that arrows, Home
 * and End work; every stop is a point that was measured.
 */
export function ThresholdSlider({
  study,
  studyUid,
}: {
  readonly study: StudyFindings;
  readonly studyUid: string;
}) {
  const { t } = useTranslation('findings');
  const id = useId();
  const keyOf = useKeysOf();
  const models = useModels((s) => s.models);
  const slider = sliderOf(study, models);
  if (!slider || study.pass === 'first') return null;
  const { scale, place } = slider;
  const point = scale[place];
  const text = pointText(t, point);
  const hidden = hiddenCount(study);
  const keys = [keyOf('finding.fewer'), keyOf('finding.more')].filter(Boolean).join(' / ');
  return (
    <div className="threshold" data-testid="threshold" data-value={study.threshold ?? point.threshold}>
      <label htmlFor={id} data-tip={t('slider.tip', { keys })}>
        {t('slider.label')}
      </label>
      <input
        id={id}
        type="range"
        min={0}
        max={scale.length - 1}
        step={1}
        value={place}
        aria-valuetext={text}
        data-testid="threshold-slider"
        onChange={(e) => setThreshold(studyUid, scale[Number(e.target.value)].threshold)}
        onKeyDown={(e) => {
          // Arrows move the slider here; they scroll the images when these have the focus.
          if (e.key.startsWith('Arrow') || e.key.startsWith('Page') || e.key === 'Home' || e.key === 'End')
            e.stopPropagation();
        }}
      />
      <span className="threshold-count" data-testid="threshold-count">
        {t('slider.count', { shown: shownOf(study).length, all: shownOf(study).length + hidden })}
      </span>
      <p className="threshold-text">{text}</p>
    </div>
  );
}
