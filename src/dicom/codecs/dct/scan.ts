/** Entropy decoding of one scan into coefficients: sequential (T.81 F.2) and progressive (T.81 G.1, G.2). */
import { BitReader } from './bits';
import type { Component, Frame, Scan, ScanComponent } from './frame';
import type { HuffmanTable } from './huffman';

/** Natural position of the coefficients in zigzag order. */
const zigzag = Uint8Array.from([
  0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7,
  14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46,
  53, 60, 61, 54, 47, 55, 62, 63,
]);
export const naturalOrder = (k: number): number => zigzag[k];

type BlockDecoder = (part: ScanComponent, at: number, n: number) => void;

/** @throws Error when a table is missing or the data ends early. */
export function decodeScan(bytes: Uint8Array, at: number, frame: Frame, scan: Scan): void {
  const bits = new BitReader(bytes, at);
  const state = { predictions: [0, 0, 0, 0], endOfBlocks: 0 };
  const block = blockDecoder(bits, frame, scan, state);
  const single = scan.components.length === 1;
  const [first] = scan.components;
  const total = single
    ? first.component.blocksWide * first.component.blocksHigh
    : frame.mcusWide * frame.mcusHigh;
  for (let unit = 0; unit < total; unit++) {
    if (scan.restartInterval > 0 && unit > 0 && unit % scan.restartInterval === 0) {
      bits.restart();
      state.predictions.fill(0);
      state.endOfBlocks = 0;
    }
    if (single) {
      const { blocksWide, stride } = first.component;
      block(first, 64 * (Math.floor(unit / blocksWide) * stride + (unit % blocksWide)), 0);
    } else eachBlock(frame, scan, unit, block);
    if (bits.exhausted) throw new Error(`JPEG scan ends after ${unit + 1} of ${total} units`);
  }
}

function eachBlock(frame: Frame, scan: Scan, mcu: number, block: BlockDecoder): void {
  const row = Math.floor(mcu / frame.mcusWide);
  const column = mcu % frame.mcusWide;
  scan.components.forEach((part, n) => {
    const { h, v, stride } = part.component;
    for (let y = 0; y < v; y++)
      for (let x = 0; x < h; x++) block(part, 64 * ((row * v + y) * stride + column * h + x), n);
  });
}

interface State {
  readonly predictions: number[];
  /** Blocks to come that end here (progressive EOB run). */
  endOfBlocks: number;
}

function need(table: HuffmanTable | undefined): HuffmanTable {
  if (!table) throw new Error('JPEG scan names a Huffman table that is not there');
  return table;
}

function blockDecoder(bits: BitReader, frame: Frame, scan: Scan, state: State): BlockDecoder {
  const coefficients = (component: Component): Int16Array => component.coefficients;
  const { from, to, high, low } = scan;
  const dc = (part: ScanComponent, n: number): number => {
    const size = need(part.dc).decode(bits);
    if (size > 15) throw new Error('JPEG DC difference is damaged');
    state.predictions[n] += bits.signed(size);
    return state.predictions[n];
  };
  if (!frame.progressive)
    return (part, at, n) => {
      const out = coefficients(part.component);
      out[at] = dc(part, n);
      const table = need(part.ac);
      for (let k = 1; k < 64; k++) {
        const symbol = table.decode(bits);
        const size = symbol & 15;
        const run = symbol >> 4;
        if (size === 0) {
          if (run !== 15) break;
          k += 15;
          continue;
        }
        k += run;
        const value = bits.signed(size);
        if (k < 64) out[at + zigzag[k]] = value;
      }
    };
  if (from === 0)
    return (part, at, n) => {
      const out = coefficients(part.component);
      if (high === 0) out[at] = dc(part, n) << low;
      else if (bits.take(1) === 1) out[at] |= 1 << low;
    };
  if (high === 0)
    return (part, at) =>
      firstPass(bits, need(part.ac), coefficients(part.component), at, from, to, low, state);
  return (part, at) => refine(bits, need(part.ac), coefficients(part.component), at, from, to, low, state);
}

/** First pass over a band of AC coefficients (T.81 G.1.2.2). */
function firstPass(
  bits: BitReader,
  table: HuffmanTable,
  out: Int16Array,
  at: number,
  from: number,
  to: number,
  low: number,
  state: State,
): void {
  if (state.endOfBlocks > 0) {
    state.endOfBlocks--;
    return;
  }
  for (let k = from; k <= to; k++) {
    const symbol = table.decode(bits);
    const size = symbol & 15;
    const run = symbol >> 4;
    if (size === 0) {
      if (run < 15) {
        state.endOfBlocks = (1 << run) - 1 + bits.take(run);
        return;
      }
      k += 15;
      continue;
    }
    k += run;
    const value = bits.signed(size);
    if (k < 64) out[at + zigzag[k]] = value * (1 << low);
  }
}

/** A further bit of a band of AC coefficients (T.81 G.1.2.3). */
function refine(
  bits: BitReader,
  table: HuffmanTable,
  out: Int16Array,
  at: number,
  from: number,
  to: number,
  low: number,
  state: State,
): void {
  const step = 1 << low;
  const correct = (where: number): void => {
    if (bits.take(1) === 1 && (out[where] & step) === 0) out[where] += out[where] > 0 ? step : -step;
  };
  let k = from;
  if (state.endOfBlocks === 0) {
    for (; k <= to; k++) {
      const symbol = table.decode(bits);
      let run = symbol >> 4;
      let value = 0;
      if ((symbol & 15) === 0) {
        if (run < 15) {
          state.endOfBlocks = (1 << run) + bits.take(run);
          break;
        }
      } else value = bits.take(1) === 1 ? step : -step;
      // Passes over `run` zeros; what is not zero on the way takes its correction bit.
      for (; k <= to; k++) {
        const where = at + zigzag[k];
        if (out[where] !== 0) correct(where);
        else if (run-- === 0) {
          out[where] = value;
          break;
        }
      }
    }
  }
  if (state.endOfBlocks === 0) return;
  for (; k <= to; k++) if (out[at + zigzag[k]] !== 0) correct(at + zigzag[k]);
  state.endOfBlocks--;
}
