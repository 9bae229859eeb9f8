/** Text of a tree: read by the file's character set, or by what its bytes are; always written as UTF-8. */
import { type Charset, decodeText, settleCharset } from '../header/text';
import { type DataSet, type Element, governedVrs, plainOf } from './element';

/** Enough to judge by, bytes. */
const SAMPLE = 65_536;

export interface TextReader {
  readonly charset: Charset;
}

/** Settles the character set of a data set by all text in it, its items' too. */
export function textReader(set: DataSet): TextReader {
  const declared = plainOf(set, 0x00080005);
  const sample: number[] = [];
  collect(set, sample);
  return { charset: settleCharset(declared ? declared.split('\\') : [], Uint8Array.from(sample)) };
}

/** The reader for an item: its own character set when it names one. */
export const readerOf = (item: DataSet, above: TextReader): TextReader =>
  item.some(({ tag }) => tag === 0x00080005) ? textReader(item) : above;

function collect(set: DataSet, sample: number[]): void {
  for (const { vr, bytes, items } of set) {
    if (sample.length > SAMPLE) return;
    for (const item of items ?? []) if (!item.some(({ tag }) => tag === 0x00080005)) collect(item, sample);
    if (!governedVrs.has(vr) || !bytes.some((b) => b >= 0x80 || b === 0x1b)) continue;
    for (const b of bytes.subarray(0, 4096)) sample.push(b);
    sample.push(0x20);
  }
}

/** An element's text, values joined by backslashes. */
export function textOf({ vr, bytes }: Element, { charset }: TextReader): string {
  if (governedVrs.has(vr) || vr === 'UN') return decodeText(bytes, charset);
  return decodeText(bytes, { label: 'windows-1252', terms: [], mislabelled: false });
}
