import { CircleAlert, CircleCheck, RotateCcw, X } from 'lucide-react';
import { useTranslation } from '../../i18n';
import { ProgressBar } from '../../ui';
import { reasonTexts } from '../findings';
import { useRunShown } from './shown';
import { useOpen } from '../open';
import { analyseActive, cancelAnalysis } from './commands';
import { noteText } from './notes';
import { timeLeft, wholeShare } from './progress';
import { providerText, totalMs } from './RunFacts';
import { idleStudy, useAnalysis, type AnalysisState } from './store';
import './analysis.css';

/** One line of the status bar: what the analysis does, how long it will take, how it ended and what to do then. */
export function AnalysisStatus() {
  const studyUid = useOpen((s) => s.activeStudyUid);
  const { state } = useAnalysis((s) => (studyUid ? s.studies[studyUid] : undefined)) ?? idleStudy;
  return (
    <div className="analysis-status" data-testid="analysis-state" data-state={state.kind} role="status">
      {state.kind === 'running' ? (
        <Running state={state} />
      ) : state.kind === 'waiting' ? (
        <Waiting ahead={state.ahead} />
      ) : (
        <Ended state={state} studyUid={studyUid} />
      )}
    </div>
  );
}

function Running({ state }: { readonly state: Extract<AnalysisState, { kind: 'running' }> }) {
  const { t } = useTranslation('analysis');
  const { progress } = state;
  const stage = t(`stage.${progress?.stage ?? 'load'}`);
  const left = progress?.msLeft === undefined ? undefined : timeLeft(progress.msLeft);
  return (
    <>
      <span className="analysis-stage">{stage}</span>
      <span className="analysis-bar">
        <ProgressBar label={stage} value={progress && wholeShare(progress)} />
      </span>
      {left && (
        <span className="analyse-quiet" data-testid="analysis-left">
          {t(`left.${left.unit}`, { count: left.value })}
        </span>
      )}
      <Cancel />
    </>
  );
}

/** The engine does one job at a time: how many come first. */
function Waiting({ ahead }: { readonly ahead: number }) {
  const { t } = useTranslation('analysis');
  return (
    <>
      <span className="analysis-stage">{t('state.waiting', { count: ahead })}</span>
      <Cancel />
    </>
  );
}

function Cancel() {
  const { t } = useTranslation('analysis');
  return (
    <button
      type="button"
      className="analysis-button"
      onClick={() => cancelAnalysis()}
      data-testid="analysis-cancel"
    >
      <X size={12} aria-hidden /> {t('cancel')}
    </button>
  );
}

interface EndedProps {
  readonly state: Exclude<AnalysisState, { kind: 'running' | 'waiting' }>;
  readonly studyUid: string | undefined;
}

function Ended({ state, studyUid }: EndedProps) {
  const { t } = useTranslation('analysis');
  const runs = useAnalysis((s) => (studyUid ? s.studies[studyUid]?.runs : undefined));
  const run = useRunShown(studyUid, state.kind === 'done' ? runs?.[state.runIndex] : undefined);
  if (state.kind === 'idle')
    return studyUid ? <span className="analyse-quiet">{t('state.idle')}</span> : null;
  if (state.kind === 'done') {
    if (!run) return null;
    const key = run.concealed ? 'state.concealed' : run.name === undefined ? 'state.done' : 'state.doneModel';
    const text = t(key, {
      name: run.name ?? '',
      count: run.findings.length,
      provider: providerText(run, t),
      seconds: (totalMs(run) / 1000).toFixed(1),
    });
    return (
      <>
        <CircleCheck size={13} aria-hidden />
        <span
          className="analysis-text"
          data-tip={[text, ...run.notes.map((note) => noteText(t, note))].join('\n')}
        >
          {text}
        </span>
      </>
    );
  }
  const text =
    state.kind === 'unsuitable'
      ? t('state.unsuitable', { reasons: reasonTexts(t, state.reasons).join(' ') })
      : state.kind === 'failed'
        ? t(`failure.${state.failure.key}`)
        : t('state.cancelled');
  return (
    <>
      {state.kind === 'failed' && <CircleAlert size={13} className="analysis-warn" aria-hidden />}
      <span
        className="analysis-text"
        data-tip={state.kind === 'failed' ? `${text}\n${state.failure.detail}` : text}
      >
        {text}
      </span>
      {state.kind !== 'unsuitable' && (
        <button
          type="button"
          className="analysis-button"
          onClick={analyseActive}
          data-testid="analysis-again"
        >
          <RotateCcw size={12} aria-hidden /> {t('again')}
        </button>
      )}
    </>
  );
}
