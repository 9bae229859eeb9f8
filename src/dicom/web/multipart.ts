/** multipart/related (RFC 2387, PS3.18 section 8.6): parted as it comes, and strictly. */
import { failed, pieces, typeOf, type Answer } from './body';

/** One part of an answer. */
export interface Part {
  /** In small letters without its parameters; empty when the part does not say. */
  readonly type: string;
  /** Of its Content-Type; empty when it does not say. */
  readonly transferSyntaxUid: string;
  readonly bytes: readonly Uint8Array<ArrayBuffer>[];
  readonly length: number;
}

/** Longer headers of a part are no headers. */
const HEADERS_LIMIT = 16 * 1024;
const CRLF = Uint8Array.of(13, 10);

/** A parameter of a header such as `boundary=x` or `boundary="x"`; also one inside the quotes of another, as Orthanc writes. */
export function parameterOf(header: string, name: string): string {
  const found = new RegExp(`(?:^|[;\\s"])${name}\\s*=\\s*(?:"([^"]*)"|([^;\\s"]*))`, 'i').exec(header);
  return (found?.[1] ?? found?.[2] ?? '').trim();
}

/**
 * The parts of an answer, each when it is whole. An answer of a single other type is one part.
 * @param limit bytes of the whole answer
 * @throws ServerError cut, timeout, tooLarge; badMultipart, wrongLength
 */
export async function* partsOf(answer: Answer, limit: number): AsyncGenerator<Part> {
  const header = answer.response.headers.get('Content-Type') ?? '';
  if (!typeOf(answer.response.headers).startsWith('multipart/')) {
    yield await single(answer, header, limit);
    return;
  }
  const boundary = parameterOf(header, 'boundary');
  if (!boundary) throw failed(answer, 'badMultipart', `no boundary in "${header}"`);
  yield* multiple(answer, boundary, limit);
}

async function single(answer: Answer, header: string, limit: number): Promise<Part> {
  const bytes: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  for await (const piece of pieces(answer, limit)) {
    bytes.push(piece);
    length += piece.length;
  }
  const type = typeOf(answer.response.headers);
  return { type, transferSyntaxUid: parameterOf(header, 'transfer-syntax'), bytes, length };
}

async function* multiple(answer: Answer, boundary: string, limit: number): AsyncGenerator<Part> {
  const mark = new TextEncoder().encode(`\r\n--${boundary}`);
  // The first boundary stands at the very beginning, or behind a preamble that means nothing.
  let held: Uint8Array<ArrayBuffer> = CRLF;
  let state: 'preamble' | 'mark' | 'headers' | 'body' | 'end' = 'preamble';
  let part = newPart();
  for await (const piece of pieces(answer, limit)) {
    if (state === 'end') continue;
    held = joined(held, piece);
    for (let more = true; more;) {
      more = false;
      if (state === 'preamble' || state === 'body') {
        const at = find(held, mark);
        // What could be the beginning of a boundary waits for the rest of it.
        const sure = at >= 0 ? at : Math.max(0, held.length - mark.length + 1);
        if (state === 'body' && sure > 0) {
          part.bytes.push(held.slice(0, sure));
          part.length += sure;
        }
        if (at < 0) held = held.slice(sure);
        else {
          if (state === 'body') {
            checkLength(answer, part);
            yield {
              type: part.type,
              transferSyntaxUid: part.transferSyntaxUid,
              bytes: part.bytes,
              length: part.length,
            };
          }
          held = held.slice(at + mark.length);
          state = 'mark';
          more = true;
        }
      } else if (state === 'mark' && held.length >= 2) {
        if (held[0] === 45 && held[1] === 45) state = 'end';
        else {
          part = newPart();
          state = 'headers';
          more = true;
        }
      } else if (state === 'headers') {
        const blank = find(held, Uint8Array.of(13, 10, 13, 10));
        if (blank < 0) {
          if (held.length > HEADERS_LIMIT)
            throw failed(answer, 'badMultipart', 'the headers of a part have no end');
          continue;
        }
        readHeaders(part, new TextDecoder().decode(held.subarray(0, blank)));
        // The blank line's own line end may be that of the next boundary, when the part is empty.
        held = held.slice(blank + 4);
        state = 'body';
        more = true;
      }
    }
  }
  if (state === 'end') return;
  if (state === 'preamble')
    throw failed(answer, 'badMultipart', `boundary "${boundary.slice(0, 80)}" is not in the answer`);
  throw failed(answer, 'cut', `no closing boundary; the last part has ${part.length} bytes`);
}

interface Growing {
  type: string;
  transferSyntaxUid: string;
  said?: number;
  bytes: Uint8Array<ArrayBuffer>[];
  length: number;
}

const newPart = (): Growing => ({ type: '', transferSyntaxUid: '', bytes: [], length: 0 });

function readHeaders(part: Growing, text: string): void {
  for (const line of text.split('\r\n')) {
    const colon = line.indexOf(':');
    if (colon < 0) continue;
    const name = line.slice(0, colon).trim().toLowerCase();
    const value = line.slice(colon + 1).trim();
    if (name === 'content-type') {
      part.type = value.split(';')[0].trim().toLowerCase();
      part.transferSyntaxUid = parameterOf(value, 'transfer-syntax');
    } else if (name === 'content-length' && /^\d+$/.test(value)) part.said = Number(value);
  }
}

function checkLength(answer: Answer, { said, length }: Growing): void {
  if (said !== undefined && said !== length)
    throw failed(answer, 'wrongLength', `a part of ${length} bytes says that it has ${said}`);
}

function joined(a: Uint8Array<ArrayBuffer>, b: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  if (a.length === 0) return b;
  const out = new Uint8Array(a.length + b.length);
  out.set(a);
  out.set(b, a.length);
  return out;
}

/** Where `what` begins in `bytes`; -1 when it is not there whole. */
export function find(bytes: Uint8Array, what: Uint8Array): number {
  const last = bytes.length - what.length;
  for (let at = bytes.indexOf(what[0]); at >= 0 && at <= last; at = bytes.indexOf(what[0], at + 1)) {
    let n = 1;
    while (n < what.length && bytes[at + n] === what[n]) n++;
    if (n === what.length) return at;
  }
  return -1;
}
