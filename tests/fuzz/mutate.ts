/** Ways in which DICOM files go wrong, by chance. */
import type { Random } from './random';

type Bytes = Uint8Array<ArrayBuffer>;
type Mutation = (bytes: Bytes, random: Random, other: Bytes) => Bytes;

const vrs = 'AE AS AT CS DA DS DT FD FL IS LO LT OB OF OW PN SH SL SQ SS ST TM UC UI UL UN US UT'.split(' ');
const lengths = [0, 1, 2, 3, 7, 0xff, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff];
const words = [0, 1, 2, 3, 4, 7, 8, 9, 15, 16, 17, 32, 64, 255, 256, 4095, 32767, 32768, 65534, 65535];
const syntaxes =
  '2 2.1 2.2 2.1.99 2.5 2.4.50 2.4.51 2.4.57 2.4.70 2.4.80 2.4.81 2.4.90 2.4.91 2.4.201 2.4.203 2.4.110 2.8.1 2.1.98 2.4.102'.split(
    ' ',
  );
/** Attributes that decide how much is allocated and how it is read. */
const sizes = [
  [0x0028, 0x0002],
  [0x0028, 0x0004],
  [0x0028, 0x0006],
  [0x0028, 0x0008],
  [0x0028, 0x0010],
  [0x0028, 0x0011],
  [0x0028, 0x0100],
  [0x0028, 0x0101],
  [0x0028, 0x0102],
  [0x0028, 0x0103],
  [0x0028, 0x1101],
  [0x0028, 0x1201],
  [0x6000, 0x0010],
  [0x6000, 0x0011],
  [0x6000, 0x3000],
];

const view = (b: Bytes): DataView => new DataView(b.buffer, b.byteOffset, b.byteLength);

/** Where explicit VR elements seem to begin. */
function elements(b: Bytes): number[] {
  const found: number[] = [];
  for (let at = 0; at + 8 <= b.length && found.length < 4000; at++) {
    const upper = (c: number) => c >= 0x41 && c <= 0x5a;
    if (upper(b[at + 4]) && upper(b[at + 5]) && vrs.includes(String.fromCharCode(b[at + 4], b[at + 5])))
      found.push(at);
  }
  return found;
}

/** Where items of sequences and of encapsulated pixels begin. */
function items(b: Bytes): number[] {
  const found: number[] = [];
  for (let at = 0; at + 8 <= b.length && found.length < 4000; at++)
    if (b[at] === 0xfe && b[at + 1] === 0xff && b[at + 3] === 0xe0) found.push(at);
  return found;
}

/** Header bytes are worth more than pixels: half of all places are in the first 4 KiB. */
const place = (b: Bytes, r: Random): number => r.below(r.next() < 0.5 ? Math.min(4096, b.length) : b.length);

const flip: Mutation = (b, r) => {
  for (let n = 1 + r.below(16); n > 0; n--) b[place(b, r)] ^= 1 << r.below(8);
  return b;
};
const truncate: Mutation = (b, r) => b.slice(0, 1 + place(b, r));
const byteRuns: Mutation = (b, r) => {
  const at = place(b, r);
  b.fill(r.pick([0, 0xff, r.below(256)]), at, at + 1 + r.below(64));
  return b;
};
const lengthField: Mutation = (b, r) => {
  const found = elements(b);
  if (found.length === 0) return b;
  const at = r.pick(found);
  const value = r.next() < 0.5 ? r.pick(lengths) : r.below(0x10000);
  const long = /OB|OF|OW|SQ|UC|UN|UT/.test(String.fromCharCode(b[at + 4], b[at + 5]));
  if (long && at + 12 <= b.length) view(b).setUint32(at + 8, value, true);
  else view(b).setUint16(at + 6, value & 0xffff, true);
  return b;
};
const vrSwap: Mutation = (b, r) => {
  const found = elements(b);
  if (found.length === 0) return b;
  const at = r.pick(found);
  const vr = r.next() < 0.8 ? r.pick(vrs) : 'ZZ';
  b[at + 4] = vr.charCodeAt(0);
  b[at + 5] = vr.charCodeAt(1);
  return b;
};
const fragmentTable: Mutation = (b, r) => {
  const found = items(b);
  if (found.length === 0) return b;
  const at = r.pick(found);
  const what = r.below(4);
  if (what === 0) view(b).setUint32(at + 4, r.pick(lengths), true);
  else if (what === 1) view(b).setUint32(at + 4, r.below(b.length), true);
  else if (what === 2) b[at + 2] = r.pick([0x00, 0x0d, 0xdd]);
  else if (at + 12 <= b.length) view(b).setUint32(at + 8, r.pick(lengths), true);
  return b;
};
const sizeField: Mutation = (b, r) => {
  const [group, element] = r.pick(sizes);
  for (let at = 0; at + 10 <= b.length; at++) {
    const v = view(b);
    if (v.getUint16(at, true) !== group || v.getUint16(at + 2, true) !== element) continue;
    if (group === 0x0028 && element === 0x0008) b.set([0x39, 0x39, 0x39].slice(0, 1 + r.below(3)), at + 8);
    else v.setUint16(at + 8, r.pick(words), true);
    break;
  }
  return b;
};
/** Width or height of a JPEG, JPEG-LS or JPEG 2000 codestream. */
const streamSize: Mutation = (b, r) => {
  for (let at = 0; at + 24 < b.length; at++) {
    if (b[at] !== 0xff) continue;
    const next = b[at + 1];
    const jpeg = (next >= 0xc0 && next <= 0xc3) || next === 0xf7;
    if (jpeg && b[at + 2] === 0) view(b).setUint16(at + r.pick([5, 7]), r.pick(words));
    else if (next === 0x51 && b[at + 2] === 0)
      view(b).setUint32(at + 6 + 4 * r.below(8), r.pick([...words, ...lengths]));
    else continue;
    break;
  }
  return b;
};
const syntaxSwap: Mutation = (b, r) => {
  const text = `1.2.840.10008.1.${r.pick(syntaxes)}`;
  for (let at = 0; at + 40 < Math.min(b.length, 1024); at++) {
    const v = view(b);
    if (v.getUint32(at, true) !== 0x00100002) continue;
    const length = v.getUint16(at + 6, true);
    for (let i = 0; i < length && at + 8 + i < b.length; i++)
      b[at + 8 + i] = i < text.length ? text.charCodeAt(i) : 0;
    break;
  }
  return b;
};
const splice: Mutation = (b, r, other) => {
  const from = place(other, r);
  const piece = other.slice(from, from + 1 + r.below(Math.min(4096, other.length)));
  const at = place(b, r);
  const drop = r.pick([0, piece.length, r.below(512)]);
  const out = new Uint8Array(at + piece.length + Math.max(0, b.length - at - drop));
  out.set(b.subarray(0, at));
  out.set(piece, at);
  out.set(b.subarray(Math.min(b.length, at + drop)), at + piece.length);
  return out;
};
const repeat: Mutation = (b, r) => splice(b, r, b);

const mutations: readonly Mutation[] = [
  flip,
  flip,
  truncate,
  byteRuns,
  lengthField,
  lengthField,
  vrSwap,
  fragmentTable,
  fragmentTable,
  sizeField,
  sizeField,
  streamSize,
  streamSize,
  syntaxSwap,
  splice,
  repeat,
];

/** One to three mutations of `bytes`, which stay as they are. */
export function mutate(bytes: Bytes, random: Random, other: Bytes): Bytes {
  let out: Bytes = bytes.slice();
  for (let n = 1 + random.below(3); n > 0 && out.length > 0; n--)
    out = random.pick(mutations)(out, random, other);
  return out;
}
