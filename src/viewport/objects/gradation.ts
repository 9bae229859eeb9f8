/**
 * How a presentation state turns stored values to grey (PS3.4 N.2): modality LUT, VOI LUT, presentation LUT, one
 * after the other. Where all three are lines and a window, that is a window; where not, a curve over one.
 */
import type { PresentationObject, PrTable, PrVoi } from '../../dicom/objects/contract';
import { lookUp } from '../../domain/lookup';
import type { Instance } from '../../domain/study';
import type { ViewedImage } from '../images';
import type { Window } from '../window';
import { partFor } from './names';

export interface Gradation {
  /** In the image's own modality values, as every window is; the curve spans it. */
  readonly window: Window;
  /** Grey, 0 black to 1 white, from the lower end of the window to its upper end in even steps. */
  readonly curve?: Float32Array;
}

/** Steps of a curve at most; a graphics device holds a texture of as many. */
export const mostSteps = 4096;

/** Of a sigmoid, how many of its widths are drawn: beyond them it is within 0.3 % of black and white. */
const sigmoidWidths = 3;

/** A table's first input as a number: of signed values when the image or its modality LUT makes them so. */
const withSign = (table: PrTable, signed: boolean): PrTable =>
  signed && table.first >= 32768 ? { ...table, first: table.first - 65536 } : table;

const sameTable = (a: PrTable, b: PrTable): boolean =>
  (a.first & 0xffff) === (b.first & 0xffff) &&
  a.values.length === b.values.length &&
  a.values.every((v, n) => v === b.values[n]);

type Line = { readonly slope: number; readonly intercept: number };
type Modality = { readonly line: Line } | { readonly table: PrTable };

/** Has an image tables of its own that a presentation state cannot put aside? */
export const keepsOwnGrey = (state: PresentationObject, instance: Instance): boolean =>
  instance.samplesPerPixel === 1 && modalityOf(state, instance) === undefined;

/** From the values that are held to those that the state's VOI LUT is for; undefined when they are not to be had. */
function modalityOf(state: PresentationObject, instance: Instance): Modality | undefined {
  const own: Line = { slope: instance.rescaleSlope || 1, intercept: instance.rescaleIntercept };
  // What the file's own tables made of the stored values cannot be undone.
  if (instance.voiLut) return undefined;
  const { modalityTable: table, rescale } = state;
  if (instance.modalityLut) {
    if (rescale || (table && !sameTable(table, instance.modalityLut))) return undefined;
    return { line: { slope: 1, intercept: 0 } };
  }
  if (table) return { table: withSign(table, instance.pixelRepresentation === 1) };
  return { line: rescale ?? own };
}

/** Modality value to 0..1 by a window (PS3.3 C.11.2.1.2, C.11.2.1.3); not clamped but for a sigmoid. */
function windowShare({ center, width, function: kind }: PrVoi): (value: number) => number {
  if (kind === 'SIGMOID') return (v) => 1 / (1 + Math.exp((-4 * (v - center)) / width));
  if (kind === 'LINEAR_EXACT') return (v) => (v - center) / width + 0.5;
  const span = Math.max(1e-3, width - 1);
  return (v) => (v - (center - 0.5)) / span + 0.5;
}

const clamp = (share: number): number => Math.min(1, Math.max(0, share));

/** Grey 0..1 of a share 0..1: presentation LUT (its entries spread over all shares) or shape. */
function presentationShare({
  presentationTable: table,
  inverse,
}: PresentationObject): (share: number) => number {
  if (!table) return inverse ? (v) => 1 - v : (v) => v;
  const { values, bits } = table;
  const most = 2 ** bits - 1;
  return (v) => clamp(values[Math.round(clamp(v) * (values.length - 1))] / most);
}

/** Smallest and largest stored value that the image's bits can hold. */
function storedLimits({ bitsStored, pixelRepresentation }: Instance): [number, number] {
  const span = 2 ** bitsStored;
  return pixelRepresentation === 1 ? [-span / 2, span / 2 - 1] : [0, span - 1];
}

/** Ends of what a VOI part spreads from black to white, in modality values. */
function voiEnds(voi: PrVoi): [number, number] {
  const { center, width, function: kind, table } = voi;
  if (table) return [table.first, table.first + table.values.length - 1];
  if (kind === 'SIGMOID') return [center - (width * sigmoidWidths) / 2, center + (width * sigmoidWidths) / 2];
  if (kind === 'LINEAR_EXACT') return [center - width / 2, center + width / 2];
  return [center - 0.5 - (Math.max(1, width) - 1) / 2, center - 0.5 + (Math.max(1, width) - 1) / 2];
}

