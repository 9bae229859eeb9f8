import { Enums } from '@cornerstonejs/core';
import { framesHeld } from './engine';
import { abandonFrame, fetchFrame } from './frames';

/** Frames decoded at the same time; decoding itself runs in the DICOM room's workers. */
const AT_ONCE = 4;

export interface Prefetch {
  /** Frames are fetched outwards from here. */
  setCentre(index: number): void;
  /** Share of the frames that are here, 0..1, and which. */
  fraction(): number;
  has(index: number): boolean;
  stop(): void;
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
  let done = 0;
  let running = 0;
  let stopped = false;

  const nextIndex = (): number => {
    for (let reach = 0; reach < imageIds.length; reach++) {
      const after = centre + reach;
      if (after < imageIds.length && state[after] === 0) return after;
      const before = centre - reach;
      if (before >= 0 && state[before] === 0) return before;
    }
    return -1;
  };
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
      centre = index;
    },
    fraction: () => (imageIds.length === 0 ? 1 : done / imageIds.length),
    has: (index) => state[index] === 2,
    stop: () => {
      stopped = true;
      for (let index = 0; index < state.length; index++)
        if (state[index] === 1) abandonFrame(imageIds[index]);
    },
  };
}
