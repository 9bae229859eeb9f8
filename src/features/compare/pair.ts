/** Registrations, one after the other: each reads both volumes, hands them to the worker and keeps what it found. */
import { loadVolume } from '../../dicom';
import type { PatientDoubt } from '../../domain/comparison';
import type { Series, Study } from '../../domain/study';
import type { Volume } from '../../domain/volume';
import { registerVolumes, RegistrationError } from '../../registration';
import {
  changePair,
  pairId,
  pairOf,
  pairRegistration,
  useCompare,
  type ComparePair,
  type PairFailure,
  type PairSide,
} from './store';

/** A series with the study that it belongs to. */
export interface PairSeries {
  readonly study: Study;
  readonly series: Series;
}

const runs = new Map<string, AbortController>();
let turn: Promise<void> = Promise.resolve();

const sideOf = ({ study, series }: PairSeries): PairSide => ({
  studyUid: study.studyUid,
  seriesUid: series.seriesUid,
  date: study.date,
  time: study.time,
});

/** Share of the work that reading the two volumes is. */
const READING = 0.5;

class Unreadable extends Error {
  constructor(
    readonly side: 'current' | 'prior',
    detail: string,
  ) {
    super(detail);
  }
}

async function volumeOf(
  side: 'current' | 'prior',
  series: Series,
  signal: AbortSignal,
  onProgress: (share: number) => void,
): Promise<Volume> {
  try {
    return await loadVolume(series, {
      signal,
      onProgress: (done, total) => onProgress(total > 0 ? done / total : 0),
    });
  } catch (error) {
    signal.throwIfAborted();
    throw new Unreadable(side, error instanceof Error ? error.message : String(error));
  }
}

async function run(id: string, current: Series, prior: Series, signal: AbortSignal): Promise<void> {
  const reading = (done: number): void =>
    changePair(id, { progress: { stage: 'read', done: READING * done } });
  changePair(id, { state: 'running' });
  const one = await volumeOf('current', current, signal, (share) => reading(share / 2));
  const other = await volumeOf('prior', prior, signal, (share) => reading(0.5 + share / 2));
  const found = await registerVolumes(
    { volume: one, modality: current.modality },
    { volume: other, modality: prior.modality },
    {
      signal,
      give: true,
      onProgress: (stage, done) =>
        changePair(id, { progress: { stage, done: READING + (1 - READING) * done } }),
    },
  );
  signal.throwIfAborted();
  if (found.verdict === 'refused') {
    changePair(id, { state: 'failed', failure: { code: 'refused', faults: found.faults } });
    return;
  }
  changePair(id, {
    state: found.verdict === 'good' ? 'ready' : 'poor',
    progress: { stage: 'check', done: 1 },
    registration: pairRegistration(found),
  });
}

function failureOf(error: unknown, signal: AbortSignal): PairFailure {
  if (signal.aborted || (error instanceof RegistrationError && error.code === 'aborted'))
    return { code: 'cancelled' };
  const detail = error instanceof Error ? error.message : String(error);
  if (error instanceof Unreadable) return { code: 'unreadable', side: error.side, detail };
  return { code: 'error', detail };
}

/**
 * Begins to lay a prior upon the current examination, after those that were asked for before; returns the pair's id at
 * once. A pair that is registered, or on its way, is not begun again; one that failed is.
 * @param doubts what the reader has said yes to
 */
export function startPair(
  current: PairSeries,
  prior: PairSeries,
  doubts: readonly PatientDoubt[] = [],
): string {
  const id = pairId(current.series.seriesUid, prior.series.seriesUid);
  const known = pairOf(useCompare.getState(), id);
  if (known && known.state !== 'failed') return id;
  const pair: ComparePair = {
    id,
    current: sideOf(current),
    prior: sideOf(prior),
    state: 'waiting',
    progress: { stage: 'read', done: 0 },
    nudge: [0, 0, 0],
    doubts,
  };
  useCompare.setState(({ pairs }) => ({
    pairs: known ? pairs.map((one) => (one.id === id ? pair : one)) : [...pairs, pair],
  }));
  const abort = new AbortController();
  runs.set(id, abort);
  turn = turn.then(async () => {
    if (abort.signal.aborted) return;
    try {
      await run(id, current.series, prior.series, abort.signal);
    } catch (error) {
      // One that was cancelled has said so, and may have been begun again since.
      if (runs.get(id) === abort)
        changePair(id, { state: 'failed', failure: failureOf(error, abort.signal) });
    } finally {
      if (runs.get(id) === abort) runs.delete(id);
    }
  });
  return id;
}

/** Ends the work on a pair; what is registered already stays. */
export function cancelPair(id: string): void {
  const abort = runs.get(id);
  if (!abort) return;
  runs.delete(id);
  abort.abort();
  changePair(id, { state: 'failed', failure: { code: 'cancelled' } });
}

/** Lets a pair go with its registration. */
export function forgetPair(id: string): void {
  cancelPair(id);
  useCompare.setState(({ pairs }) => ({ pairs: pairs.filter((pair) => pair.id !== id) }));
}

/** The pairs that a study belongs to go with it. */
export function forgetStudy(studyUid: string): void {
  for (const { id, current, prior } of useCompare.getState().pairs)
    if (current.studyUid === studyUid || prior.studyUid === studyUid) forgetPair(id);
}