/** The linear window whose ends are these. */
const windowOver = (low: number, high: number): Window => ({
  center: (low + high) / 2 + 0.5,
  width: Math.max(1, high - low + 1),
});

/** Does a window draw all of it, inversion apart? Not where larger held values are darker. */
const plain = (
  state: PresentationObject,
  modality: Modality,
  voi: PrVoi | undefined,
  rising: number,
): modality is { line: Line } =>
  'line' in modality && modality.line.slope * rising > 0 && !voi?.table && !state.presentationTable;

/**
 * Window and curve of a state for an image; undefined for colour, and for images whose own tables stand in the way
 * (a VOI LUT without a window, a modality LUT that is not the state's).
 */
export function gradationOf(state: PresentationObject, image: ViewedImage): Gradation | undefined {
  const { instance } = image;
  if (instance.samplesPerPixel !== 1 || instance.photometricInterpretation === 'PALETTE COLOR')
    return undefined;
  const modality = modalityOf(state, instance);
  if (!modality) return undefined;
  const own: Line = { slope: instance.rescaleSlope || 1, intercept: instance.rescaleIntercept };
  const limits = instance.modalityLut ? [0, 2 ** instance.modalityLut.bits - 1] : storedLimits(instance);
  const found = partFor(state.voi, image);
  const negative =
    'line' in modality && limits.some((v) => v * modality.line.slope + modality.line.intercept < 0);
  const voi = found?.table ? { ...found, table: withSign(found.table, negative) } : found;
  const toOwn = (stored: number): number => stored * own.slope + own.intercept;
  if (plain(state, modality, voi, image.prescaled ? own.slope : 1)) {
    const { line } = modality;
    // Without a VOI LUT all values that the bits can hold are shown (PS3.3 C.11.8).
    if (!voi) return { window: windowOver(...sorted(toOwn(limits[0]), toOwn(limits[1]))) };
    const center = toOwn((voi.center - line.intercept) / line.slope);
    const width = Math.abs((voi.width / line.slope) * own.slope);
    const kind = voi.function === 'SIGMOID' || voi.function === 'LINEAR_EXACT' ? voi.function : undefined;
    return { window: kind ? { center, width, function: kind } : { center, width } };
  }
  // Stored values that the first step maps, and what the second makes of them.
  const table = 'table' in modality ? modality.table : undefined;
  const [low, high] = table
    ? [table.first, table.first + table.values.length - 1]
    : voi
      ? sorted(
          ...(voiEnds(voi).map((v) => (v - lineOf(modality).intercept) / lineOf(modality).slope) as [
            number,
            number,
          ]),
        )
      : limits;
  const outputs: readonly number[] = table
    ? [0, 2 ** table.bits - 1]
    : limits.map((v) => v * lineOf(modality).slope + lineOf(modality).intercept);
  const share = voi ? voiShare(voi) : wholeShare(Math.min(...outputs), Math.max(...outputs));
  const grey = presentationShare(state);
  const steps = Math.max(2, Math.min(mostSteps, Math.round(high - low) + 1));
  const curve = Float32Array.from({ length: steps }, (_, n) => {
    const stored = low + ((high - low) * n) / (steps - 1);
    const value = table
      ? lookUp(table, stored)
      : stored * lineOf(modality).slope + lineOf(modality).intercept;
    return clamp(grey(clamp(share(value))));
  });
  const ends = [toOwn(low), toOwn(high)] as const;
  return {
    window: windowOver(Math.min(...ends), Math.max(...ends)),
    // Held as modality values, the steps run the other way under a negative slope.
    curve: image.prescaled && own.slope < 0 ? curve.reverse() : curve,
  };
}

const sorted = (a: number, b: number): [number, number] => (a <= b ? [a, b] : [b, a]);
const lineOf = (modality: Modality): Line =>
  'line' in modality ? modality.line : { slope: 1, intercept: 0 };

function voiShare(voi: PrVoi): (value: number) => number {
  const { table } = voi;
  if (!table) return windowShare(voi);
  const most = 2 ** table.bits - 1;
  return (v) => lookUp(table, v) / most;
}

const wholeShare =
  (low: number, high: number) =>
  (value: number): number =>
    high > low ? (value - low) / (high - low) : 0;
