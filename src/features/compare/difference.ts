/** Current minus prior: the prior resampled upon the current examination, in Hounsfield units, signed. */
import { loadVolume } from '../../dicom';
import type { Volume } from '../../domain/volume';
import { differenceOn } from '../../domain/warp-plane';
import { setCover, type ViewPlane } from '../read';
import { placeInPrior } from './link';
import { openSides } from './sides';
import { pairOf, useCompare, type ComparePair } from './store';
import { RANGES_HU, stepped, useCompareView } from './view';

/** Both volumes, held as long as the difference is on show: some 300 MB for two chest CTs. */
let held: { readonly pairId: string; readonly current: Volume; readonly prior: Volume } | undefined;
let reading: AbortController | undefined;

/** Grey in the middle is no change, white is more, black is less; where either has nothing a dark blue says so. */
const NOTHING = [8, 10, 26] as const;

function paint(pair: ComparePair, range: number, plane: ViewPlane, rgba: Uint8ClampedArray): void {
  if (!held) return;
  const { origin, right, down, width, height } = plane;
  const values = differenceOn(
    held.current,
    held.prior,
    { origin, right, down, columns: width, rows: height },
    (point) => placeInPrior(pair, point),
  );
  for (let n = 0, at = 0; n < values.length; n++, at += 4) {
    const value = values[n];
    const grey = 127.5 + (127.5 * value) / range;
    const none = value !== value;
    rgba[at] = none ? NOTHING[0] : grey;
    rgba[at + 1] = none ? NOTHING[1] : grey;
    rgba[at + 2] = none ? NOTHING[2] : grey;
    rgba[at + 3] = 255;
  }
}

/** Draws the difference anew: its range or the way to the prior has changed. */
export function renewDifference(): void {
  const { pairId, view, range, difference } = useCompareView.getState();
  const pair = pairOf(useCompare.getState(), pairId);
  const ready = pair && held?.pairId === pairId && view === 'difference' && difference?.state === 'ready';
  if (!ready) {
    setCover(undefined);
    return;
  }
  setCover({
    seriesUid: pair.current.seriesUid,
    draw: (plane, rgba) => paint(pair, range, plane, rgba),
  });
}

/** Reads both volumes, then shows what changed; says how far it is. */
export function startDifference(pairId: string): void {
  if (held?.pairId === pairId) {
    useCompareView.setState({ difference: { state: 'ready' } });
    renewDifference();
    return;
  }
  endDifference();
  const sides = openSides(pairId);
  if (!sides) return;
  const abort = new AbortController();
  reading = abort;
  const { signal } = abort;
  const progress = (done: number): void =>
    useCompareView.setState({ difference: { state: 'reading', done } });
  const read = async (): Promise<void> => {
    progress(0);
    const current = await loadVolume(sides.current.series, {
      signal,
      onProgress: (done, total) => progress(done / Math.max(1, total) / 2),
    });
    const prior = await loadVolume(sides.prior.series, {
      signal,
      onProgress: (done, total) => progress(0.5 + done / Math.max(1, total) / 2),
    });
    signal.throwIfAborted();
    held = { pairId, current, prior };
    useCompareView.setState({ difference: { state: 'ready' } });
    renewDifference();
  };
  read().catch((error: unknown) => {
    if (signal.aborted) return;
    const detail = error instanceof Error ? error.message : String(error);
    useCompareView.setState({ difference: { state: 'failed', detail } });
  });
}

/** Lets both volumes go. */
export function endDifference(): void {
  reading?.abort();
  reading = undefined;
  held = undefined;
  useCompareView.setState({ difference: undefined });
  setCover(undefined);
}

/** A narrower range shows smaller changes. */
export function changeRange(by: 1 | -1): void {
  useCompareView.setState(({ range }) => ({ range: stepped(RANGES_HU, range, by) }));
  renewDifference();
}
