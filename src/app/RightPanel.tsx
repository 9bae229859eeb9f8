import { PanelRightClose, PanelRightOpen } from 'lucide-react';
import { useRef, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react';
import { offerForms } from '../features/findings';
import { formAbout, FormsPanel, useFormCount } from '../features/forms';
import { MeasurePanel, useMeasureCount } from '../features/measure';
import { SegmentPanel, useSegmentCount } from '../features/segment';
import { changeSettings, useSettings } from '../features/settings';
import { useTranslation } from '../i18n';
import { IconButton } from '../ui';
import { showTab, usePanel } from './panel';
import './right-panel.css';

/** Narrowest useful list of findings, px; and how far a key moves the edge. */
const NARROWEST = 280;
const STEP = 20;
/** The images keep at least this share of the page while findings are read (look.md). */
const IMAGES = 0.62;

// Lesions of the list begin forms about themselves.
offerForms((finding, form) => {
  formAbout(finding, form);
  showTab('forms');
});

/** Widest that the panel may be, px, beside images and a strip of series. */
export const widestPanel = (page: number, strip: number): number =>
  Math.max(NARROWEST, Math.floor(page * (1 - IMAGES)) - strip);

interface RightPanelProps {
  readonly findings: ReactNode;
  readonly report: ReactNode;
  readonly count: number;
  readonly widest: number;
  /** Files still come in: half a series must not be analysed, so the empty list's offer is not there yet. */
  readonly reading: boolean;
}

/** Findings, measurements, forms and report. It drags and folds; the report is paper and takes half of the page. */
export function RightPanel({ findings, report, count, widest, reading }: RightPanelProps) {
  const { t } = useTranslation('app');
  const tab = usePanel((s) => s.tab);
  const folded = useSettings((s) => s.panelFolded);
  const width = useSettings((s) => s.panelWidth);

  if (folded)
    return (
      <aside className="panel-rail">
        <IconButton label={t('panel.unfold')} onClick={() => changeSettings({ panelFolded: false })}>
          <PanelRightOpen size={16} />
        </IconButton>
        {count > 0 && <span className="panel-count">{count}</span>}
      </aside>
    );

  const paper = tab === 'report';
  const waiting = tab === 'findings' && reading && count === 0;
  const bodies = { findings, measure: <MeasureTab />, forms: <FormsPanel />, report };
  return (
    <aside
      className={paper ? 'right-panel right-panel-report' : 'right-panel'}
      style={{ width: paper ? '50vw' : Math.min(width, widest) }}
    >
      {!paper && <Edge width={Math.min(width, widest)} widest={widest} />}
      <div className="panel-head">
        <Tabs count={count} />
        <IconButton label={t('panel.fold')} onClick={() => changeSettings({ panelFolded: true })}>
          <PanelRightClose size={16} />
        </IconButton>
      </div>
      <div
        id="panel-body"
        role="tabpanel"
        aria-labelledby={`tab-${tab}`}
        className={paper ? 'panel-body paper' : 'panel-body'}
      >
        {waiting ? <p className="panel-wait">{t('panel.stillReading')}</p> : bodies[tab]}
      </div>
    </aside>
  );
}

/** What the reader measured, and below it what the reader segmented. */
const MeasureTab = () => (
  <div className="measure-tab">
    <MeasurePanel />
    <SegmentPanel />
  </div>
);

const tabs = ['findings', 'measure', 'forms', 'report'] as const;

/** The tabs; arrows walk between them. */
export function Tabs({ count }: { readonly count: number }) {
  const { t } = useTranslation('app');
  const tab = usePanel((s) => s.tab);
  const measured = useMeasureCount() + useSegmentCount();
  const counts = { findings: count, measure: measured, forms: useFormCount(), report: 0 };
  const onKeyDown = (event: KeyboardEvent) => {
    // With Ctrl the arrows move what is in the hand.
    if (event.ctrlKey || event.metaKey) return;
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    event.preventDefault();
    const step = event.key === 'ArrowRight' ? 1 : tabs.length - 1;
    const other = tabs[(tabs.indexOf(tab) + step) % tabs.length];
    showTab(other);
    document.getElementById(`tab-${other}`)?.focus();
  };
  return (
    <div role="tablist" className="tabs" onKeyDown={onKeyDown}>
      {tabs.map((one) => (
        <button
          key={one}
          id={`tab-${one}`}
          type="button"
          role="tab"
          aria-selected={tab === one}
          aria-controls="panel-body"
          tabIndex={tab === one ? 0 : -1}
          data-testid={`tab-${one}`}
          onClick={() => showTab(one)}
        >
          {t(`panel.${one}`)}
          {counts[one] > 0 && <span className="panel-count">{counts[one]}</span>}
        </button>
      ))}
    </div>
  );
}

/** The panel's left edge: drag it, or move it with the arrow keys. */
function Edge({ width, widest }: { readonly width: number; readonly widest: number }) {
  const { t } = useTranslation('app');
  const dragging = useRef(false);
  const to = (px: number) =>
    changeSettings({ panelWidth: Math.round(Math.min(Math.max(px, NARROWEST), widest)) });
  return (
    <div
      className="panel-edge"
      role="separator"
      aria-orientation="vertical"
      aria-label={t('panel.resize')}
      aria-valuenow={width}
      aria-valuemin={NARROWEST}
      aria-valuemax={widest}
      tabIndex={0}
      onPointerDown={(event: PointerEvent<HTMLDivElement>) => {
        dragging.current = true;
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={(event) => dragging.current && to(innerWidth - event.clientX)}
      onPointerUp={() => (dragging.current = false)}
      onPointerCancel={() => (dragging.current = false)}
      onKeyDown={(event) => {
        if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
        event.preventDefault();
        to(width + (event.key === 'ArrowLeft' ? STEP : -STEP));
      }}
    />
  );
}
