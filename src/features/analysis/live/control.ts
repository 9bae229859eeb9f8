/** Starts and stops the analysis of a film as it plays, draws what it sees, and takes over what the reader accepts. */
import { analyses, imagesOf, joinRuns, LiveSession, type Analysis } from '../../../analyses';
import { loadVolume } from '../../../dicom';
import type { AnalysisRun } from '../../../domain/analysis';
import type { Series, Study } from '../../../domain/study';
import { activeShowing } from '../../../viewport';
import type { Why } from '../../commands';
import { accept, selectFinding, studyFindings, useFindings, volumeFor } from '../../findings';
import { useOpen } from '../../open';
import { markImage } from '../../out';
import { goTo, setLiveMarks, useRead } from '../../read';
import { chosenAnalysis, takeRun } from '../commands';
import { failureOf } from '../failure';
import { suitabilityOf } from '../verdicts';
import { LiveFilm } from './film';
import { LiveLoop } from './loop';
import { useLive, type Live } from './store';

/** Frames over which the speed is said. */
const LATE = 8;

/** Films that were played before, by study and instance; let go when the study closes. */
const films = new Map<string, Map<string, LiveFilm>>();

interface Target {
  readonly study: Study;
  readonly series: Series;
  readonly analysis: Analysis;
  readonly sopInstanceUid: string;
}

let stopNow: (() => void) | undefined;
let current: (Target & { readonly film: LiveFilm }) | undefined;

/** An analysis that can follow films and suits the series: the chosen one first. */
const follower = (study: Study, series: Series): Analysis | undefined =>
  [chosenAnalysis(study.studyUid), ...analyses].find(
    (one) => one.keep !== undefined && suitabilityOf(one, series, study).verdict === 'suitable',
  );

/** The film of the active cell, and what can follow it. */
function target(): Target | undefined {
  const { activeStudyUid } = useOpen.getState();
  const showing = activeShowing();
  if (showing?.kind !== 'stack' || !showing.image || showing.study.studyUid !== activeStudyUid)
    return undefined;
  const { study, series, image } = showing;
  const instance = series.instances.find((one) => one.sopInstanceUid === image.sopInstanceUid);
  const analysis = follower(study, series);
  if (!analysis || !instance || instance.frames < 2) return undefined;
  return { study, series, analysis, sopInstanceUid: image.sopInstanceUid };
}

/** Could a film of this series be followed at all? For buttons, before anything is asked of the viewport. */
export const canFollow = (study: Study, series: Series): boolean =>
  series.instances.some((one) => one.frames > 1) && follower(study, series) !== undefined;

export function liveBarred(): Why | undefined {
  const { activeStudyUid, activeSeriesUid } = useOpen.getState();
  if (activeSeriesUid === undefined) return 'noStudy';
  if (useLive.getState().live) return undefined;
  if (studyFindings(activeStudyUid).pass === 'first') return 'firstReading';
  return target() ? undefined : 'noLiveFilm';
}

export const proposalBarred = (): Why | undefined =>
  useLive.getState().live?.proposal ? undefined : 'noProposal';

/** Switches it on for the film of the active cell, or off. */
export function toggleLive(): void {
  if (useLive.getState().live) stopLive();
  else startLive();
}

export function stopLive(): void {
  stopNow?.();
  useLive.setState({ live: undefined });
}

/** What a study's films showed is forgotten when it closes. */
export function closeLive(studyUid: string): void {
  if (useLive.getState().live?.studyUid === studyUid) stopLive();
  films.delete(studyUid);
}

const patch = (change: Partial<Live>): void =>
  useLive.setState(({ live }) => (live ? { live: { ...live, ...change } } : {}));

function filmOf({ study, series, analysis, sopInstanceUid }: Target): LiveFilm {
  const ofStudy = films.get(study.studyUid) ?? new Map<string, LiveFilm>();
  films.set(study.studyUid, ofStudy);
  const before = ofStudy.get(sopInstanceUid);
  if (before?.analysis === analysis) return before;
  const images = imagesOf(series).filter((image) => image.sopInstanceUid === sopInstanceUid);
  const film = new LiveFilm(analysis, images);
  ofStudy.set(sopInstanceUid, film);
  return film;
}

/** Best frames that are not among the findings yet, whatever the reader said of them. */
function proposalOf({ study, film }: NonNullable<typeof current>): Live['proposal'] {
  const { findings } = studyFindings(study.studyUid);
  return film
    .best()
    .find(
      ({ keyImage: { sopInstanceUid, frame } }) =>
        !findings.some(
          ({ keyImage, review }) =>
            review !== 'pending' && keyImage.sopInstanceUid === sopInstanceUid && keyImage.frame === frame,
        ),
    );
}

