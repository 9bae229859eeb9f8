import { ClipboardList, FileText, ListChecks, RulerDimensionLine } from 'lucide-react';
import { useEffect } from 'react';
import { AnalyseMenu, AnalysisStatus, LiveBar, RunWarnings } from '../features/analysis';
import { ChestFilm } from '../features/chest';
import { CompareBar } from '../features/compare';
import { FindingsPanel } from '../features/findings';
import { FormsPanel, useFormCount } from '../features/forms';
import { MeasureMenu, MeasurePanel, useMeasureCount } from '../features/measure';
import { ObjectSheet, ObjectsOnly, useOnlyObjects } from '../features/objects';
import { useOpen } from '../features/open';
import { OutMenu } from '../features/out';
import { ReadingRoom, ReadToolbar, useRead } from '../features/read';
import { ReportPanel } from '../features/report';
import { SegmentMenu, SegmentPanel } from '../features/segment';
import { AheadStatus } from '../features/worklist';
import { useTranslation } from '../i18n';
import { Sheet } from '../ui';
import { Notices } from './Notices';
import { showTab, usePanel } from './panel';
import { SeriesStrip } from './SeriesStrip';
import { useFindingCount } from './Shell';
import { Start } from './Start';
import { StatusBar } from './StatusBar';
import { TopBar } from './TopBar';
import './shell.css';

/** The frame on a phone: the image first, everything else within reach of a thumb. */
export function PhoneShell() {
  const open = useOpen((s) => s.activeSeriesUid !== undefined);
  const reading = useOpen((s) => s.status === 'reading');
  const onlyObjects = useOnlyObjects();
  return (
    <div className={open ? 'shell phone' : 'shell'}>
      <TopBar
        phone
        analyse={
          open && (
            <span inert={reading}>
              <AnalyseMenu />
            </span>
          )
        }
        onHelp={() => undefined}
      />
      <Notices />
      {open ? (
        <>
          <main className="images">
            <CompareBar />
            <ReadingRoom />
            <LiveBar />
          </main>
          <SeriesStrip folded={false} flat />
          <ThumbBar />
          <PanelSheet />
          <ObjectSheet />
        </>
      ) : onlyObjects ? (
        <ObjectsOnly list={<SeriesStrip folded={false} flat />} />
      ) : (
        <Start phone={true} />
      )}
      <StatusBar
        analysis={
          <>
            <AnalysisStatus />
            {open && <AheadStatus />}
          </>
        }
      />
    </div>
  );
}

function ThumbBar() {
  const { t } = useTranslation('app');
  const count = useFindingCount();
  const measured = useMeasureCount();
  const forms = useFormCount();
  return (
    <nav className="thumb-bar" aria-label={t('top.tools')}>
      <div className="thumb-tools">
        <ReadToolbar compact segment={<SegmentMenu />} out={<OutMenu />} />
      </div>
      <div className="thumb-tabs">
        <button
          type="button"
          className="thumb-tab"
          data-testid="tab-findings"
          onClick={() => showTab('findings')}
        >
          <ListChecks size={20} aria-hidden />
          {t('panel.findings')}
          {count > 0 && <span className="panel-count">{count}</span>}
        </button>
        <button
          type="button"
          className="thumb-tab"
          data-testid="tab-measure"
          onClick={() => showTab('measure')}
        >
          <RulerDimensionLine size={20} aria-hidden />
          {t('panel.measure')}
          {measured > 0 && <span className="panel-count">{measured}</span>}
        </button>
        <button type="button" className="thumb-tab" data-testid="tab-forms" onClick={() => showTab('forms')}>
          <ClipboardList size={20} aria-hidden />
          {t('panel.forms')}
          {forms > 0 && <span className="panel-count">{forms}</span>}
        </button>
        <button
          type="button"
          className="thumb-tab"
          data-testid="tab-report"
          onClick={() => showTab('report')}
        >
          <FileText size={20} aria-hidden />
          {t('panel.report')}
        </button>
      </div>
    </nav>
  );
}

function PanelSheet() {
  const { t } = useTranslation('app');
  const { sheet, tab } = usePanel();
  const reading = useOpen((s) => s.status === 'reading');
  const count = useFindingCount();
  // A tool that was taken out of the sheet works on the image below it.
  useEffect(
    () =>
      useRead.subscribe(({ tool }, before) => {
        if (tool !== before.tool && tool !== 'window') usePanel.setState({ sheet: false });
      }),
    [],
  );
  if (!sheet) return null;
  const report = tab === 'report';
  return (
    <Sheet
      key={tab}
      from="bottom"
      tall={report}
      title={t(`panel.${tab}`)}
      closeLabel={t('panel.fold')}
      onClose={() => usePanel.setState({ sheet: false })}
    >
      <div className={report ? 'sheet-panel paper' : 'sheet-panel'}>
        {report ? (
          <ReportPanel />
        ) : tab === 'measure' ? (
          <>
            <MeasureMenu />
            <MeasurePanel />
          </>
        ) : tab === 'forms' ? (
          <FormsPanel />
        ) : reading && count === 0 ? (
          <p className="panel-wait">{t('panel.stillReading')}</p>
        ) : (
          <>
            <FindingsPanel
              above={
                <>
                  <RunWarnings />
                  <ChestFilm />
                </>
              }
            />
            <SegmentPanel />
          </>
        )}
      </div>
    </Sheet>
  );
}
