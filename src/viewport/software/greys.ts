import type { Types } from '@cornerstonejs/core';

/** Opaque black, as a pixel of a canvas is packed. */
export const BLACK = 0xff000000;

/** Entries of a table between the ends of the window, at least. */
const TABLE = 4096;

export type TransferFunction = NonNullable<
  ReturnType<ReturnType<Types.ImageActor['getProperty']>['getRGBTransferFunction']>
>;

/** Colours of the values over [lower, upper], packed as canvas pixels; what lies outside takes the ends. */
export interface Greys {
  readonly lower: number;
  readonly upper: number;
  readonly table: Uint32Array;
}

interface Kept {
  readonly mtime: number;
  readonly greys: Greys;
}
const kept = new WeakMap<TransferFunction, Kept>();

/** The table of a transfer function between the ends of its range; made again when the function has changed. */
export function greysOf(grey: TransferFunction): Greys {
  const mtime = grey.getMTime();
  const [lower, upper] = grey.getRange() as [number, number];
  const before = kept.get(grey);
  if (before?.mtime === mtime && before.greys.lower === lower && before.greys.upper === upper)
    return before.greys;
  const size = Math.max(TABLE, grey.getSize());
  const rgb = new Float32Array(3 * size);
  grey.getTable(lower, upper, size, rgb as never);
  const byte = (value: number): number => Math.floor(Math.min(1, Math.max(0, value)) * 255 + 0.5);
  const table = new Uint32Array(size);
  for (let n = 0; n < size; n++)
    table[n] = BLACK | byte(rgb[3 * n]) | (byte(rgb[3 * n + 1]) << 8) | (byte(rgb[3 * n + 2]) << 16);
  const greys = { lower, upper, table };
  kept.set(grey, { mtime, greys });
  return greys;
}
