/** Is it a B-mode picture at all? A linear score over numbers of it. The reference is training/breast-ultrasound/picture.py. */
import { readLinear, standardised, type LinearModel } from './linear';
import { placing } from './square';

const NUMBERS = [
  'mean',
  'sd',
  'dark',
  'bright',
  'down1',
  'down2',
  'down4',
  'down8',
  'fine',
  'coarse2',
  'coarse4',
  'coarse8',
  'speckle',
  'rough',
  'flat',
  'mirror',
  'left',
  'right',
  'top',
  'bottom',
  'layers',
  'columns',
] as const;
export type PictureNumbers = Readonly<Record<(typeof NUMBERS)[number], number>>;

/** Pixels of the square: cells in which brightness and its spread are compared; a narrower strip is no picture. */
const CELL = 8;
const LEAST_SIDE = 24;
/** Grey 0..1; an even field is no picture. */
const LEAST_SD = 0.01;
const [SHADE, DARK, BRIGHT, FLAT] = [0.06, 0.04, 0.8, 0.01];
/** Share of the shorter side. */
const BORDER = 0.06;
const EPS = 1e-3;

/** A score, and the range that each number has in B-mode. */
export interface PictureModel extends LinearModel {
  readonly low: readonly number[];
  readonly high: readonly number[];
}

/** As `config["breast-ultrasound"].picture` of the manifest has it; as `readLinear`. */
export const readPicture = (given: unknown): PictureModel | undefined =>
  readLinear(given, { key: 'picture', namedBy: 'numbers', names: NUMBERS, lists: ['low', 'high'] });

const meanOf = (values: ArrayLike<number>): number => {
  let sum = 0;
  for (let n = 0; n < values.length; n++) sum += values[n];
  return values.length > 0 ? sum / values.length : 0;
};

const sdOf = (values: ArrayLike<number>): number => {
  const mean = meanOf(values);
  let sum = 0;
  for (let n = 0; n < values.length; n++) sum += (values[n] - mean) ** 2;
  return Math.sqrt(sum / values.length);
};

const medianOf = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
};

/** Correlation of two lists of one length. */
function together(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const [p, q] = [meanOf(a), meanOf(b)];
  let sum = 0;
  for (let n = 0; n < a.length; n++) sum += (a[n] - p) * (b[n] - q);
  return sum / a.length / (sdOf(a) * sdOf(b) + 1e-6);
}

/** A part of the square by rows, values 0..1. */
interface Picture {
  readonly at: (y: number, x: number) => number;
  readonly h: number;
  readonly w: number;
}

const part = ({ at }: Picture, y0: number, y1: number, x0: number, x1: number): Float64Array => {
  const out = new Float64Array((y1 - y0) * (x1 - x0));
  for (let y = y0; y < y1; y++) for (let x = x0; x < x1; x++) out[(y - y0) * (x1 - x0) + x - x0] = at(y, x);
  return out;
};

/** Mean difference between pixels that are so many apart. */
function step({ at, h, w }: Picture, dy: number, dx: number): number {
  let sum = 0;
  for (let y = dy; y < h; y++) for (let x = dx; x < w; x++) sum += Math.abs(at(y, x) - at(y - dy, x - dx));
  return sum / ((h - dy) * (w - dx));
}

/** Brightness and spread of the cells, from the top left on; what does not fill a cell is left out. */
function cellsOf(picture: Picture): { readonly mean: number; readonly sd: number }[] {
  const out: { mean: number; sd: number }[] = [];
  for (let y = 0; y + CELL <= picture.h; y += CELL)
    for (let x = 0; x + CELL <= picture.w; x += CELL) {
      const values = part(picture, y, y + CELL, x, x + CELL);
      out.push({ mean: meanOf(values), sd: sdOf(values) });
    }
  return out;
}

/**
 * Numbers of the picture in the square; undefined of a strip or an even field.
 * @param square what the network sees, 0..1
 * @param height, width of the region that was brought into it, pixels
 */
export function pictureNumbers(
  square: Float32Array,
  height: number,
  width: number,
): PictureNumbers | undefined {
  const side = Math.sqrt(square.length);
  const { h, w, top, left } = placing(height, width, side);
  const picture: Picture = { at: (y, x) => square[(top + y) * side + left + x], h, w };
  const all = part(picture, 0, h, 0, w);
  const [mean, sd] = [meanOf(all), sdOf(all)];
  if (Math.min(h, w) < LEAST_SIDE || sd < LEAST_SD) return undefined;
  const share = (holds: (v: number) => boolean): number => all.filter(holds).length / all.length;
  const ratio = (p: number, q: number): number => Math.log((p + EPS) / (q + EPS));
  const lags = [1, 2, 4, 8];
  const across = lags.map((lag) => step(picture, 0, lag));
  const down = lags.map((lag) => step(picture, lag, 0));
  const both = lags.map((_, n) => across[n] + down[n]);
  const cells = cellsOf(picture);
  const lit = cells.filter((cell) => cell.mean > SHADE);
  const mirrored = part({ ...picture, at: (y, x) => picture.at(y, w - 1 - x) }, 0, h, 0, w);
  const edge = Math.max(1, Math.floor(BORDER * Math.min(h, w) + 0.5));
  const border = (y0: number, y1: number, x0: number, x1: number): number =>
    meanOf(part(picture, y0, y1, x0, x1)) / (mean + EPS);
  const rows = Array.from({ length: h }, (_, y) => meanOf(part(picture, y, y + 1, 0, w)));
  const columns = Array.from({ length: w }, (_, x) => meanOf(part(picture, 0, h, x, x + 1)));
  return {
    mean,
    sd,
    dark: share((v) => v < DARK),
    bright: share((v) => v > BRIGHT),
    down1: ratio(down[0], across[0]),
    down2: ratio(down[1], across[1]),
    down4: ratio(down[2], across[2]),
    down8: ratio(down[3], across[3]),
    fine: ratio(both[0], 2 * sd),
    coarse2: ratio(both[1], both[0]),
    coarse4: ratio(both[2], both[1]),
    coarse8: ratio(both[3], both[2]),
    speckle:
      lit.length > 3
        ? together(
            lit.map((cell) => cell.mean),
            lit.map((cell) => cell.sd),
          )
        : 0,
    rough: lit.length > 0 ? medianOf(lit.map((cell) => cell.sd / (cell.mean + 0.02))) : 0,
    flat: cells.filter((cell) => cell.sd < FLAT).length / cells.length,
    mirror: together(all, mirrored),
    left: border(0, h, 0, edge),
    right: border(0, h, w - edge, w),
    top: border(0, edge, 0, w),
    bottom: border(h - edge, h, 0, w),
    layers: sdOf(rows) / (sd + EPS),
    columns: sdOf(columns) / (sd + EPS),
  };
}

/**
 * Above 0 where it looks like B-mode; -Infinity where a number leaves the range that it has there: what is like neither
 * kind that the score was fitted on may fall on either side of it.
 */
export const pictureScore = (model: PictureModel, numbers: PictureNumbers): number =>
  NUMBERS.some((name, n) => numbers[name] < model.low[n] || numbers[name] > model.high[n])
    ? -Infinity
    : NUMBERS.reduce(
        (sum, name, n) => sum + model.linear[n] * standardised(model, n, numbers[name]),
        model.bias,
      );
