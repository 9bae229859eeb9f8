/**
 * Calcium of a series for the calcium form: found when the reader asks, drawn on the images while the form is open, and
 * given to a vessel by a click there or in the list. Only what was given to a vessel becomes an answer.
 */
import { create } from 'zustand';
import { ijkToLps, type Grid } from '../../domain/geometry';
import {
  rowsIn,
  vessels,
  type Answers,
  type CalciumLesion,
  type Row,
  type Vessel,
} from '../../domain/guidelines/forms';
import type { Series } from '../../domain/study';
import { volumeFor } from '../findings';
import { useOpen } from '../open';
import { goTo, onViewportEvent, setFormMarks, useRead, type Mark } from '../read';
import { searchInWorker } from './calcium-search';
import { answerForm } from './change';
import { instanceOf } from './store';

interface CalciumState {
  readonly seriesUid?: string;
  readonly frameOfReferenceUid?: string;
  readonly grid?: Grid;
  readonly lesions: readonly CalciumLesion[];
  readonly large: number;
  /** Slices done, of how many; [0, 0] while the images are read; absent when no search runs. */
  readonly progress?: readonly [done: number, all: number];
  /** A key of the catalogue `forms:calcium.problem.*`. */
  readonly problem?: 'noSeries' | 'notHu' | 'notAxial' | 'resampled' | 'failed';
  /** The vessel that a click on the images gives. */
  readonly armed?: Vessel | 'none';
}

const nothing: CalciumState = { lesions: [], large: 0 };
export const useCalcium = create<CalciumState>()(() => nothing);

/** The search that runs. */
let running: AbortController | undefined;

/** The series that is read, when its voxels are HU on slices straight across the body. */
function searched(): { readonly series?: Series; readonly problem?: CalciumState['problem'] } {
  const { activeSeriesUid, hounsfield } = useRead.getState();
  const series = useOpen
    .getState()
    .studies.flatMap((study) => study.series)
    .find((one) => one.seriesUid === activeSeriesUid);
  if (!series) return { problem: 'noSeries' };
  return hounsfield ? { series } : { series, problem: 'notHu' };
}

/**
 * Looks for calcium on the series that is read. Facts of the series go to the answers; vessels that were given before
 * stay when it is the same series.
 */
export async function searchCalcium(studyUid: string, id: string): Promise<void> {
  const { series, problem } = searched();
  if (!series || problem) {
    useCalcium.setState({ ...nothing, problem }, true);
    return;
  }
  const abort = new AbortController();
  running?.abort();
  running = abort;
  const { armed } = useCalcium.getState();
  useCalcium.setState({ ...nothing, armed, progress: [0, 0] }, true);
  try {
    const volume = await volumeFor(series);
    if (abort.signal.aborted) return;
    const { grid, resampled, frameOfReferenceUid } = volume;
    if (resampled || Math.abs(grid.axes[2][2]) < 0.99) {
      useCalcium.setState({ ...nothing, problem: resampled ? 'resampled' : 'notAxial' }, true);
      return;
    }
    const { lesions, large } = await searchInWorker(
      volume,
      (done, all) => useCalcium.setState({ progress: [done, all] }),
      abort.signal,
    );
    const found = {
      lesions: nearMiddleFirst(lesions, grid),
      large,
      seriesUid: series.seriesUid,
      frameOfReferenceUid,
      grid,
    };
    useCalcium.setState({ ...nothing, ...found, armed: useCalcium.getState().armed }, true);
    keepFacts(studyUid, id, series, grid);
  } catch (error) {
    if (abort.signal.aborted) return;
    console.error('calcium:', error);
    useCalcium.setState({ ...nothing, problem: 'failed' }, true);
  } finally {
    if (running === abort) running = undefined;
  }
}

/** Ends a search in its middle: nothing of it is kept, answers that were given before stay. */
export function stopCalcium(): void {
  running?.abort();
  running = undefined;
  useCalcium.setState({ progress: undefined });
}

/** The heart is in the middle of the images, ribs are not. */
export function nearMiddleFirst(
  lesions: readonly CalciumLesion[],
  { dims, spacing }: Pick<Grid, 'dims' | 'spacing'>,
): readonly CalciumLesion[] {
  const away = ({ at }: CalciumLesion): number =>
    Math.hypot((at[0] - dims[0] / 2) * spacing[0], (at[1] - dims[1] / 2) * spacing[1]);
  return lesions.toSorted((a, b) => away(a) - away(b));
}

