/**
 * Lossless JPEG of 2 to 16 bits, Huffman coded (ITU-T T.81 annex H; DICOM PS3.5 section 8.2.1, process 14): all seven
 * predictors, components in one scan or in scans of their own, point transform, restarts.
 */
import { BitReader } from './dct/bits';
import { readHuffman } from './dct/decode';
import type { HuffmanTable } from './dct/huffman';
import type { CodecOutput } from './wasm';

interface Frame {
  readonly precision: number;
  readonly width: number;
  readonly height: number;
  /** Identifiers of the components. */
  readonly ids: readonly number[];
  /** Interleaved; before the point transform is undone. */
  readonly samples: Uint16Array;
}

interface Scan {
  /** Indices of the components that it holds, with their tables. */
  readonly parts: readonly { readonly component: number; readonly table: HuffmanTable }[];
  readonly predictor: number;
  readonly pointTransform: number;
  /** Samples of each component between restarts; 0 for none. */
  readonly restartInterval: number;
}

/** Samples of more than this are not held: a damaged frame can claim any size. */
const sampleLimit = 128_000_000;

/** @throws Error when the stream is damaged, subsampled, hierarchical or arithmetically coded. */
export function decodeLossless(bytes: Uint8Array): CodecOutput {
  const tables: { dc: (HuffmanTable | undefined)[]; ac: (HuffmanTable | undefined)[] } = { dc: [], ac: [] };
  let restartInterval = 0;
  let frame: Frame | undefined;
  let shift: number | undefined;
  for (let at = 2; at + 4 <= bytes.length;) {
    const marker = bytes[at + 1];
    if (bytes[at] !== 0xff || marker === 0 || marker === 0xff || (marker >= 0xd0 && marker <= 0xd8)) {
      at++;
      continue;
    }
    if (marker === 0xd9) break;
    const length = Math.max(2, (bytes[at + 2] << 8) | bytes[at + 3]);
    const body = bytes.subarray(at + 4, at + 2 + length);
    at += 2 + length;
    if (marker === 0xc4) readHuffman(body, tables);
    else if (marker === 0xdd) restartInterval = (body[0] << 8) | body[1];
    else if (marker === 0xc3) frame = readFrame(body);
    else if (marker > 0xc0 && marker <= 0xcf) throw new Error(`JPEG frame marker FF${marker.toString(16)}`);
    else if (marker === 0xda) {
      if (!frame) throw new Error('JPEG scan without a frame');
      const scan = readScan(body, frame, tables.dc, restartInterval);
      decodeScan(bytes, at, frame, scan);
      shift = scan.pointTransform;
    }
  }
  if (!frame || shift === undefined) throw new Error('no pixels in the JPEG lossless stream');
  return outputOf(frame, shift);
}

function readFrame(body: Uint8Array): Frame {
  const [precision, h1, h0, w1, w0, count] = body;
  const height = (h1 << 8) | h0;
  const width = (w1 << 8) | w0;
  if (!(precision >= 2 && precision <= 16) || width === 0 || height === 0 || !(count >= 1 && count <= 4))
    throw new Error(`JPEG frame of ${width} x ${height} x ${count}, ${precision} bits`);
  if (body.length < 6 + 3 * count || width * height * count > sampleLimit)
    throw new Error('JPEG frame header is damaged');
  const parts = Array.from({ length: count }, (_, n) => body.subarray(6 + 3 * n, 9 + 3 * n));
  if (count > 1 && parts.some((part) => part[1] !== parts[0][1]))
    throw new Error('JPEG lossless with subsampled components');
  const ids = parts.map((part) => part[0]);
  return { precision, width, height, ids, samples: new Uint16Array(width * height * count) };
}

function readScan(
  body: Uint8Array,
  { ids, precision }: Frame,
  tables: readonly (HuffmanTable | undefined)[],
  restartInterval: number,
): Scan {
  const count = body[0];
  const parts = Array.from({ length: count }, (_, n) => {
    const component = ids.indexOf(body[1 + 2 * n]);
    const table = tables[(body[2 + 2 * n] >> 4) & 3];
    if (component < 0 || !table) throw new Error('JPEG scan names a component or table that is not there');
    return { component, table };
  });
  const predictor = body[1 + 2 * count];
  const pointTransform = body[3 + 2 * count] & 15;
  if (parts.length === 0 || !(predictor >= 1 && predictor <= 7) || pointTransform >= precision)
    throw new Error(`JPEG lossless scan with predictor ${predictor}`);
  return { parts, predictor, pointTransform, restartInterval };
}

/** Difference of a sample (T.81 H.1.2.2): category 16 has no further bits. */
function difference(bits: BitReader, table: HuffmanTable): number {
  const size = table.decode(bits);
  if (size > 16) throw new Error('JPEG difference is damaged');
  return size === 16 ? 32768 : bits.signed(size);
}

function decodeScan(bytes: Uint8Array, at: number, frame: Frame, scan: Scan): void {
  const { width, height, ids, samples, precision } = frame;
  const { parts, predictor, pointTransform, restartInterval } = scan;
  const bits = new BitReader(bytes, at);
  const step = ids.length;
  const line = step * width;
  const middle = 2 ** (precision - pointTransform - 1);
  let untilRestart = restartInterval;
  /** The row where prediction began anew, and the column in it. */
  let firstRow = 0;
  let firstColumn = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (restartInterval > 0) {
        if (untilRestart === 0) {
          bits.restart();
          untilRestart = restartInterval;
          firstRow = y;
          firstColumn = x;
        }
        untilRestart--;
      }
      const base = y * line + x * step;
      for (const { component, table } of parts) {
        const here = base + component;
        let predicted: number;
        if (y === firstRow) predicted = x === firstColumn ? middle : samples[here - step];
        else if (x === 0) predicted = samples[here - line];
        else
          predicted = predict(
            predictor,
            samples[here - step],
            samples[here - line],
            samples[here - line - step],
          );
        // A Uint16Array keeps the sum modulo 2^16, as the standard has it.
        samples[here] = predicted + difference(bits, table);
      }
    }
    if (bits.exhausted) throw new Error(`JPEG lossless scan ends in row ${y + 1} of ${height}`);
  }
}

/** Predictors 1 to 7 (T.81 table H.1). @param a to the left, b above, c above to the left. */
function predict(predictor: number, a: number, b: number, c: number): number {
  switch (predictor) {
    case 1:
      return a;
    case 2:
      return b;
    case 3:
      return c;
    case 4:
      return a + b - c;
    case 5:
      return a + ((b - c) >> 1);
    case 6:
      return b + ((a - c) >> 1);
    default:
      return (a + b) >> 1;
  }
}

function outputOf({ width, height, ids, samples, precision }: Frame, shift: number): CodecOutput {
  if (shift > 0) for (let n = 0; n < samples.length; n++) samples[n] <<= shift;
  const narrow = precision <= 8;
  const bytes = narrow ? Uint8Array.from(samples) : new Uint8Array(samples.buffer);
  const components = ids.length;
  return { width, height, components, bitsPerSample: precision, signed: false, planar: false, bytes };
}
