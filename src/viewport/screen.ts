/** The screen that the page is on, for images at their true size. */

let perMm: () => number | undefined = () => undefined;

/** Who knows how many CSS px are one mm of the screen now; undefined until the reader has measured it. */
export function setScreen(cssPxPerMm: () => number | undefined): void {
  perMm = cssPxPerMm;
}

export const cssPxPerMm = (): number | undefined => perMm();

/** How far a mm on the screen may be off and still be called one: a thousandth, less than a pixel in a viewport. */
const EXACT = 0.001;

/** Is an image, of which one CSS px shows `mm`, as large on the screen as its object? */
export function isTrueSize(mm: number | undefined, perMmNow: number | undefined): boolean {
  return mm !== undefined && perMmNow !== undefined && Math.abs(mm * perMmNow - 1) < EXACT;
}
