/** Tests only: a tiny writer of DICOM files, so that fixtures are made by code. Explicit VR little endian data sets. */

export type Value = string | number | readonly number[] | Uint8Array | readonly Fields[];
/** "GGGGEEEE VR" -> value. */
export interface Fields {
  readonly [key: string]: Value;
}

const longForms = new Set(['OB', 'OD', 'OF', 'OL', 'OV', 'OW', 'SQ', 'UC', 'UN', 'UR', 'UT']);

function concat(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(parts.reduce((n, p) => n + p.length, 0));
  let at = 0;
  for (const p of parts) {
    out.set(p, at);
    at += p.length;
  }
  return out;
}

function words(
  values: readonly number[],
  size: 2 | 4 | 8,
  put: (v: DataView, at: number, n: number) => void,
) {
  const view = new DataView(new ArrayBuffer(values.length * size));
  values.forEach((n, i) => put(view, i * size, n));
  return new Uint8Array(view.buffer);
}

function encode(vr: string, value: Value): Uint8Array {
  if (value instanceof Uint8Array) return value;
  if (vr === 'SQ') return concat((value as readonly Fields[]).map(item));
  const list = (Array.isArray(value) ? value : [value]) as readonly (number | string)[];
  if (vr === 'US') return words(list as number[], 2, (v, at, n) => v.setUint16(at, n, true));
  if (vr === 'SS') return words(list as number[], 2, (v, at, n) => v.setInt16(at, n, true));
  if (vr === 'UL') return words(list as number[], 4, (v, at, n) => v.setUint32(at, n, true));
  const text = new TextEncoder().encode(list.join('\\'));
  return text.length % 2 === 0 ? text : concat([text, Uint8Array.of(vr === 'UI' ? 0 : 0x20)]);
}

const u16 = (n: number) => Uint8Array.of(n & 0xff, n >> 8);
const u32 = (n: number) => Uint8Array.of(n & 0xff, (n >> 8) & 0xff, (n >> 16) & 0xff, n >>> 24);

function item(fields: Fields): Uint8Array {
  const body = dataSet(fields);
  return concat([u16(0xfffe), u16(0xe000), u32(body.length), body]);
}

/** A data set without preamble and meta header; elements in the order of their tags. */
export function dataSet(fields: Fields): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [];
  for (const key of Object.keys(fields).sort()) {
    const vr = key.slice(9);

    const bytes = encode(vr, fields[key]);
    parts.push(u16(Number.parseInt(key.slice(0, 4), 16)), u16(Number.parseInt(key.slice(4, 8), 16)));
    parts.push(new TextEncoder().encode(vr));
    if (longForms.has(vr)) parts.push(u16(0), u32(bytes.length));
    else parts.push(u16(bytes.length));
    parts.push(bytes);
  }
  return concat(parts);
}

/** A whole file. */
export function part10(fields: Fields, transferSyntaxUid = '1.2.840.10008.1.2.1'): Uint8Array<ArrayBuffer> {
  const meta = dataSet({
    '00020002 UI': (fields['00080016 UI'] as string) ?? '1.2.840.10008.5.1.4.1.1.2',
    '00020010 UI': transferSyntaxUid,
  });
  return concat([new Uint8Array(128), new TextEncoder().encode('DICM'), meta, dataSet(fields)]);
}

/** Encapsulated pixel data as the tail of a file: element header of undefined length, offset table, fragments. */
export function withFragments(
  head: Uint8Array,
  fragments: readonly Uint8Array[],
  table: readonly number[] = [],
): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [
    head,
    u16(0x7fe0),
    u16(0x0010),
    new TextEncoder().encode('OB'),
    u16(0),
    u32(0xffffffff),
  ];
  parts.push(u16(0xfffe), u16(0xe000), u32(4 * table.length), ...table.map(u32));
  for (const f of fragments) parts.push(u16(0xfffe), u16(0xe000), u32(f.length), f);
  parts.push(u16(0xfffe), u16(0xe0dd), u32(0));
  return concat(parts);
}

/** Header of a 4 x 3 CT slice at height z (mm), with pixels 0..11. */
export function ctSlice(z: number, more: Fields = {}): Fields {
  const pixels = new Uint8Array(Int16Array.from({ length: 12 }, (_, n) => n).buffer);
  return {
    '00080016 UI': '1.2.840.10008.5.1.4.1.1.2',
    '00080018 UI': `1.2.3.${Math.round(z * 10) + 5000}`,
    '00080060 CS': 'CT',
    '00100010 PN': 'Test^Case',
    '00200052 UI': '1.2.3.77',
    '0020000D UI': '1.2.3',
    '0020000E UI': '1.2.3.4',
    '00200032 DS': `-10\\-20\\${z}`,
    '00200037 DS': '1\\0\\0\\0\\1\\0',
    '00280002 US': 1,
    '00280004 CS': 'MONOCHROME2',
    '00280010 US': 3,
    '00280011 US': 4,
    '00280030 DS': '0.5\\0.75',
    '00280100 US': 16,
    '00280101 US': 16,
    '00280102 US': 15,
    '00280103 US': 1,
    '00281052 DS': '-1024',
    '00281053 DS': '2',
    '7FE00010 OW': pixels,
    ...more,
  };
}
