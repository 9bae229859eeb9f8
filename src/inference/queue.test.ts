import { describe, expect, it } from 'vitest';
import { EngineQueue } from './queue';

/** A job that ends when told to. */
function held(log: string[], name: string): { job: () => Promise<string>; end: () => void } {
  let end: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => {
    end = resolve;
  });
  return {
    end: () => end(),
    job: async () => {
      log.push(`${name} starts`);
      await gate;
      log.push(`${name} ends`);
      return name;
    },
  };
}

const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

describe('engine queue', () => {
  it("runs one job at a time, a reader's before those in the background, each in order", async () => {
    const queue = new EngineQueue();
    const log: string[] = [];
    const ahead: number[] = [];
    const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((n) => held(log, n));
    const results = [
      queue.run('background', a.job),
      queue.run('background', b.job, { onWaiting: (n) => ahead.push(n) }),
      queue.run('reader', c.job),
      queue.run('reader', d.job),
    ];
    await turn();
    expect(log).toEqual(['a starts']);
    expect(ahead.at(-1)).toBe(3);
    for (const one of [a, c, d, b]) {
      one.end();
      await turn();
    }
    expect(await Promise.all(results)).toEqual(['a', 'b', 'c', 'd']);
    expect(log.filter((l) => l.endsWith('starts'))).toEqual(['a starts', 'c starts', 'd starts', 'b starts']);
    expect(ahead.at(-1)).toBe(0);
  });

  it('goes on after a job that failed, and forgets one that was cancelled while it waited', async () => {
    const queue = new EngineQueue();
    const log: string[] = [];
    const first = held(log, 'first');
    const abort = new AbortController();
    const running = queue.run('reader', first.job);
    const gone = queue.run('reader', held(log, 'gone').job, { signal: abort.signal });
    const failing = queue.run('reader', () => {
      throw new RangeError('bad');
    });
    const last = queue.run('background', () => Promise.resolve('last'));
    abort.abort();
    await expect(gone).rejects.toMatchObject({ name: 'AbortError' });
    first.end();
    await expect(running).resolves.toBe('first');
    await expect(failing).rejects.toThrow('bad');
    await expect(last).resolves.toBe('last');
    expect(log).toEqual(['first starts', 'first ends']);
    await expect(
      queue.run('reader', () => Promise.resolve(1), { signal: abort.signal }),
    ).rejects.toMatchObject({ name: 'AbortError' });
  });
});
