/** What is open is shown: the series that was chosen, how its study is hung, what was kept of its room. */
import {
  activateSeries,
  activeSeries,
  activeStudy,
  isImageSeries,
  useOpen,
  type OpenState,
} from '../features/open';
import {
  closeCells,
  closeReading,
  contentsOf,
  hangingsFor,
  hangsByItself,
  hangStudy,
  inputOf,
  restoreRoom,
  roomWidth,
  showIn,
  showSeries,
  takeDrops,
  updateStudies,
  useRead,
} from '../features/read';
import { useSettings } from '../features/settings';
import type { Series, Study } from '../domain/study';

/** The series object that the images show now; it may have grown since. */
let shown: Series | undefined;
let patient: string | undefined;
let showing: Promise<void> = Promise.resolve();

const after = (step: () => Promise<unknown> | undefined): void => {
  showing = showing.then(step).then(() => undefined);
  showing.catch((error: unknown) => console.error('show:', error));
};

/** Who a study is of; studies without a patient's number are of different ones. */
const patientOf = ({ patient: { id }, studyUid }: Study): string => id || studyUid;

/**
 * Follows what is open.
 * @param kept resolves when what was kept of the active study has been looked for
 */
export function follow(now: OpenState, before: OpenState, kept: () => Promise<void>): void {
  for (const study of before.studies)
    if (!now.studies.some((other) => other.studyUid === study.studyUid))
      after(() => closeCells(study.studyUid));
  const series = activeSeries(now);
  const study = activeStudy(now);
  if (!series || !study) {
    if (shown) closeReading();
    shown = undefined;
    patient = undefined;
    return;
  }
  const idle = now.status === 'idle';
  if (series.seriesUid !== shown?.seriesUid) {
    // Another patient is not hung into what was arranged for the last one.
    const afresh = patientOf(study) !== patient;
    shown = series;
    patient = patientOf(study);
    // Another series does not wait for anything.
    showing = Promise.resolve();
    after(() => (shown?.seriesUid === series.seriesUid ? showSeries(series, study, afresh) : undefined));
  } else if (
    series !== shown ||
    (idle && now.studies !== before.studies) ||
    (idle && before.status === 'reading')
  ) {
    // A series that still grows is shown as it was first seen, then again when it holds still: building the planes
    // anew for every few files would keep the reader from reading.
    const still = idle || (now.studies !== before.studies && series === activeSeries(before));
    if (!still) return;
    shown = series;
    after(() => updateStudies(useOpen.getState().studies));
  }
  if (idle && before.status === 'reading') after(() => arrange(kept));
}

/** Hangs the active study once it has been read: as it was kept, else as a protocol says; never under the hand. */
async function arrange(kept: () => Promise<void>): Promise<void> {
  await kept();
  const { status, studies, ...rest } = useOpen.getState();
  const study = activeStudy({ status, studies, ...rest });
  if (!study || status !== 'idle' || useRead.getState().touched) return;
  if (await restoreRoom(study, studies)) return;
  const width = roomWidth();
  const [best] = hangingsFor(inputOf(study, studies, rest.earlierSaid, width));
  if (hangsByItself(best, useSettings.getState().hanging, width))
    await hangStudy(best.hanging.layout, contentsOf(best.hanging, studies));
}

/** The list was asked for the series that it calls active already: the active cell shows it, if it does not. */
export function showAgain(series: Series): void {
  const study = useOpen.getState().studies.find((one) => one.studyUid === series.studyUid);
  const { cells, active } = useRead.getState();
  if (study && cells[active]?.seriesUid !== series.seriesUid) void showIn(active, series, study);
}

/** Puts a series of any open study into a cell. */
export function showInCell(cell: number, seriesUid: string): void {
  const found = useOpen
    .getState()
    .studies.flatMap((study) => study.series.map((series) => ({ study, series })))
    .find(({ series }) => series.seriesUid === seriesUid);
  if (found && isImageSeries(found.series)) void showIn(cell, found.series, found.study);
}

/** The list and everything that works on the active series goes by the active cell, within the study that is read. */
export function startShowing(): () => void {
  takeDrops(showInCell);
  return useRead.subscribe(({ activeSeriesUid }, before) => {
    if (activeSeriesUid === undefined || activeSeriesUid === before.activeSeriesUid) return;
    const open = useOpen.getState();
    if (open.activeSeriesUid === activeSeriesUid) return;
    const series = activeStudy(open)?.series.find((one) => one.seriesUid === activeSeriesUid);
    if (!series) return;
    shown = series;
    activateSeries(activeSeriesUid);
  });
}
