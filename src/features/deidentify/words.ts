import type { Part } from './plan';

/** Hands a file to the browser to save. */
export type Save = (name: string, blob: Blob) => void;

/** How a series is called in the archive: by number and modality, since its description may name someone. */
export const seriesFolder = ({ folder, series, columns, rows }: Part): string =>
  `series-${String(folder).padStart(2, '0')} ${series.modality}${columns > 0 ? ` ${columns} × ${rows}` : ''}`;
