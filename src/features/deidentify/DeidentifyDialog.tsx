import { useEffect, useRef, useState } from 'react';
import { Check } from 'lucide-react';
import { useTranslation } from '../../i18n';
import type { Study } from '../../domain/study';
import { Button, Dialog, Notice, ProgressBar } from '../../ui';
import { activeStudy, useOpen } from '../open';
import { DoneView } from './DoneView';
import { OptionsStep } from './OptionsStep';
import { PixelStep } from './PixelStep';
import { PreviewStep } from './PreviewStep';
import { SeriesStep } from './SeriesStep';
import { closeDeidentify } from './store';
import type { Save } from './words';
import { type Export, useExport } from './useExport';
import './deidentify.css';

const steps = ['series', 'options', 'pixels', 'preview'] as const;
type Step = (typeof steps)[number];

/** Which series, what of them, what is in their pixels, what will change; then the archive. */
export function DeidentifyDialog({ save }: { readonly save: Save }) {
  const study = useOpen(activeStudy);
  return study ? <StudyDialog study={study} save={save} /> : null;
}

function StudyDialog({ study, save }: { readonly study: Study; readonly save: Save }) {
  const { t } = useTranslation('deidentify');
  const work = useExport(study);
  const [step, setStep] = useState<Step>('series');
  const at = steps.indexOf(step);
  const { result, progress, reading, blocked, going } = work;
  const saved = useRef(false);
  useEffect(() => {
    if (!result || saved.current) return;
    saved.current = true;
    if (result.files > 0) save(archiveName(result.patients), result.archive);
  }, [result, save]);

  const last = step === 'preview';
  const barred = reading !== undefined || going.length === 0 || blocked.length > 0 || progress !== undefined;
  const submit = (): void => {
    if (result) closeDeidentify();
    else if (!last) setStep(steps[at + 1]);
    else if (!barred) void work.start();
  };
  return (
    <Dialog
      wide
      title={t(result ? 'done.label' : 'title')}
      testId="deidentify-dialog"
      onCancel={closeDeidentify}
      onSubmit={submit}
      actions={
        result ? (
          <Button look="primary" type="submit" data-testid="deid-close">
            {t('close')}
          </Button>
        ) : progress ? (
          <Button onClick={work.cancel} data-testid="deid-stop">
            {t('stop')}
          </Button>
        ) : (
          <>
            <Button onClick={closeDeidentify}>{t('cancel')}</Button>
            {at > 0 && <Button onClick={() => setStep(steps[at - 1])}>{t('back')}</Button>}
            <Button
              look="primary"
              type="submit"
              disabled={last ? barred : reading !== undefined}
              data-testid={last ? 'deid-export' : 'deid-next'}
            >
              {last ? t('export') : t('next')}
            </Button>
          </>
        )
      }
    >
      {!result && <StepBar step={step} go={setStep} work={work} />}
      {/* Scrolled by keys too, so it takes the focus. */}
      <div
        // Another step begins at its top.
        key={result ? 'done' : step}
        className="deid-body"
        tabIndex={0}
        role="group"
        aria-label={t(result ? 'done.label' : `step.${step}`)}
      >
        {result ? (
          <DoneView result={result} work={work} save={save} name={archiveName(result.patients)} />
        ) : reading ? (
          <p role="status">
            {t('reading', { done: reading[0], total: reading[1] })}
            <ProgressBar label={t('readingLabel')} value={reading[0] / Math.max(1, reading[1])} />
          </p>
        ) : (
          <StepView step={step} work={work} />
        )}
      </div>
      <Foot work={work} last={last} toPixels={() => setStep('pixels')} />
    </Dialog>
  );
}

function StepView({ step, work }: { readonly step: Step; readonly work: Export }) {
  if (step === 'series') return <SeriesStep work={work} />;
  if (step === 'options') return <OptionsStep work={work} />;
  if (step === 'pixels') return <PixelStep work={work} />;
  return <PreviewStep work={work} />;
}

interface StepBarProps {
  readonly step: Step;
  readonly go: (step: Step) => void;
  readonly work: Export;
}

function StepBar({ step, go, work }: StepBarProps) {
  const { t } = useTranslation('deidentify');
  return (
    <ol className="deid-steps">
      {steps.map((one, n) => (
        <li key={one}>
          <button
            type="button"
            aria-current={one === step ? 'step' : undefined}
            disabled={work.reading !== undefined || work.progress !== undefined}
            onClick={() => go(one)}
            data-testid={`deid-step-${one}`}
          >
            <span className="deid-number">
              {one === 'pixels' && work.parts.length > 0 && work.blocked.length === 0 ? (
                <Check size={12} aria-hidden />
              ) : (
                n + 1
              )}
            </span>
            {t(`step.${one}`)}
            {one === 'pixels' && work.blocked.length > 0 && (
              <span className="deid-badge">{t('blockedShort', { count: work.blocked.length })}</span>
            )}
          </button>
        </li>
      ))}
    </ol>
  );
}

interface FootProps {
  readonly work: Export;
  readonly last: boolean;
  readonly toPixels: () => void;
}

/** What stands in the way, or how far it is. */
function Foot({ work, last, toPixels }: FootProps) {
  const { t } = useTranslation('deidentify');
  const { progress, failure, blocked, going, result } = work;
  if (progress)
    return (
      <div className="deid-progress" role="status" data-testid="deid-progress">
        <span>{t('working', { done: progress[0], total: progress[1] })}</span>
        <ProgressBar label={t('workingLabel')} value={progress[0] / Math.max(1, progress[1])} />
      </div>
    );
  if (failure)
    return (
      <Notice tone="error" title={t('failed')}>
        {failure}
      </Notice>
    );
  if (result || !last) return null;
  if (blocked.length > 0)
    return (
      <Notice
        tone="warn"
        title={t('blocked', { count: blocked.length })}
        testId="deid-blocked"
        action={<Button onClick={toPixels}>{t('toPixels')}</Button>}
      >
        {t('blockedWhy')}
      </Notice>
    );
  return going.length === 0 && !work.reading ? <Notice tone="warn" title={t('nothing')} /> : null;
}

/** Named after the pseudonym: nothing of the patient stands in a file's name. */
const archiveName = (patients: readonly (readonly [string, string, number])[]): string =>
  `${patients[0]?.[1] ?? 'export'}.zip`;
