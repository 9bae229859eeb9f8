/**
 * A data set in the DICOM JSON model (PS3.18 annex F) as the header of a Part-10 file, so that what a server says of an
 * instance is read by the same code as a file. Text becomes UTF-8; pixel data is left out.
 */

/** Bytes of bulk data by its address, fetched apart. */
export type Bulk = ReadonlyMap<string, Uint8Array>;

export interface Header {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Bulk data that the header is not whole without. */
  readonly wanted: readonly string[];
}

interface JsonElement {
  readonly vr?: string;
  readonly Value?: readonly unknown[];
  readonly BulkDataURI?: string;
  readonly InlineBinary?: string;
}
type JsonDataset = Readonly<Record<string, JsonElement | undefined>>;

const LONG = new Set(['OB', 'OD', 'OF', 'OL', 'OV', 'OW', 'SQ', 'SV', 'UC', 'UN', 'UR', 'UT', 'UV']);
const BINARY = new Set(['OB', 'OD', 'OF', 'OL', 'OV', 'OW', 'UN']);
/** Bulk data that changes what is seen: palettes, lookup tables, overlays. The rest stays on the server. */
const NEEDED = /^(0028(1[12]0[123]|122[123]|3006)|60[01][02468ACE]3000)$/;
/** Float and double pixel data: that they are there says how pixels are read. */
const FLOAT_PIXELS = /^7FE0000[89]$/;
const NOTHING = new Uint8Array(0);

const utf8 = new TextEncoder();
/** Sequences deeper than this are no real data set. */
const DEEPEST = 32;

const numbers: Readonly<Record<string, readonly [number, (v: DataView, at: number, n: number) => void]>> = {
  US: [2, (v, at, n) => v.setUint16(at, n, true)],
  SS: [2, (v, at, n) => v.setInt16(at, n, true)],
  UL: [4, (v, at, n) => v.setUint32(at, n, true)],
  SL: [4, (v, at, n) => v.setInt32(at, n, true)],
  FL: [4, (v, at, n) => v.setFloat32(at, n, true)],
  FD: [8, (v, at, n) => v.setFloat64(at, n, true)],
  UV: [8, (v, at, n) => v.setBigUint64(at, BigInt(Math.trunc(n)), true)],
  SV: [8, (v, at, n) => v.setBigInt64(at, BigInt(Math.trunc(n)), true)],
};

/**
 * @param json one data set as the server gave it
 * @throws TypeError when it is none
 */
export function headerOf(json: unknown, bulk: Bulk = new Map()): Header {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) throw new TypeError('no data set');
  const wanted: string[] = [];
  const given = json as JsonDataset;
  const body = dataset({ ...given, '00080005': { vr: 'CS', Value: ['ISO_IR 192'] } }, bulk, wanted, 0);
  const meta = element('00020010', 'UI', text(syntaxFor(given), 'UI'));
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, meta.length, true);
  const magic = new Uint8Array(132);
  magic.set(utf8.encode('DICM'), 128);
  return { bytes: joined([magic, element('00020000', 'UL', length), meta, ...body]), wanted };
}

/** How the pixels are kept, where the server says it. The header itself is always explicit little endian. */
function syntaxFor(given: JsonDataset): string {
  const said = given['00083002']?.Value?.[0] ?? given['00020010']?.Value?.[0];
  const uid = typeof said === 'string' ? said.trim() : '';
  return uid.startsWith('1.2.840.10008.1.2.4') || uid === '1.2.840.10008.1.2.5' ? uid : '1.2.840.10008.1.2.1';
}

function dataset(given: JsonDataset, bulk: Bulk, wanted: string[], depth: number): Uint8Array[] {
  if (depth > DEEPEST) throw new TypeError('sequences are nested too deep');
  const out: Uint8Array[] = [];
  for (const key of Object.keys(given).sort()) {
    const tag = key.toUpperCase();
    const one = given[key];
    if (!/^[0-9A-F]{8}$/.test(tag) || tag.startsWith('0002') || tag === '7FE00010' || !one) continue;
    if (typeof one !== 'object') continue;
    const vr = /^[A-Z]{2}$/.test(one.vr ?? '') ? one.vr! : 'UN';
    if (FLOAT_PIXELS.test(tag)) out.push(element(tag, vr, NOTHING));
    else if (vr === 'SQ') out.push(...sequence(tag, one, bulk, wanted, depth));
    else {
      const value = valueOf(tag, vr, one, bulk, wanted);
      if (value) out.push(element(tag, vr, value));
    }
  }
  return out;
}

