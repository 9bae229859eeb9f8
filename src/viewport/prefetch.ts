import { cache, Enums } from '@cornerstonejs/core';
import { framesHeld } from './engine';
import { abandonFrame, fetchFrame } from './frames';

/** Frames decoded at the same time; decoding itself runs in the DICOM room's workers. */
const AT_ONCE = 4;

export interface Prefetch {
  /** Frames are fetched outwards from here, first the way that the reader goes. */
  setCentre(index: number): void;
  /** Share of the frames that are here, 0..1, and which. */
  fraction(): number;
  has(index: number): boolean;
  /** Asks once more for the frames that failed. */
  again(): void;
  stop(): void;
}

/** Frames ahead of the reader count as this many times nearer than those behind. */
const AHEAD = 3;

/**
 * The frame to fetch next: the one that the reader sees, then outwards, three ahead for one behind once it is known
 * which way is ahead. -1 when none is waiting.
 */
export function nextFrame(
  count: number,
  centre: number,
  direction: 1 | 0 | -1,
  waiting: (index: number) => boolean,
): number {
  const nearest = (step: 1 | -1): number => {
    for (let index = centre; index >= 0 && index < count; index += step) if (waiting(index)) return index;
    return -1;
  };
  const [up, down] = [nearest(1), nearest(-1)];
  if (up < 0 || down < 0) return Math.max(up, down);
  const far = (index: number, way: 1 | -1): number =>
    Math.abs(index - centre) / (direction === way ? AHEAD : 1);
  return far(up, 1) <= far(down, -1) ? up : down;
}

/**
 * Loads the frames of a series in the background, the nearest to the reader first, until all are here or the
 * cache is nearly full. `onFrame` is called for each frame that arrives or fails.
 */
export function prefetch(
  imageIds: readonly string[],
  centre: number,
  onFrame: (index: number, ok: boolean) => void,
): Prefetch {
  const state = new Uint8Array(imageIds.length); // 0 waiting, 1 asked for, 2 here, 3 failed
  /** Which way the reader last scrolled; 0 until then. */
  let direction: 1 | 0 | -1 = 0;
  let done = 0;
  let running = 0;
  let stopped = false;

  const nextIndex = (): number => nextFrame(state.length, centre, direction, (index) => state[index] === 0);
  const nearlyFull = (): boolean => {
    const { bytes, limit } = framesHeld();
    return bytes > 0.9 * limit;
  };
  const pump = (): void => {
    if (stopped) return;
    while (running < AT_ONCE && !nearlyFull()) {
      const index = nextIndex();
      if (index < 0) return;
      state[index] = 1;
      running++;
      // The frame in front of the reader does not wait behind the ones around it.
      const requestType = index === centre ? Enums.RequestType.Interaction : Enums.RequestType.Prefetch;
      void fetchFrame(imageIds[index], requestType).then((ok) => settle(index, ok));
    }
  };
  const settle = (index: number, ok: boolean): void => {
    running--;
    if (stopped) return;
    state[index] = ok ? 2 : 3;
    done++;
    onFrame(index, ok);
    pump();
  };
  pump();
  return {
    setCentre: (index) => {
      if (index !== centre) direction = index > centre ? 1 : -1;
      centre = index;
    },
    fraction: () => (imageIds.length === 0 ? 1 : done / imageIds.length),
    // What is shown may have come another way.
    has: (index) => state[index] === 2 || cache.isLoaded(imageIds[index]),
    again: () => {
      for (let index = 0; index < state.length; index++)
        if (state[index] === 3) {
          state[index] = 0;
          done--;
        }
      pump();
    },
    stop: () => {
      stopped = true;
      for (let index = 0; index < state.length; index++)
        if (state[index] === 1) abandonFrame(imageIds[index]);
    },
  };
}
