/** Bytes of an answer as they come, watched: silence, cuts and floods are told apart. */
import type { ServerConfig } from './contract';
import { ServerError } from './error';
import { countBytes } from './transfer';

export interface Answer {
  readonly server: ServerConfig;
  readonly response: Response;
  /** Without its query, for messages. */
  readonly url: string;
  /** Stops the request. */
  readonly abort: AbortController;
}

export const failed = (answer: Answer, reason: ServerError['reason'], detail: string): ServerError =>
  new ServerError(reason, detail, {
    server: answer.server.name,
    url: answer.url,
    status: answer.response.status,
  });

/**
 * The answer's bytes in the pieces in which they come.
 * @param limit bytes; more is `tooLarge`
 * @throws ServerError cut, timeout, tooLarge; the signal's reason
 */
export async function* pieces(answer: Answer, limit: number): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const { response, server, abort } = answer;
  const said = Number(response.headers.get('Content-Length') ?? 0);
  // A compressed transfer is longer when it is unpacked than the server says.
  const packed = response.headers.has('Content-Encoding');
  if (!packed && said > limit) {
    abort.abort();
    throw failed(answer, 'tooLarge', `${said} bytes, at most ${limit}`);
  }
  const reader = response.body?.getReader();
  if (!reader) return;
  let had = 0;
  try {
    for (;;) {
      const next = await patient(reader, answer, had);
      if (next.done) return;
      had += next.value.length;
      countBytes(server.id, next.value.length);
      if (had > limit) throw failed(answer, 'tooLarge', `over ${limit} bytes`);
      yield next.value as Uint8Array<ArrayBuffer>;
    }
  } finally {
    // Left early or done: a no-op in the second case.
    await reader.cancel().catch(() => {});
  }
}

async function patient(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  answer: Answer,
  had: number,
): Promise<ReadableStreamReadResult<Uint8Array>> {
  const { patience } = answer.server;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(failed(answer, 'timeout', `silent for ${patience} s after ${had} bytes`)),
      patience * 1000,
    );
  });
  try {
    return await Promise.race([reader.read(), silence]);
  } catch (error) {
    if (error instanceof ServerError) throw error;
    answer.abort.signal.throwIfAborted();
    throw failed(
      answer,
      'cut',
      `after ${had} bytes: ${error instanceof Error ? error.message : String(error)}`,
    );
  } finally {
    clearTimeout(timer);
  }
}

/** The whole answer. @throws ServerError */
export async function wholeBody(answer: Answer, limit: number): Promise<Uint8Array<ArrayBuffer>[]> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  for await (const piece of pieces(answer, limit)) parts.push(piece);
  return parts;
}

/** The first bytes of an answer as text, for a message; never rejects. */
export async function startOf(answer: Answer, most = 300): Promise<string> {
  try {
    let text = '';
    const decoder = new TextDecoder();
    for await (const piece of pieces(answer, 1 << 20)) {
      text += decoder.decode(piece, { stream: true });
      if (text.length >= most) break;
    }
    return text.replaceAll(/\s+/g, ' ').slice(0, most).trim();
  } catch {
    return '';
  }
}

/** Type of an answer in small letters without its parameters; empty when it has none. */
export const typeOf = (headers: Headers): string =>
  (headers.get('Content-Type') ?? '').split(';')[0].trim().toLowerCase();
