/** Tests only: text in old character sets, and files of the shapes that writers give them. */
import { deflateRawSync } from 'node:zlib';

export const even = (bytes: Uint8Array, pad = 0x20): Uint8Array => {
  const out = new Uint8Array(bytes.length + (bytes.length % 2)).fill(pad);
  out.set(bytes);
  return out;
};

/** Bytes of characters in a double-byte set, found by decoding every pair: Node has decoders only. */
function pairsOf(label: string): Map<string, readonly [number, number]> {
  const decoder = new TextDecoder(label);
  const found = new Map<string, readonly [number, number]>();
  for (let lead = 0x81; lead <= 0xfe; lead++)
    for (let trail = 0x40; trail <= 0xfe; trail++) {
      const text = decoder.decode(Uint8Array.of(lead, trail));
      if ([...text].length === 1 && text !== '�' && !found.has(text)) found.set(text, [lead, trail]);
    }
  return found;
}
const tables = new Map<string, Map<string, readonly [number, number]>>();

/** Text in GB18030, EUC-KR or EUC-JP; undefined when a character is not in the set's double-byte part. */
export function encode(text: string, label: string): Uint8Array | undefined {
  let table = tables.get(label);
  if (!table) tables.set(label, (table = pairsOf(label)));
  const out: number[] = [];
  for (const letter of text) {
    if (letter.charCodeAt(0) < 0x80) out.push(letter.charCodeAt(0));
    else {
      const pair = table.get(letter);
      if (!pair) return undefined;
      out.push(...pair);
    }
  }
  return Uint8Array.from(out);
}

export const utf8 = (text: string): Uint8Array => even(new TextEncoder().encode(text));
export const gb = (text: string): Uint8Array => even(encode(text, 'gb18030')!);
/** Japanese in JIS X 0208 between escapes (ISO 2022 IR 87), the component groups parted by "=". */
export const jis = (text: string): Uint8Array =>
  Uint8Array.from([0x1b, 0x24, 0x42, ...[...encode(text, 'euc-jp')!].map((b) => b & 0x7f), 0x1b, 0x28, 0x42]);
export const korean = (text: string): Uint8Array =>
  Uint8Array.from([0x1b, 0x24, 0x29, 0x43, ...encode(text, 'euc-kr')!]);

export const concat = (...parts: readonly (Uint8Array | string)[]): Uint8Array =>
  even(Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part))));

const short = (n: number): number[] => [n & 0xff, (n >> 8) & 0xff];

/** The file with further elements in its meta group: who sent it, and its own SOP Instance UID. */
export function withMeta(
  file: Uint8Array,
  sopInstanceUid: string,
  p: (where: string, text: string) => string,
): Uint8Array {
  const element = (tag: number, vr: string, text: string): number[] => {
    const bytes = even(Buffer.from(text));
    return [0x02, 0x00, ...short(tag), vr.charCodeAt(0), vr.charCodeAt(1), ...short(bytes.length), ...bytes];
  };
  const more = [
    ...element(0x0003, 'UI', p('meta: SOP instance UID', `${sopInstanceUid}.24601`)),
    ...element(0x0016, 'AE', p('meta: source application', 'KRANKENHAUS_EIFEL')),
    ...element(0x0017, 'AE', p('meta: sending application', 'MODALITAET_1187')),
  ];
  const syntax = Buffer.from(file).indexOf(Buffer.from([0x02, 0x00, 0x10, 0x00]));
  const end = syntax + 8 + (file[syntax + 6] | (file[syntax + 7] << 8));
  return Uint8Array.from([...file.subarray(0, end), ...more, ...file.subarray(end)]);
}

/** Puts a sequence that only a dictionary knows before the pixels: VR UN, undefined length, implicit inside. */
export function unknownSequence(
  file: Uint8Array,
  p: (where: string, text: string) => string,
): Uint8Array<ArrayBuffer> {
  const value = even(Buffer.from(p('sequence under VR UN', 'Unknownova^Sekvence')));
  const inner = [0x10, 0x00, 0x10, 0x00, ...short(value.length), 0, 0, ...value];
  // Its header, one item of undefined length, the item's and its own delimiter.
  const sequence = [
    Buffer.from('40007502554e0000ffffffff', 'hex'),
    Buffer.from('feff00e0ffffffff', 'hex'),
    Buffer.from(inner),
    Buffer.from('feff0de000000000feffdde000000000', 'hex'),
  ];
  const at = Buffer.from(file).indexOf(Buffer.from([0xe0, 0x7f, 0x10, 0x00]));
  return Uint8Array.from([...file.subarray(0, at), ...Buffer.concat(sequence), ...file.subarray(at)]);
}

/** The same file with its data set deflated (PS3.5 A.5). */
export function deflatedFile(file: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = Buffer.from(file);
  const old = Buffer.from('1.2.840.10008.1.2.1\0');
  const at = bytes.indexOf(old);
  const name = Buffer.from('1.2.840.10008.1.2.1.99');
  const meta = Buffer.concat([bytes.subarray(0, at - 2), Buffer.from(short(name.length)), name]);
  return Uint8Array.from(Buffer.concat([meta, deflateRawSync(bytes.subarray(at + old.length))]));
}