/** What of the series the rule must know; answers of another series go. */
function keepFacts(studyUid: string, id: string, series: Series, grid: Grid): void {
  const before = instanceOf(studyUid, id)?.answers;
  if (!before) return;
  const same = before.series === series.seriesUid;
  answerForm(studyUid, id, {
    series: series.seriesUid,
    increment: Number(grid.spacing[2].toFixed(3)),
    thickness: series.instances[0]?.sliceThickness,
    kvp: series.kvp,
    agent: series.contrastAgent.trim() || undefined,
    ...(!same && { lesions: undefined, contrast: undefined, complete: undefined }),
  });
}

/** The vessel of a lesion; undefined: none was given. */
export const vesselOf = (answers: Answers, lesion: number): Vessel | undefined => {
  const row = rowsIn(answers, 'lesions').find((one) => one.lesion === lesion);
  return vessels.find((one) => one === row?.vessel);
};

/** Gives a lesion to a vessel, or takes it from the one it had. One line a part: the score goes by slices. */
export function giveVessel(
  studyUid: string,
  id: string,
  lesion: CalciumLesion,
  vessel: Vessel | undefined,
): void {
  const answers = instanceOf(studyUid, id)?.answers ?? {};
  const others = rowsIn(answers, 'lesions').filter((one) => one.lesion !== lesion.number);
  const own = vessel
    ? lesion.parts.map((part): Row => ({
        lesion: lesion.number,
        vessel,
        slice: part.slice,
        area: part.areaMm2,
        peak: part.peak,
      }))
    : [];
  const rows = [...others, ...own];
  answerForm(studyUid, id, { lesions: rows.length > 0 ? rows : undefined });
}

export const arm = (armed: CalciumState['armed']): void => useCalcium.setState({ armed });

/** Brings a lesion up on the images. */
export function showLesion(lesion: CalciumLesion): void {
  const { grid, seriesUid } = useCalcium.getState();
  if (grid && seriesUid) void goTo({ seriesUid, point: ijkToLps(grid, lesion.at) });
}

const colours: Readonly<Record<Vessel | 'none', string>> = {
  LM: 'rgb(183 156 255)',
  LAD: 'rgb(230 127 184)',
  LCX: 'rgb(127 214 232)',
  RCA: 'rgb(154 216 95)',
  none: 'rgb(201 177 138)',
};

const MARK = 'calcium:';
/** More outlines than this tell nobody anything: those nearest to the middle are drawn, and all that have a vessel. */
export const MOST_MARKS = 600;

function marksFor(answers: Answers, lesions: readonly CalciumLesion[]): readonly Mark[] {
  const { grid, seriesUid, frameOfReferenceUid } = useCalcium.getState();
  if (!grid || !seriesUid || frameOfReferenceUid === undefined) return [];
  // The order among equals stays: nearest to the middle first.
  const ranked = lesions
    .map((lesion) => ({ lesion, vessel: vesselOf(answers, lesion.number) }))
    .sort((a, b) => Number(b.vessel !== undefined) - Number(a.vessel !== undefined));
  return ranked.slice(0, MOST_MARKS).map(({ lesion, vessel }) => ({
    id: `${MARK}${lesion.number}`,
    frameOfReferenceUid,
    seriesUid,
    grid,
    mask: lesion.mask,
    point: ijkToLps(grid, lesion.at),
    label: vessel ?? '',
    review: 'accepted',
    byReader: true,
    current: false,
    segment: { colour: colours[vessel ?? 'none'], drawn: true, inside: true },
  }));
}

/** The form whose lesions are drawn. */
interface ShownForm {
  readonly studyUid: string;
  readonly id: string;
  readonly answers: Answers;
  readonly lesions: readonly CalciumLesion[];
}
let shown: ShownForm | undefined;

/** Draws the lesions of a form while it is open; undefined takes them away. */
export function drawCalcium(form: ShownForm | undefined): void {
  shown = form;
  setFormMarks(form ? marksFor(form.answers, form.lesions) : []);
}

let started = false;

/** Listens to clicks on the drawn lesions. Lasts for the page's life; calling it again does nothing. */
export function startCalcium(): void {
  if (started) return;
  started = true;
  onViewportEvent((event) => {
    if (event.kind !== 'markClicked' || !event.id.startsWith(MARK) || !shown) return;
    const { lesions, armed } = useCalcium.getState();
    const lesion = lesions.find((one) => `${MARK}${one.number}` === event.id);
    if (lesion && armed) giveVessel(shown.studyUid, shown.id, lesion, armed === 'none' ? undefined : armed);
  });
}