export function startLive(): void {
  const found = target();
  if (!found || liveBarred()) return;
  stopLive();
  const film = filmOf(found);
  const { study, series } = found;
  const { studyUid } = study;
  const { seriesUid } = series;
  const mine = (current = { ...found, film });
  const first = imagesOf(series).findIndex((image) => image.sopInstanceUid === found.sopInstanceUid);
  const abort = new AbortController();
  const session = new LiveSession(found.analysis, study, series, (options) =>
    loadVolume(series, { ...options, priority: 'background' }),
  );
  const ends: number[] = [];
  const draw = (): void => setLiveMarks(film.marks());
  const tell = (): void =>
    patch({
      analysed: film.analysed,
      perSecond: ends.length > 2 ? (1000 * (ends.length - 1)) / (ends[ends.length - 1] - ends[0]) : undefined,
      proposal: proposalOf(mine),
    });
  const loop = new LiveLoop(
    {
      frames: film.images.length,
      look: async (frame) => {
        const { run, volume } = await session.look(film.images[frame], abort.signal);
        film.take(frame, run, volume);
      },
      onLooked: (error) => {
        if (error === undefined) {
          ends.push(performance.now());
          if (ends.length > LATE) ends.shift();
          draw();
          tell();
          return;
        }
        console.error('analysis as it plays:', error);
        end();
        patch({ failure: failureOf(error) });
      },
    },
    film.known(),
  );
  let carrying = false;
  /** The outline of a neighbour, found again on a frame that was not analysed yet: one frame at a time. */
  const carry = async (frame: number): Promise<void> => {
    if (carrying || !film.wantsCarry(frame)) return;
    carrying = true;
    try {
      const image = film.images[frame];
      film.carry(frame, await loadVolume(series, { single: true, image, signal: abort.signal }));
      if (!abort.signal.aborted) draw();
    } catch {
      // A frame that cannot be read is said by the viewport; nothing is drawn on it.
    } finally {
      carrying = false;
    }
  };
  const follow = (): void => {
    const cell = useRead.getState().cells.find((one) => one?.view === 'stack' && one.seriesUid === seriesUid);
    if (!cell) {
      stopLive();
      return;
    }
    const frame = cell.index - first;
    if (frame === shown || frame < 0 || frame >= film.images.length) return;
    shown = frame;
    loop.show(frame);
    void carry(frame);
  };
  let shown = -1;
  const leave = [
    useRead.subscribe(follow),
    useOpen.subscribe(({ activeStudyUid }) => {
      if (activeStudyUid !== studyUid) stopLive();
    }),
    useFindings.subscribe(() => {
      if (studyFindings(studyUid).pass === 'first') stopLive();
    }),
  ];
  const end = (): void => {
    stopNow = undefined;
    current = undefined;
    for (const off of leave) off();
    loop.stop();
    abort.abort();
    session.dispose();
    setLiveMarks([]);
  };
  stopNow = end;
  useLive.setState({ live: { studyUid, seriesUid, frames: film.images.length, analysed: film.analysed } });
  draw();
  tell();
  follow();
}

/** Goes to the frame that is proposed; the film stops there. */
export function showProposal(): void {
  const proposal = useLive.getState().live?.proposal;
  if (proposal) void goTo({ seriesUid: proposal.seriesUid, point: proposal.point, image: proposal.keyImage });
}

/**
 * The reader takes the proposal: its frame becomes a key image and its outline an accepted finding, with all that was
 * analysed as the run behind it. Both can be undone. The film is not followed any more then.
 */
export async function takeProposal(): Promise<void> {
  const proposal = useLive.getState().live?.proposal;
  if (!proposal || !current) return;
  const { study, series, analysis, film } = current;
  const { studyUid } = study;
  const run = runOf(film, analysis, series, study, proposal);
  stopLive();
  const { sopInstanceUid, frame } = proposal.keyImage;
  // Held as the image that the finding is edited on, and its grid is known then.
  await volumeFor(series, { single: true, image: { sopInstanceUid, frame } });
  takeRun(studyUid, run, undefined);
  const taken = studyFindings(studyUid).findings.find(
    ({ keyImage, origin }) =>
      keyImage.sopInstanceUid === sopInstanceUid && keyImage.frame === frame && origin.kind === 'analysis',
  );
  if (!taken) return;
  accept(taken.trackingUid);
  selectFinding(taken.trackingUid);
  markImage(studyUid, { seriesUid: series.seriesUid, sopInstanceUid, frame });
}

/** The frames that were analysed as one run. What waits from earlier runs on the series goes on waiting. */
function runOf(
  film: LiveFilm,
  analysis: Analysis,
  series: Series,
  study: Study,
  proposal: NonNullable<Live['proposal']>,
): AnalysisRun {
  const [first, ...others] = film.runs();
  const joined = joinRuns([first, ...others]);
  const waiting = studyFindings(study.studyUid).findings.filter(
    ({ review, seriesUid, origin }) =>
      review === 'pending' &&
      seriesUid === series.seriesUid &&
      origin.kind === 'analysis' &&
      origin.analysisId === analysis.id,
  );
  const verdict = suitabilityOf(analysis, series, study);
  const total = Object.values(joined.timings).reduce((a, b) => a + b, 0);
  return {
    ...joined,
    findings: [proposal, ...waiting],
    startedAt: film.startedAt,
    analysisVersion: analysis.version,
    timings: { ...joined.timings, total },
    warnings: [...(verdict.verdict === 'suitable' ? verdict.warnings : []), ...joined.warnings],
    notes: [...joined.notes, `analysed as the film played: ${film.analysed} of ${film.images.length} frames`],
  };
}
