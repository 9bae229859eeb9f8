/** JSON answers (PS3.18 annex F): a list of data sets, taken apart as it comes. */
import { failed, pieces, startOf, typeOf, type Answer } from './body';
import type { ServerError } from './error';

export const DICOM_JSON = 'application/dicom+json';

/** A list may have so many bytes; a single data set so many characters. */
export const LIST_LIMIT = 512 * 1024 * 1024;
const ITEM_LIMIT = 64 * 1024 * 1024;

/** Takes the items of a JSON list out of its text, without reading them. */
export class ItemSplitter {
  private text = '';
  private at = 0;
  private from = -1;
  private depth = 0;
  private inString = false;
  private state: 'before' | 'inside' | 'after' = 'before';

  /** @returns items that are whole now. @throws SyntaxError when this is no list of objects */
  push(more: string): string[] {
    this.text += more;
    const out: string[] = [];
    for (; this.at < this.text.length; this.at++) {
      const c = this.text.charCodeAt(this.at);
      if (this.inString) {
        if (c === 0x5c) this.at++;
        else if (c === 0x22) this.inString = false;
        continue;
      }
      if (c <= 0x20 || (c === 0xfeff && this.state === 'before')) continue;
      if (this.state !== 'inside') this.outside(c);
      else if (this.depth > 0) this.within(c, out);
      else this.between(c);
    }
    // What was given out, and what lies between the items, is let go.
    const keep = this.from >= 0 ? this.from : this.at;
    this.text = this.text.slice(keep);
    this.at -= keep;
    if (this.from >= 0) this.from = 0;
    if (this.text.length > ITEM_LIMIT) throw new SyntaxError(`an item of over ${ITEM_LIMIT} characters`);
    return out;
  }

  /** Is the list closed? */
  get whole(): boolean {
    return this.state === 'after';
  }

  private outside(c: number): void {
    if (this.state === 'before' && c === 0x5b) this.state = 'inside';
    else throw new SyntaxError(`"${String.fromCharCode(c)}" ${this.state} the list`);
  }

  private between(c: number): void {
    if (c === 0x5d) this.state = 'after';
    else if (c === 0x7b) {
      this.from = this.at;
      this.depth = 1;
    } else if (c !== 0x2c) throw new SyntaxError(`"${String.fromCharCode(c)}" in the list`);
  }

  private within(c: number, out: string[]): void {
    if (c === 0x22) this.inString = true;
    else if (c === 0x7b || c === 0x5b) this.depth++;
    else if (c === 0x7d || c === 0x5d) {
      this.depth--;
      if (this.depth > 0) return;
      out.push(this.text.slice(this.from, this.at + 1));
      this.from = -1;
    }
  }
}

/** @throws ServerError contentType when the answer is of another kind */
export async function needJson(answer: Answer): Promise<void> {
  const type = typeOf(answer.response.headers);
  // Some servers label it plain JSON, or not at all: its first characters decide then.
  if (type === DICOM_JSON || type === 'application/json' || type === 'text/json' || type === '') return;
  throw failed(answer, 'contentType', `${type}: ${await startOf(answer, 80)}`);
}

/**
 * The texts of the data sets of a JSON answer, as they come. 204 is none.
 * @throws ServerError cut, timeout, tooLarge, badAnswer, contentType
 */
export async function* itemsOf(answer: Answer): AsyncGenerator<string> {
  if (answer.response.status === 204) return;
  if (answer.response.headers.get('Content-Length') === '0') return;
  await needJson(answer);
  const splitter = new ItemSplitter();
  const decoder = new TextDecoder();
  let any = false;
  const broken = (error: unknown): ServerError =>
    failed(answer, 'badAnswer', error instanceof Error ? error.message : String(error));
  for await (const piece of pieces(answer, LIST_LIMIT)) {
    any = true;
    let items: string[];
    try {
      items = splitter.push(decoder.decode(piece, { stream: true }));
    } catch (error) {
      throw broken(error);
    }
    yield* items;
  }
  // Nothing at all is how some say that they found nothing.
  if (any && !splitter.whole) throw failed(answer, 'cut', 'the list has no end');
}
