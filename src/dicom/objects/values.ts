/** Readings that objects have in common: codes, references, numbers, colours. Nothing here throws. */
import type { Code } from '../../domain/finding';
import type { Tags } from '../header/tags';
import type { ObjectHead, ObjectRef, Rgb } from './contract';

/** First item of a code sequence; undefined when it has no value. */
export function codeOf(item: Tags | undefined): Code | undefined {
  if (!item) return undefined;
  // Long and URN values stand in their own attributes (PS3.3 8.1).
  const value = item.text('x00080100') || item.text('x00080119') || item.text('x00080120');
  const meaning = item.text('x00080104');
  if (!value && !meaning) return undefined;
  return { value, scheme: item.text('x00080102'), meaning: meaning || value };
}

export const codeAt = (tags: Tags, tag: string): Code | undefined => codeOf(tags.item(tag));

export const isCode = (code: Code | undefined, value: string, scheme?: string): boolean =>
  code?.value === value && (scheme === undefined || code.scheme === scheme);

/** An item of a Referenced SOP Sequence, with frames, segments and presentation state. */
export function refOf(item: Tags): ObjectRef | undefined {
  const sopInstanceUid = item.plain('x00081155');
  if (!sopInstanceUid) return undefined;
  const presentation = item.items('x00081199')[0]?.plain('x00081155');
  return {
    sopInstanceUid,
    sopClassUid: item.plain('x00081150'),
    frames: item.decimals('x00081160'),
    segments: shorts(item, 'x0062000b'),
    ...(presentation ? { presentationUid: presentation } : {}),
  };
}

export const refsOf = (items: readonly Tags[]): ObjectRef[] =>
  items.map(refOf).filter((ref): ref is ObjectRef => ref !== undefined);

/** All values of an unsigned short attribute. */
export function shorts(tags: Tags, tag: string): number[] {
  const n = (tags.bytes(tag)?.length ?? 0) >> 1;
  return Array.from({ length: n }, (_, i) => tags.uint16(tag, i) ?? 0);
}

/** All values of an FL or FD attribute; `size` is 4 or 8 bytes. */
export function floats(tags: Tags, tag: string, size: 4 | 8): number[] {
  const bytes = tags.bytes(tag);
  if (!bytes) return [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const little = !tags.bigEndian;
  return Array.from({ length: Math.floor(bytes.length / size) }, (_, i) =>
    size === 4 ? view.getFloat32(4 * i, little) : view.getFloat64(8 * i, little),
  );
}

/** All values of a decimal string of any length: contours run to megabytes. Values that are no number are NaN. */
export function decimalsOf(tags: Tags, tag: string): Float64Array {
  const bytes = tags.bytes(tag);
  if (!bytes) return new Float64Array(0);
  const parts = new TextDecoder('latin1').decode(bytes).split('\\');
  return Float64Array.from(parts, (part) => Number.parseFloat(part));
}

/** Pairs out of a flat list; an odd last value is left out. */
export const pairs = (flat: readonly number[]): [number, number][] =>
  Array.from({ length: flat.length >> 1 }, (_, n) => [flat[2 * n], flat[2 * n + 1]]);

/** Recommended Display CIELab Value (three US) to sRGB, 0..255: D50 Lab by PS3.3 C.10.7.1.1, Bradford to D65. */
export function cielabRgb(values: readonly number[]): Rgb | undefined {
  if (values.length < 3) return undefined;
  const l = (values[0] / 65535) * 100;
  const a = (values[1] / 65535) * 255 - 128;
  const b = (values[2] / 65535) * 255 - 128;
  const fy = (l + 16) / 116;
  const inverse = (t: number): number => (t > 6 / 29 ? t ** 3 : 3 * (6 / 29) ** 2 * (t - 4 / 29));
  const x = 0.9642 * inverse(fy + a / 500);
  const y = inverse(fy);
  const z = 0.8249 * inverse(fy - b / 200);
  // XYZ of D50 to linear sRGB, chromatic adaptation included.
  const linear = [
    3.1338561 * x - 1.6168667 * y - 0.4906146 * z,
    -0.9787684 * x + 1.9161415 * y + 0.033454 * z,
    0.0719453 * x - 0.2289914 * y + 1.4052427 * z,
  ];
  const encoded = linear.map((c) => {
    const v = Math.min(1, Math.max(0, c));
    return Math.round(255 * (v <= 0.0031308 ? 12.92 * v : 1.055 * v ** (1 / 2.4) - 0.055));
  });
  return [encoded[0], encoded[1], encoded[2]];
}

/** Label, description, date and creator, from the attributes that the objects use for them. */
export function headOf(tags: Tags): ObjectHead {
  const first = (...names: readonly string[]): string =>
    names.map((tag) => tags.text(tag)).find((text) => text !== '') ?? '';
  const date = first('x00700082', 'x30060008', 'x300a0006', 'x00080023', 'x00080021', 'x00080020');
  const time = first('x00700083', 'x30060009', 'x300a0007', 'x00080033', 'x00080031');
  return {
    label: first('x00700080', 'x30060002', 'x300a0002'),
    description: first('x00700081', 'x30060004', 'x30060006', 'x300a0004', 'x0008103e'),
    date: `${date}${date ? time.slice(0, 6) : ''}`,
    creator: first('x00700084'),
  };
}
