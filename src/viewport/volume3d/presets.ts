/** How a volume of CT is drawn as a body: colour and opacity over Hounsfield units. */

export const presets3d = ['bone', 'vessels', 'lung', 'skin', 'muscle'] as const;
export type Preset3d = (typeof presets3d)[number];

export interface TransferFunction {
  /** Value, and opacity of 1 mm of it, 0..1; straight between, held beyond the ends. */
  readonly opacity: readonly (readonly [number, number])[];
  /** Value, red, green, blue 0..1. */
  readonly colour: readonly (readonly [number, number, number, number])[];
}

/**
 * Chosen on CT of chest and head, for what each shows first: bone its surface; vessels what contrast medium brings
 * above muscle, with bone paler; lung the walls between air and tissue; skin the surface to air; muscle soft tissue
 * without fat.
 */
export const transferFunctions: Readonly<Record<Preset3d, TransferFunction>> = {
  bone: {
    opacity: [
      [150, 0],
      [220, 0.08],
      [400, 0.55],
      [1200, 0.9],
    ],
    colour: [
      [150, 0.55, 0.28, 0.18],
      [260, 0.85, 0.64, 0.46],
      [500, 0.96, 0.89, 0.78],
      [1200, 1, 1, 0.97],
    ],
  },
  vessels: {
    opacity: [
      [110, 0],
      [160, 0.12],
      [260, 0.5],
      [600, 0.6],
      [1200, 0.7],
    ],
    colour: [
      [110, 0.45, 0.05, 0.05],
      [220, 0.85, 0.16, 0.12],
      [400, 0.98, 0.55, 0.35],
      [700, 0.97, 0.9, 0.8],
      [1200, 1, 1, 1],
    ],
  },
  lung: {
    opacity: [
      [-1000, 0],
      [-950, 0],
      [-880, 0.006],
      [-750, 0.02],
      [-600, 0.1],
      [-450, 0.16],
      [-380, 0],
    ],
    colour: [
      [-950, 0.25, 0.4, 0.62],
      [-750, 0.45, 0.62, 0.8],
      [-550, 0.92, 0.72, 0.62],
      [-400, 0.98, 0.86, 0.76],
    ],
  },
  skin: {
    opacity: [
      [-500, 0],
      [-350, 0.25],
      [-150, 0.7],
      [100, 0.9],
    ],
    colour: [
      [-500, 0.55, 0.36, 0.28],
      [-150, 0.87, 0.66, 0.54],
      [100, 0.95, 0.78, 0.66],
      [600, 1, 0.95, 0.9],
    ],
  },
  muscle: {
    opacity: [
      [-10, 0],
      [15, 0.02],
      [45, 0.3],
      [90, 0.5],
      [400, 0.75],
    ],
    colour: [
      [-10, 0.5, 0.25, 0.15],
      [40, 0.66, 0.24, 0.2],
      [90, 0.8, 0.38, 0.3],
      [220, 0.92, 0.75, 0.6],
      [600, 1, 0.97, 0.9],
    ],
  },
};

export const isPreset3d = (name: string | undefined): name is Preset3d =>
  presets3d.some((one) => one === name);

/** Images that are no CT: from nothing to white over a window, its darker half unseen. */
export function windowFunction(lower: number, upper: number): TransferFunction {
  const at = (share: number): number => lower + (upper - lower) * share;
  return {
    opacity: [
      [at(0.25), 0],
      [at(0.6), 0.2],
      [at(1), 0.7],
    ],
    colour: [
      [at(0), 0, 0, 0],
      [at(0.6), 0.7, 0.66, 0.6],
      [at(1), 1, 1, 1],
    ],
  };
}

/**
 * The function for the values that a volume holds.
 * @param shift moves the whole of it, in its own unit
 */
export function heldFunction(
  { opacity, colour }: TransferFunction,
  { slope, intercept }: { readonly slope: number; readonly intercept: number },
  shift: number,
): TransferFunction {
  const held = (value: number): number => (value + shift - intercept) / slope;
  const order = slope < 0 ? -1 : 1;
  const sorted = <T extends readonly [number, ...number[]]>(list: readonly T[]): readonly T[] =>
    order < 0 ? [...list].reverse() : list;
  return {
    opacity: sorted(opacity.map(([value, share]) => [held(value), share] as const)),
    colour: sorted(colour.map(([value, r, g, b]) => [held(value), r, g, b] as const)),
  };
}
