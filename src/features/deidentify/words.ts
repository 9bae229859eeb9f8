import type { Part } from './plan';

/** Hands a file to the browser to save. */
export type Save = (name: string, blob: Blob) => void;

/** "(0010,0010)" */
export const tagText = (tag: number): string => {
  const hex = (tag >>> 0).toString(16).padStart(8, '0').toUpperCase();
  return `(${hex.slice(0, 4)},${hex.slice(4)})`;
};

/** How a series is called in the archive: by number and modality, since its description may name someone. */
export const seriesFolder = ({ folder, series, columns, rows }: Part): string =>
  `series-${String(folder).padStart(2, '0')} ${series.modality}${columns > 0 ? ` ${columns} × ${rows}` : ''}`;