function sequence(tag: string, one: JsonElement, bulk: Bulk, wanted: string[], depth: number): Uint8Array[] {
  const items = (Array.isArray(one.Value) ? one.Value : []).flatMap((item: unknown) => {
    const inner = typeof item === 'object' && item !== null ? (item as JsonDataset) : {};
    const body = joined(dataset(inner, bulk, wanted, depth + 1));
    return [itemHead(body.length), body];
  });
  return [element(tag, 'SQ', joined(items))];
}

function itemHead(length: number): Uint8Array {
  const out = new Uint8Array(8);
  const view = new DataView(out.buffer);
  view.setUint32(0, 0xe000fffe, true);
  view.setUint32(4, length, true);
  return out;
}

/** The value's bytes; undefined when it is kept away as bulk data that nothing here needs. */
function valueOf(
  tag: string,
  vr: string,
  one: JsonElement,
  bulk: Bulk,
  wanted: string[],
): Uint8Array | undefined {
  if (typeof one.BulkDataURI === 'string') {
    const have = bulk.get(one.BulkDataURI);
    if (!have && NEEDED.test(tag)) wanted.push(one.BulkDataURI);
    return have;
  }
  if (typeof one.InlineBinary === 'string') return fromBase64(one.InlineBinary);
  const values = Array.isArray(one.Value) ? one.Value : [];
  if (BINARY.has(vr)) return NOTHING;
  if (vr === 'AT') return tagsOf(values);
  const write = numbers[vr];
  if (write) return packed(values, ...write);
  return text(values.map((value) => (vr === 'PN' ? nameOf(value) : wordOf(value))).join('\\'), vr);
}

function packed(
  values: readonly unknown[],
  size: number,
  set: (view: DataView, at: number, n: number) => void,
): Uint8Array {
  const usable = values.map(Number).filter(Number.isFinite);
  const out = new Uint8Array(size * usable.length);
  const view = new DataView(out.buffer);
  for (const [n, value] of usable.entries()) set(view, n * size, value);
  return out;
}

function tagsOf(values: readonly unknown[]): Uint8Array {
  const words = values.flatMap((value) => {
    const hex = /^([0-9A-Fa-f]{4})([0-9A-Fa-f]{4})$/.exec(String(value));
    return hex ? [parseInt(hex[1], 16), parseInt(hex[2], 16)] : [];
  });
  return packed(words, ...numbers.US);
}

/** A text value: strings as they are, numbers of DS and IS in their shortest form, null as nothing. */
const wordOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint' ? String(value) : '';

function nameOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return wordOf(value);
  const { Alphabetic, Ideographic, Phonetic } = value as Readonly<Record<string, unknown>>;
  return [Alphabetic, Ideographic, Phonetic].map(wordOf).join('=').replace(/=+$/, '');
}

const text = (value: string, vr: string): Uint8Array => {
  const bytes = utf8.encode(value);
  if (bytes.length % 2 === 0) return bytes;
  return joined([bytes, Uint8Array.of(vr === 'UI' ? 0 : 0x20)]);
};

function fromBase64(value: string): Uint8Array {
  try {
    const bytes = Uint8Array.from(atob(value.trim()), (c) => c.charCodeAt(0));
    return bytes.length % 2 === 0 ? bytes : joined([bytes, Uint8Array.of(0)]);
  } catch {
    return NOTHING;
  }
}

/** One element in explicit VR little endian. A value too long for its VR is written as UN. */
function element(tag: string, given: string, value: Uint8Array): Uint8Array<ArrayBuffer> {
  const vr = !LONG.has(given) && value.length > 0xfffe ? 'UN' : given;
  const long = LONG.has(vr);
  const head = new Uint8Array(long ? 12 : 8);
  const view = new DataView(head.buffer);
  view.setUint16(0, parseInt(tag.slice(0, 4), 16), true);
  view.setUint16(2, parseInt(tag.slice(4), 16), true);
  head[4] = vr.charCodeAt(0);
  head[5] = vr.charCodeAt(1);
  if (long) view.setUint32(8, value.length, true);
  else view.setUint16(6, value.length, true);
  return joined([head, value]);
}

export function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
