/** The page's side of an archive's worker, which lives while it is asked and a little longer. */
import { DicomError, messageOf } from '../errors';
import type { ZipAnswer, ZipRequest } from '../worker/messages';
import type { EntryFacts } from './archive';
import { answerOf } from './archive-answer';

type Ask = ZipRequest['ask'];

/** A worker that was asked nothing for this long ends, ms; frames that are wanted later start it again. */
const idleAfter = 5000;

export class ZipClient {
  private readonly blob: Blob;
  private worker: Worker | undefined;
  private readonly waiting = new Map<number, (answer: ZipAnswer) => void>();
  private nextId = 1;
  private idle: ReturnType<typeof setTimeout> | undefined;
  private inline: Promise<(ask: Ask) => Promise<ZipAnswer>> | undefined;

  constructor(blob: Blob) {
    this.blob = blob;
  }

  /** @throws DicomError zipDamaged */
  async list(): Promise<readonly EntryFacts[]> {
    return (await this.ask({ what: 'list' })).entries ?? [];
  }

  async opens(index: number, password: string): Promise<boolean> {
    return (await this.ask({ what: 'opens', index, password })).opens === true;
  }

  /** See `Archive.read`. Rejects with the signal's reason when aborted, which ends the worker at once. */
  async read(
    index: number,
    password?: string,
    signal?: AbortSignal,
  ): Promise<{ readonly blob: Blob; readonly inflated: boolean }> {
    signal?.throwIfAborted();
    const stop = () => this.end('aborted');
    signal?.addEventListener('abort', stop, { once: true });
    try {
      const { bytes } = await this.ask({ what: 'read', index, password });
      if (!bytes) throw new DicomError('zipDamaged', 'no bytes');
      const { blob, inflated } = bytes;
      return { blob: blob instanceof Blob ? blob : new Blob([blob]), inflated };
    } catch (error) {
      signal?.throwIfAborted();
      throw error;
    } finally {
      signal?.removeEventListener('abort', stop);
    }
  }

  private async ask(ask: Ask): Promise<ZipAnswer> {
    const answer = typeof Worker === 'undefined' ? await this.askInline(ask) : await this.askWorker(ask);
    if (answer.reason) throw new DicomError(answer.reason, answer.detail ?? '');
    return answer;
  }

  private askWorker(ask: Ask): Promise<ZipAnswer> {
    clearTimeout(this.idle);
    const worker = (this.worker ??= this.start());
    const id = this.nextId++;
    return new Promise((resolve) => {
      this.waiting.set(id, resolve);
      worker.postMessage({ id, blob: this.blob, ask } satisfies ZipRequest);
    });
  }

  private start(): Worker {
    const worker = new Worker(new URL('../worker/zip.worker.ts', import.meta.url), {
      type: 'module',
      name: 'dicom-zip',
    });
    worker.addEventListener('message', (event: MessageEvent<{ id: number; said: ZipAnswer }>) => {
      const { id, said } = event.data;
      this.waiting.get(id)?.(said);
      this.waiting.delete(id);
      clearTimeout(this.idle);
      if (this.waiting.size === 0) this.idle = setTimeout(() => this.end('idle'), idleAfter);
    });
    worker.addEventListener('error', (event) => this.end(messageOf(event.message || 'worker failed')));
    return worker;
  }

  private end(why: string): void {
    clearTimeout(this.idle);
    this.worker?.terminate();
    this.worker = undefined;
    for (const answer of this.waiting.values()) answer({ reason: 'zipDamaged', detail: why });
    this.waiting.clear();
  }

  /** Where there are no workers (tests in Node). */
  private async askInline(ask: Ask): Promise<ZipAnswer> {
    this.inline ??= import('./archive').then(({ Archive }) => {
      const archive = new Archive(this.blob);
      return (one) => answerOf(archive, one);
    });
    return (await this.inline)(ask);
  }
}
