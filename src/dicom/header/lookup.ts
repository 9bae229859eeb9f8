/** Modality and VOI lookup tables, window functions and padding of a data set (PS3.3 C.11.1, C.11.2, C.7.5.1.1.2). */
import type { LookupTable } from '../../domain/lookup';
import type { Instance } from '../../domain/study';
import type { Tags } from './tags';

/** X-Ray Angiographic and Radiofluoroscopic Image Storage. */
const xrayClasses = ['1.2.840.10008.5.1.4.1.1.12.1', '1.2.840.10008.5.1.4.1.1.12.2'];

/** @param signed are the values that go in signed? The first mapped value has their sign. */
export function readTable(t: Tags, signed: boolean): LookupTable | undefined {
  const declared = t.uint16('x00283002');
  const first = signed ? t.int16('x00283002', 1) : t.uint16('x00283002', 1);
  const bits = t.uint16('x00283002', 2) ?? 16;
  const data = t.bytes('x00283006');
  if (declared === undefined || first === undefined || !data || data.length < 2) return undefined;
  const entries = declared === 0 ? 65536 : declared;
  // 8-bit entries may be packed two to a word; the length tells.
  const packed = bits <= 8 && data.length < 2 * entries;
  const count = Math.min(entries, packed ? data.length : data.length >> 1);
  const values = new Uint16Array(count);
  for (let n = 0; n < count; n++) {
    if (packed) values[n] = data[t.bigEndian ? n ^ 1 : n];
    else
      values[n] = t.bigEndian ? (data[2 * n] << 8) | data[2 * n + 1] : data[2 * n] | (data[2 * n + 1] << 8);
  }
  return { first, bits: Math.min(16, Math.max(1, bits)), values };
}

const isSigned = (t: Tags): boolean => t.uint16('x00280103') === 1;

/**
 * The Modality LUT that maps stored to modality values; undefined when there is none. That of an XA or XRF image
 * of logarithmic pixels leads to beam intensity and is not meant for display (PS3.3 C.11.1.1.2).
 */
export function readModalityLut(t: Tags): LookupTable | undefined {
  if (xrayClasses.includes(t.plain('x00080016')) && t.plain('x00281040') === 'LOG') return undefined;
  const item = t.item('x00283000');
  return item && readTable(item, isSigned(t));
}

/** Rescale Type or, with a Modality LUT, its type (0028,3004). */
export const readLutType = (t: Tags): string => t.item('x00283000')?.plain('x00283004') ?? '';

type Voi = Pick<Instance, 'voiFunction' | 'voiLut' | 'pixelPaddingLimit'>;

/**
 * What the file says of display besides window centre and width. The VOI LUT counts only where there is no window:
 * the standard lets a viewer choose, and a window can be changed by hand.
 */
export function readVoi(t: Tags, hasWindow: boolean): Voi {
  const group = t.items('x52009230')[0]?.item('x00289132') ?? t.item('x52009229')?.item('x00289132') ?? t;
  const said = group.plain('x00281056');
  const voiFunction = said === 'SIGMOID' || said === 'LINEAR_EXACT' ? said : undefined;
  const item = hasWindow ? undefined : (group.item('x00283010') ?? t.item('x00283010'));
  // What goes in are modality values: signed when a negative intercept makes them so.
  const modalityLut = t.item('x00283000') !== undefined;
  const signed = !modalityLut && (isSigned(t) || (t.decimal('x00281052') ?? 0) < 0);
  const limit = isSigned(t) ? t.int16('x00280121') : t.uint16('x00280121');
  return { voiFunction, voiLut: item && readTable(item, signed), pixelPaddingLimit: limit };
}
