/**
 * DCT JPEG of up to 12 bits, sequential and progressive, Huffman coded (ITU-T T.81; DICOM PS3.5 section 8.2.1,
 * processes 4, 6 and 10): the depths that libjpeg-turbo's 8-bit build leaves out.
 */
import type { CodecOutput } from '../wasm';
import { type Component, type Frame, readFrame, type ScanComponent } from './frame';
import { HuffmanTable } from './huffman';
import { inverseDct } from './idct';
import { decodeScan, naturalOrder } from './scan';

interface Tables {
  readonly quantisation: (Uint16Array | undefined)[];
  readonly dc: (HuffmanTable | undefined)[];
  readonly ac: (HuffmanTable | undefined)[];
  restartInterval: number;
  adobeTransform?: number;
}

/** @throws Error when the stream is damaged, hierarchical or arithmetically coded. */
export function decodeDct(bytes: Uint8Array): CodecOutput {
  const tables: Tables = { quantisation: [], dc: [], ac: [], restartInterval: 0 };
  let frame: Frame | undefined;
  let scans = 0;
  let at = 2;
  while (at + 4 <= bytes.length) {
    const marker = bytes[at + 1];
    // Entropy-coded bytes and padding are passed over until the next marker.
    if (bytes[at] !== 0xff || marker === 0 || marker === 0xff || (marker >= 0xd0 && marker <= 0xd8)) {
      at++;
      continue;
    }
    if (marker === 0xd9) break;
    const length = (bytes[at + 2] << 8) | bytes[at + 3];
    const body = bytes.subarray(at + 4, at + 2 + length);
    const next = at + 2 + Math.max(2, length);
    if (marker === 0xdb) readQuantisation(body, tables);
    else if (marker === 0xc4) readHuffman(body, tables);
    else if (marker === 0xdd) tables.restartInterval = (body[0] << 8) | body[1];
    else if (marker === 0xee && body[0] === 0x41 && body[1] === 0x64) tables.adobeTransform = body[11];
    else if (marker >= 0xc0 && marker <= 0xc2) frame = readFrame(body, marker === 0xc2);
    else if (marker > 0xc2 && marker <= 0xcf) throw new Error(`JPEG frame marker FF${marker.toString(16)}`);
    else if (marker === 0xda) {
      if (!frame) throw new Error('JPEG scan without a frame');
      decodeOne(bytes, next, body, frame, tables);
      scans++;
    }
    at = next;
  }
  if (!frame || scans === 0) throw new Error('no pixels in the JPEG stream');
  return assemble(frame, tables);
}

function readQuantisation(body: Uint8Array, { quantisation }: Tables): void {
  for (let at = 0; at < body.length;) {
    const wide = body[at] >> 4 !== 0;
    const table = new Uint16Array(64);
    for (let k = 0; k < 64; k++)
      table[naturalOrder(k)] = wide ? (body[at + 1 + 2 * k] << 8) | body[at + 2 + 2 * k] : body[at + 1 + k];
    quantisation[body[at] & 3] = table;
    at += wide ? 129 : 65;
  }
}

/** A DHT segment's tables into their places. @throws Error when one is overfull. */
export function readHuffman(body: Uint8Array, { dc, ac }: Pick<Tables, 'dc' | 'ac'>): void {
  for (let at = 0; at + 17 <= body.length;) {
    const counts = body.subarray(at + 1, at + 17);
    const total = counts.reduce((sum, n) => sum + n, 0);
    const table = new HuffmanTable(counts, body.slice(at + 17, at + 17 + total));
    (body[at] >> 4 === 0 ? dc : ac)[body[at] & 3] = table;
    at += 17 + total;
  }
}

function decodeOne(bytes: Uint8Array, at: number, body: Uint8Array, frame: Frame, tables: Tables): void {
  const count = body[0];
  const components = Array.from({ length: count }, (_, n): ScanComponent => {
    const component = frame.components.find((c) => c.id === body[1 + 2 * n]);
    if (!component) throw new Error('JPEG scan names a component that is not there');
    component.quantisation ??= tables.quantisation[component.tableId];
    const choice = body[2 + 2 * n];
    return { component, dc: tables.dc[(choice >> 4) & 3], ac: tables.ac[choice & 3] };
  });
  if (components.length === 0) throw new Error('JPEG scan without components');
  const [from, to, bits] = body.subarray(1 + 2 * count);
  if (frame.progressive && (from > to || to > 63)) throw new Error('JPEG spectral selection is damaged');
  const { restartInterval } = tables;
  decodeScan(bytes, at, frame, { components, from, to, high: bits >> 4, low: bits & 15, restartInterval });
}

function samplesOf(component: Component, precision: number): Uint16Array {
  const { stride, lines, coefficients, quantisation } = component;
  if (!quantisation) throw new Error('JPEG quantisation table is not there');
  const out = new Uint16Array(64 * stride * lines);
  const block = new Float64Array(64);
  for (let y = 0; y < lines; y++)
    for (let x = 0; x < stride; x++) {
      const at = 64 * (y * stride + x);
      for (let k = 0; k < 64; k++) block[k] = coefficients[at + k] * quantisation[k];
      inverseDct(block, out, 64 * stride * y + 8 * x, 8 * stride, precision);
    }
  return out;
}

/** Is three-component data YCbCr? As libjpeg judges: the Adobe marker, else the identifiers R, G, B. */
function isYcc({ components }: Frame, { adobeTransform }: Tables): boolean {
  if (components.length !== 3) return false;
  if (adobeTransform !== undefined) return adobeTransform !== 0;
  return components.map((c) => String.fromCharCode(c.id)).join('') !== 'RGB';
}

/** Planes to interleaved 16-bit words, chroma repeated; YCbCr to RGB. */
function assemble(frame: Frame, tables: Tables): CodecOutput {
  const { width, height, components, precision, hMax, vMax } = frame;
  const count = components.length;
  const out = new Uint16Array(width * height * count);
  components.forEach((component, n) => {
    const samples = samplesOf(component, precision);
    const stride = 8 * component.stride;
    for (let y = 0, o = n; y < height; y++) {
      const row = stride * Math.floor((y * component.v) / vMax);
      for (let x = 0; x < width; x++, o += count)
        out[o] = samples[row + (component.h === hMax ? x : Math.floor((x * component.h) / hMax))];
    }
  });
  if (isYcc(frame, tables)) toRgb(out, precision);
  const bytes = new Uint8Array(out.buffer);
  // Words of two bytes, whatever the depth; the caller takes them by `bitsPerSample`.
  const bitsPerSample = Math.max(9, precision);
  return { width, height, components: count, bitsPerSample, signed: false, planar: false, bytes };
}

function toRgb(s: Uint16Array, precision: number): void {
  const centre = 2 ** (precision - 1);
  const top = 2 ** precision - 1;
  const clamp = (v: number): number => (v < 0 ? 0 : v > top ? top : Math.round(v));
  for (let i = 0; i + 2 < s.length; i += 3) {
    const y = s[i];
    const cb = s[i + 1] - centre;
    const cr = s[i + 2] - centre;
    s[i] = clamp(y + 1.402 * cr);
    s[i + 1] = clamp(y - 0.344136 * cb - 0.714136 * cr);
    s[i + 2] = clamp(y + 1.772 * cb);
  }
}
