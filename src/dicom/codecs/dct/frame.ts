/** Frame and scan headers of a DCT JPEG (ITU-T T.81 annex B). */
import type { HuffmanTable } from './huffman';

export interface Component {
  readonly id: number;
  /** Sampling factors. */
  readonly h: number;
  readonly v: number;
  readonly tableId: number;
  /** Blocks that hold image, and blocks stored: whole MCUs. */
  readonly blocksWide: number;
  readonly blocksHigh: number;
  readonly stride: number;
  readonly lines: number;
  /** 64 coefficients a block in natural order, not dequantised. */
  readonly coefficients: Int16Array;
  /** The quantisation table as it stood at the component's first scan. */
  quantisation?: Uint16Array;
}

export interface Frame {
  readonly precision: number;
  readonly width: number;
  readonly height: number;
  readonly progressive: boolean;
  readonly components: readonly Component[];
  readonly hMax: number;
  readonly vMax: number;
  readonly mcusWide: number;
  readonly mcusHigh: number;
}

export interface ScanComponent {
  readonly component: Component;
  readonly dc?: HuffmanTable;
  readonly ac?: HuffmanTable;
}

export interface Scan {
  readonly components: readonly ScanComponent[];
  readonly from: number;
  readonly to: number;
  readonly high: number;
  readonly low: number;
  readonly restartInterval: number;
}

/** Coefficients of more than this many blocks are not held: a damaged header can claim any size. */
const blockLimit = 16_000_000;

/**
 * @param body of the SOF segment, without its length.
 * @throws Error when it makes no sense.
 */
export function readFrame(body: Uint8Array, progressive: boolean): Frame {
  const precision = body[0];
  const height = (body[1] << 8) | body[2];
  const width = (body[3] << 8) | body[4];
  const count = body[5];
  if (precision < 2 || precision > 12) throw new Error(`JPEG DCT of ${precision} bits`);
  if (width === 0 || height === 0 || ![1, 3].includes(count) || body.length < 6 + 3 * count)
    throw new Error(`JPEG frame of ${width} x ${height} x ${count}`);
  const factors = Array.from({ length: count }, (_, n) => body[7 + 3 * n]);
  const hMax = Math.max(...factors.map((f) => f >> 4));
  const vMax = Math.max(...factors.map((f) => f & 15));
  if (factors.some((f) => f >> 4 === 0 || f >> 4 > 4 || (f & 15) === 0 || (f & 15) > 4))
    throw new Error('JPEG sampling factors are damaged');
  const mcusWide = Math.ceil(width / (8 * hMax));
  const mcusHigh = Math.ceil(height / (8 * vMax));
  const components = factors.map((factor, n): Component => {
    const h = factor >> 4;
    const v = factor & 15;
    const stride = mcusWide * h;
    const lines = mcusHigh * v;
    if (stride * lines > blockLimit) throw new Error(`JPEG frame of ${width} x ${height} is too large`);
    return {
      id: body[6 + 3 * n],
      h,
      v,
      tableId: body[8 + 3 * n] & 3,
      blocksWide: Math.ceil(Math.ceil((width * h) / hMax) / 8),
      blocksHigh: Math.ceil(Math.ceil((height * v) / vMax) / 8),
      stride,
      lines,
      coefficients: new Int16Array(64 * stride * lines),
    };
  });
  return { precision, width, height, progressive, components, hMax, vMax, mcusWide, mcusHigh };
}
