import { describe, expect, it } from 'vitest';
import type { Volume } from '../domain/volume';
import type { RegistrationReply } from './contract';
import { registerVolumes, RegistrationError, type Examined } from './index';

/** A worker that says what the test lets it say. */
class ToldWorker extends EventTarget {
  ended = false;
  asked: unknown;
  postMessage(request: unknown): void {
    this.asked = request;
  }
  terminate(): void {
    this.ended = true;
  }
  say(reply: RegistrationReply): void {
    this.dispatchEvent(new MessageEvent('message', { data: reply }));
  }
}

const examined = { volume: { seriesUid: '1' } as Volume, modality: 'CT' } satisfies Examined;
const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'none',
    (error: unknown) => (error instanceof RegistrationError ? error.code : String(error)),
  );

describe('the registration worker from outside', () => {
  it('passes progress and the result on, and ends', async () => {
    const worker = new ToldWorker();
    const seen: number[] = [];
    const work = registerVolumes(examined, examined, {
      makeWorker: () => worker as unknown as Worker,
      onProgress: (_stage, done) => seen.push(done),
    });
    worker.say({ type: 'progress', stage: 'align', done: 0.5 });
    const registration = { verdict: 'good' } as Extract<
      RegistrationReply,
      { type: 'result' }
    >['registration'];
    worker.say({ type: 'result', registration });
    expect(await work).toBe(registration);
    expect(seen).toEqual([0.5]);
    expect(worker.asked).toEqual({ current: examined, prior: examined });
    expect(worker.ended).toBe(true);
  });

  it('ends at once when cancelled, and does not begin when it was cancelled before', async () => {
    const worker = new ToldWorker();
    const stop = new AbortController();
    const work = codeOf(
      registerVolumes(examined, examined, {
        makeWorker: () => worker as unknown as Worker,
        signal: stop.signal,
      }),
    );
    stop.abort();
    expect(await work).toBe('aborted');
    expect(worker.ended).toBe(true);
    let made = 0;
    const makeWorker = (): Worker => {
      made++;
      return worker as unknown as Worker;
    };
    expect(await codeOf(registerVolumes(examined, examined, { makeWorker, signal: stop.signal }))).toBe(
      'aborted',
    );
    expect(made).toBe(0);
  });

  it('says what went wrong', async () => {
    const worker = new ToldWorker();
    const work = codeOf(
      registerVolumes(examined, examined, { makeWorker: () => worker as unknown as Worker }),
    );
    worker.say({ type: 'error', detail: 'no' });
    expect(await work).toBe('registrationFailed');
    expect(worker.ended).toBe(true);
  });
});
