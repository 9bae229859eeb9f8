/** Colours of what lies over an image, from nothing to the upper end of its window. */

/** Share of the window, then red, green and blue, each 0..1. */
export type Stop = readonly [share: number, r: number, g: number, b: number];

/** Keys of the read catalogue `view.fusion.colours.*`. */
export type ColourMap = 'hotIron' | 'rainbow' | 'hotMetal';
export const colourMaps: readonly ColourMap[] = ['hotIron', 'rainbow', 'hotMetal'];

export const stopsOf: Readonly<Record<ColourMap, readonly Stop[]>> = {
  // The Hot Iron palette of PS3.6 B.1.1: red rises over the first half, green over the second, blue over the last quarter.
  hotIron: [
    [0, 0, 0, 0],
    [0.5, 1, 0, 0],
    [0.75, 1, 0.5, 0],
    [1, 1, 1, 1],
  ],
  rainbow: [
    [0, 0, 0, 0.5],
    [0.2, 0, 0, 1],
    [0.4, 0, 1, 1],
    [0.6, 0, 1, 0],
    [0.8, 1, 1, 0],
    [1, 1, 0, 0],
  ],
  // The blue one of the PET workstations (PS3.6 B.1.3 runs like it): cold tissue blue, hot tissue yellow and white.
  hotMetal: [
    [0, 0, 0, 0],
    [0.25, 0, 0, 0.65],
    [0.5, 0.6, 0, 0.5],
    [0.75, 1, 0.55, 0],
    [1, 1, 1, 1],
  ],
};

/** Below this share of the window what lies over fades away, so that anatomy without uptake stays grey. */
export const FADE = 0.2;

/** How much of a colour covers the image below, 0..1, at a share of the window. */
export const coverAt = (share: number, opacity: number): number =>
  opacity * Math.min(1, Math.max(0, share / FADE));

/** The colour at a share of the window, 0..1 each. */
export function colourAt(map: ColourMap, share: number): readonly [number, number, number] {
  const stops = stopsOf[map];
  const at = Math.min(1, Math.max(0, share));
  const next = Math.max(
    1,
    stops.findIndex(([s]) => s >= at),
  );
  const [a, b] = [stops[next - 1], stops[next]];
  const way = (at - a[0]) / (b[0] - a[0]);
  return [1, 2, 3].map((n) => a[n] + way * (b[n] - a[n])) as [number, number, number];
}

/** Round values for the ticks of a colour bar, both ends of the window included where they are round themselves. */
export function ticksBetween(from: number, to: number, most = 6): readonly number[] {
  const span = to - from;
  if (!(span > 0)) return [];
  const rough = span / Math.max(1, most - 1);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 2.5, 5, 10].find((m) => m * power >= rough * 0.999) ?? 10);
  const out: number[] = [];
  for (let n = Math.ceil(from / step - 1e-9); n * step <= to + span * 1e-9; n++)
    out.push(Number.parseFloat((n * step).toPrecision(6)));
  return out;
}
