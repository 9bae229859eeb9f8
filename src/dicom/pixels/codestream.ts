/** What a compressed frame really is, from its own first bytes: labels are often wrong within the JPEG families. */
import type { Codec } from './syntax';

export type StreamKind =
  | 'jpegDct'
  | 'jpegDct12'
  | 'jpegLossless'
  | 'jpegLs'
  | 'jpeg2000'
  | 'htj2k'
  | 'jpegXl'
  | 'unsupported'
  | 'unknown';

export interface Codestream {
  readonly kind: StreamKind;
  /** Where the codestream begins: behind the boxes of a JP2 file. */
  readonly offset: number;
  /** JPEG families: an Adobe APP14 marker's colour transform; undefined when there is none. */
  readonly adobeTransform?: number;
  /** JPEG families: component identifiers of the frame header. */
  readonly components?: readonly number[];
  /** Width and height of the JPEG families' frame header and of JPEG 2000's image; a height of 0 is told later. */
  readonly size?: readonly [number, number];
  /** What was found, for messages. */
  readonly name: string;
}

const u16 = (b: Uint8Array, at: number): number => (b[at] << 8) | b[at + 1];

const u32 = (b: Uint8Array, at: number): number => u16(b, at) * 65536 + u16(b, at + 2);

/** The box or the bare codestream of JPEG XL (ISO/IEC 18181-2). */
function isJpegXl(b: Uint8Array): boolean {
  if (b[0] === 0xff && b[1] === 0x0a) return true;
  return b[0] === 0 && b[3] === 0x0c && b[4] === 0x4a && b[5] === 0x58 && b[6] === 0x4c && b[7] === 0x20;
}

export function inspect(b: Uint8Array): Codestream {
  if (isJpegXl(b)) return { kind: 'jpegXl', offset: 0, name: 'JPEG XL' };
  const box = b[4] === 0x6a && b[5] === 0x50 && b[0] === 0;
  const at = box ? findJ2k(b) : 0;
  if (b[at] === 0xff && b[at + 1] === 0x4f) return inspectJ2k(b, at);
  if (b[0] === 0xff && b[1] === 0xd8) return inspectJpeg(b);
  return { kind: 'unknown', offset: 0, name: 'unknown codestream' };
}

/** Start of the codestream in a JP2 file: the SOC and SIZ markers. */
function findJ2k(b: Uint8Array): number {
  for (let i = 12; i + 3 < b.length; i++)
    if (b[i] === 0xff && b[i + 1] === 0x4f && b[i + 2] === 0xff && b[i + 3] === 0x51) return i;
  return 0;
}

function inspectJ2k(b: Uint8Array, offset: number): Codestream {
  // HTJ2K has a CAP marker (FF50) in the main header, before the first tile part (FF90).
  let at = offset + 2;
  let size: readonly [number, number] | undefined;
  while (at + 4 <= b.length && b[at] === 0xff && b[at + 1] !== 0x90) {
    if (b[at + 1] === 0x50) return { kind: 'htj2k', offset, size, name: 'HTJ2K' };
    // SIZ: the reference grid's size less the image's offset in it.
    if (b[at + 1] === 0x51) size = [u32(b, at + 6) - u32(b, at + 14), u32(b, at + 10) - u32(b, at + 18)];
    at += 2 + u16(b, at + 2);
  }
  return { kind: 'jpeg2000', offset, size, name: 'JPEG 2000' };
}

function inspectJpeg(b: Uint8Array): Codestream {
  let at = 2;
  let adobeTransform: number | undefined;
  while (at + 4 <= b.length) {
    if (b[at] !== 0xff) {
      at++;
      continue;
    }
    const marker = b[at + 1];
    if (marker === 0xff || marker === 0x00 || (marker >= 0xd0 && marker <= 0xd8)) {
      at += marker === 0xff ? 1 : 2;
      continue;
    }
    if (marker === 0xda || marker === 0xd9) break;
    const length = u16(b, at + 2);
    if (marker === 0xee && length >= 14 && b[at + 4] === 0x41 && b[at + 5] === 0x64)
      adobeTransform = b[at + 15];
    const lossless = marker === 0xc3;
    const dct = marker === 0xc0 || marker === 0xc1 || marker === 0xc2;
    if (lossless || dct || marker === 0xf7) {
      const precision = b[at + 4];
      const count = Math.min(4, b[at + 9] ?? 0);
      const components = Array.from({ length: count }, (_, n) => b[at + 10 + 3 * n]);
      const size = [u16(b, at + 7), u16(b, at + 5)] as const;
      const common = { offset: 0, adobeTransform, components, size };
      if (marker === 0xf7) return { ...common, kind: 'jpegLs', name: 'JPEG-LS' };
      if (lossless) return { ...common, kind: 'jpegLossless', name: 'JPEG lossless' };
      const kind = precision > 8 ? 'jpegDct12' : 'jpegDct';
      return { ...common, kind, name: `JPEG DCT ${precision} bit` };
    }
    if (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc)
      return {
        kind: 'unsupported',
        offset: 0,
        name: `JPEG with frame marker FF${marker.toString(16).toUpperCase()}`,
      };
    at += 2 + Math.max(2, length);
  }
  return { kind: 'unknown', offset: 0, name: 'JPEG without a frame header' };
}

/** Codecs whose label only says the family: the codestream has the last word. */
export function isJpegFamily(codec: Codec): boolean {
  return ['jpeg', 'jpegLs', 'jpeg2000', 'htj2k', 'jpegXl'].includes(codec);
}
