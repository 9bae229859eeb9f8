import { AnalyseMenu, AnalysisStatus, LiveBar, RunWarnings } from '../features/analysis';
import { ChestFilm, useFilmCount } from '../features/chest';
import { CompareBar } from '../features/compare';
import { FindingsPanel, useShown } from '../features/findings';
import { MeasureMenu } from '../features/measure';
import { ObjectPanel, ObjectsOnly, useObjectOpen, useOnlyObjects } from '../features/objects';
import { useOpen } from '../features/open';
import { OutMenu } from '../features/out';
import { ReadingRoom, ReadToolbar } from '../features/read';
import { ReportPanel } from '../features/report';
import { SegmentMenu } from '../features/segment';
import { useSettings } from '../features/settings';
import { AheadStatus } from '../features/worklist';
import { Notices } from './Notices';
import { toggleHelp, usePanel } from './panel';
import { usePageWidth } from './phone';
import { RightPanel, widestPanel } from './RightPanel';
import { SeriesStrip } from './SeriesStrip';
import { Start } from './Start';
import { StatusBar } from './StatusBar';
import { TopBar } from './TopBar';
import './shell.css';

/** Widths of the series strip, px, open and folded; the same as in the styles. */
const STRIP = { open: 168, folded: 36 };
/** Below this width of the page the report and a strip of series leave the images too little room. */
const ROOMY = 1600;

/** Width of the panel in which an object is read, px: a third of the page, between these. */
const OBJECT_LEAST = 320;
const OBJECT_WIDTH = 620;

/** Number of findings that are shown in the study that is read and were not rejected. */
export const useFindingCount = (): number => {
  const studyUid = useOpen((s) => s.activeStudyUid);
  const film = useFilmCount(studyUid);
  return film + useShown(studyUid).filter((finding) => finding.review !== 'rejected').length;
};

/** The frame of look.md on anything wider than a phone. */
export function Shell() {
  const open = useOpen((s) => s.activeSeriesUid !== undefined);
  const reading = useOpen((s) => s.status === 'reading');
  const onlyObjects = useOnlyObjects();
  return (
    <div className="shell">
      <TopBar
        phone={false}
        tools={open && <ReadToolbar measure={<MeasureMenu />} segment={<SegmentMenu />} out={<OutMenu />} />}
        // Half a series must not be analysed; what is still read cannot be chosen.
        analyse={
          open && (
            <span inert={reading}>
              <AnalyseMenu />
            </span>
          )
        }
        onHelp={toggleHelp}
      />
      <Notices />
      {open ? (
        <Rooms />
      ) : onlyObjects ? (
        <ObjectsOnly list={<SeriesStrip folded={false} />} />
      ) : (
        <Start phone={false} />
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

function Rooms() {
  const page = usePageWidth();
  const report = usePanel((s) => s.tab === 'report');
  const panelFolded = useSettings((s) => s.panelFolded);
  const chosenFold = useSettings((s) => s.seriesStripFolded);
  const folded = chosenFold || (report && !panelFolded && page < ROOMY);
  const count = useFindingCount();
  const reading = useOpen((s) => s.status === 'reading');
  const object = useObjectOpen();
  return (
    <div className="rooms">
      <SeriesStrip folded={folded} />
      <main className="images">
        <CompareBar />
        <ReadingRoom />
        <LiveBar />
      </main>
      {object ? (
        <ObjectPanel width={Math.min(OBJECT_WIDTH, Math.max(OBJECT_LEAST, page / 3))} />
      ) : (
        <RightPanel
          findings={
            <FindingsPanel
              above={
                <>
                  <RunWarnings />
                  <ChestFilm />
                </>
              }
            />
          }
          report={<ReportPanel />}
          count={count}
          reading={reading}
          widest={widestPanel(page, folded ? STRIP.folded : STRIP.open)}
        />
      )}
    </div>
  );
}
