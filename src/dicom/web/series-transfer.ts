/** How much of each series has come from its server, and whether the reader has stopped what comes unasked. */

export interface SeriesTransfer {
  /** Images that came, each counted once, and their bytes as they were sent. */
  readonly images: number;
  readonly bytes: number;
  /** What nobody looks at does not come now. */
  readonly held: boolean;
}

const tallies = new Map<string, SeriesTransfer>();
const listeners = new Set<() => void>();
const holders = new Set<(seriesUid: string) => void>();

const put = (seriesUid: string, change: Partial<SeriesTransfer>): void => {
  tallies.set(seriesUid, { images: 0, bytes: 0, held: false, ...tallies.get(seriesUid), ...change });
  for (const listener of listeners) listener();
};

/** Undefined for series that no server gave, and before the first image. */
export const seriesTransfer = (seriesUid: string): SeriesTransfer | undefined => tallies.get(seriesUid);

/** Calls back with every change. @returns ends it */
export function onSeriesTransfer(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function countImage(seriesUid: string, bytes: number): void {
  const before = tallies.get(seriesUid);
  put(seriesUid, { images: (before?.images ?? 0) + 1, bytes: (before?.bytes ?? 0) + bytes });
}

export function forgetSeriesTransfer(seriesUid: string): void {
  if (!tallies.delete(seriesUid)) return;
  for (const held of holders) held(seriesUid);
  for (const listener of listeners) listener();
}

/** Stops what comes of a series ahead of the reader, or lets it go on; what is looked at always comes. */
export function holdSeries(seriesUid: string, held: boolean): void {
  put(seriesUid, { held });
  for (const changed of holders) changed(seriesUid);
}

export const isHeld = (seriesUid: string | undefined): boolean =>
  seriesUid !== undefined && tallies.get(seriesUid)?.held === true;

/** Calls back when a series may go on, or must not. */
export const onHold = (changed: (seriesUid: string) => void): void => void holders.add(changed);
