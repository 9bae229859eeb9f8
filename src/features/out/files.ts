import type { Series } from '../../domain/study';

/** Characters that every file system takes; others become a hyphen. */
const safe = (text: string): string => text.replace(/[^\p{L}\p{N}.-]+/gu, '-').replace(/^-+|-+$/g, '');

/** "lamplight_CT_series3_image12.png": names the image and nobody. */
export function pictureName(
  { modality, number }: Pick<Series, 'modality' | 'number'>,
  what: string,
  ending: string,
): string {
  const series = number === undefined ? '' : `series${number}`;
  return `${['lamplight', safe(modality), series, safe(what)].filter(Boolean).join('_')}.${ending}`;
}

/** Hands a file to the browser to save. */
export function save(name: string, blob: Blob): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser has taken the bytes by then; a minute is for slow disks.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** JPEG quality: no block can be seen in a chest film. */
const QUALITY = 0.95;

/** @throws Error when the browser cannot write the format */
export const blobOf = (canvas: HTMLCanvasElement, type: 'image/png' | 'image/jpeg'): Promise<Blob> =>
  new Promise((resolve, reject) =>
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error(`${type} could not be written`))),
      type,
      QUALITY,
    ),
  );
