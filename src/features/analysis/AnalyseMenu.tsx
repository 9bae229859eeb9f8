import { CircleAlert, CircleCheck, Radio, ScanSearch, TriangleAlert } from 'lucide-react';
import { useEffect, useId, useRef, useState } from 'react';
import { seriesFrames } from '../../domain/frames';
import { useTranslation } from '../../i18n';
import { Button } from '../../ui';
import { offerAnalysis, reasonTexts, startFindings } from '../findings';
import { useKeysOf } from '../commands';
import { useOpen } from '../open';
import { AnalysisChoice, ImportedBadge } from './AnalysisChoice';
import { provideBox } from './box';
import { analyse, analyseActive, judge } from './commands';
import { analysisFor, analysisName, refreshAnalyses, useAnalyses } from './list';
import { canFollow, liveBarred, toggleLive } from './live/control';
import { useLive } from './live/store';
import { RunFacts } from './RunFacts';
import { idleStudy, isBusy, useAnalysis } from './store';
import { seriesToAnalyse, suitabilityOf } from './verdicts';
import './analysis.css';

/** Modalities whose images are slices of a body; others are images by themselves. */
const SLICED = new Set(['CT', 'MR', 'PT', 'NM']);

/**
 * The button that starts an analysis: first which one, where there are several, what it would run on and whether
 * that suits, then the run.
 */
export function AnalyseMenu() {
  const { t } = useTranslation('analysis');
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const id = useId();
  const reading = useOpen((s) => s.status === 'reading');
  const activeSeriesUid = useOpen((s) => s.activeSeriesUid);
  const study = useOpen((s) => s.studies.find((one) => one.studyUid === s.activeStudyUid));
  const list = useAnalyses((s) => s.list);
  const { state, runs, chosen } =
    useAnalysis((s) => (study ? s.studies[study.studyUid] : undefined)) ?? idleStudy;

  const analysis = analysisFor(chosen, study, list);
  useEffect(() => {
    // Here and in the panel: the panel may be folded away while marks must still be drawn.
    startFindings();
    offerAnalysis(analyseActive);
    provideBox(() => root.current?.querySelector('button')?.click());
    void refreshAnalyses();
    return () => {
      offerAnalysis(undefined);
      provideBox(undefined);
    };
  }, []);
  useEffect(() => {
    // The kind too: work that was thrown away leaves an analysis that nobody has judged.
    if (study && !reading && state.kind !== 'running' && state.kind !== 'waiting')
      judge(analysis, study, activeSeriesUid);
  }, [analysis, study, reading, activeSeriesUid, state.kind]);
  useEffect(() => {
    if (!open) return;
    const away = (event: PointerEvent) => {
      if (!(event.target instanceof Node && root.current?.contains(event.target))) setOpen(false);
    };
    document.addEventListener('pointerdown', away, true);
    return () => document.removeEventListener('pointerdown', away, true);
  }, [open]);

  const series = study && seriesToAnalyse(analysis, study, activeSeriesUid);
  const verdict = study && series && suitabilityOf(analysis, series, study);
  const suits = verdict?.verdict === 'suitable';
  const reasons = verdict ? (verdict.verdict === 'suitable' ? verdict.warnings : verdict.reasons) : [];
  const live = useLive((s) => s.live);
  const keyOf = useKeysOf();
  const last = runs.findLast((run) => run.analysisId === analysis.id);
  const busy = isBusy(state);
  const name = analysisName(t, analysis);
  // Lit only while it is the thing to do next.
  const next = suits && !reading && state.kind === 'idle' && !last;

  return (
    <div
      ref={root}
      className="analyse-menu"
      onKeyDown={(event) => {
        if (!open || event.key !== 'Escape') return;
        event.stopPropagation();
        setOpen(false);
        root.current?.querySelector('button')?.focus();
      }}
    >
      <button
        type="button"
        className={next ? 'button button-plain analyse-next' : 'button button-plain'}
        aria-haspopup="dialog"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        disabled={!study}
        data-testid="analyse"
        onClick={() => {
          // A model may have been imported or removed since.
          if (!open) void refreshAnalyses();
          setOpen(!open);
        }}
      >
        <ScanSearch size={16} aria-hidden />
        <span>{t('analyse')}</span>
      </button>
      {open && study && series && verdict && (
        <div id={id} role="dialog" aria-label={name} className="analyse-box" data-analysis={analysis.id}>
          {list.length > 1 && (
            <AnalysisChoice
              list={list}
              chosen={analysis}
              study={study}
              activeSeriesUid={activeSeriesUid}
              disabled={busy}
            />
          )}
          <h2>
            {name}
            {analysis.imported && <ImportedBadge />}
          </h2>
          <p className="analyse-quiet">
            {t(SLICED.has(series.modality) ? 'on.slices' : 'on.images', {
              series: series.description || series.modality,
              count: seriesFrames(series).length,
            })}
          </p>
          <p className="analyse-verdict" data-verdict={verdict.verdict} data-testid="suitability">
            {suits ? <CircleCheck size={14} aria-hidden /> : <CircleAlert size={14} aria-hidden />}
            {t(suits ? 'suitable' : 'unsuitable')}
          </p>
          {reasons.length > 0 && (
            <ul>
              {reasonTexts(t, reasons).map((text) => (
                <li key={text}>
                  <TriangleAlert size={12} aria-hidden /> {text}
                </li>
              ))}
            </ul>
          )}
          <Button
            look="primary"
            autoFocus
            disabled={!suits || reading || busy}
            data-testid="analysis-run"
            onClick={() => {
              setOpen(false);
              void analyse(analysis, study, series);
            }}
          >
            {t(last ? 'again' : 'start')}
          </Button>
          {canFollow(study, series) && (
            <Button
              icon={<Radio size={14} />}
              keyHint={keyOf('live.toggle')}
              disabled={reading || (live === undefined && liveBarred() !== undefined)}
              aria-pressed={live !== undefined}
              data-testid="analysis-live"
              onClick={() => {
                setOpen(false);
                toggleLive();
              }}
            >
              {t(live ? 'live.stop' : 'live.start')}
            </Button>
          )}
          {last && <RunFacts run={last} studyUid={study.studyUid} />}
          <p className="analyse-quiet">{t('local')}</p>
        </div>
      )}
    </div>
  );
}
