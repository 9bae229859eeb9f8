import { afterAll, describe, expect, it, vi } from 'vitest';
import type { Volume } from '../domain/volume';
import { registerVolumes, RegistrationError, type Examined } from './index';

/** The worker's own code on this thread: what it posts reaches the client, and the other way round. */
async function workerHere(): Promise<Worker> {
  const outside = new EventTarget();
  const inside = Object.assign(new EventTarget(), {
    postMessage: (data: unknown) => outside.dispatchEvent(new MessageEvent('message', { data })),
  });
  vi.stubGlobal('self', inside);
  await import('./worker');
  return Object.assign(outside, {
    postMessage: (data: unknown) =>
      queueMicrotask(() =>
        inside.dispatchEvent(new MessageEvent('message', { data: structuredClone(data) })),
      ),
    terminate: () => undefined,
  }) as unknown as Worker;
}

const DIMS = [24, 24, 24] as const;

function air(name: string): Examined {
  const volume: Volume = {
    seriesUid: name,
    frameOfReferenceUid: name,
    grid: {
      dims: [...DIMS],
      spacing: [3, 3, 3],
      origin: [0, 0, 0],
      axes: [
        [1, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
      ],
    },
    data: new Int16Array(DIMS[0] * DIMS[1] * DIMS[2]).fill(-1000),
    sopInstanceUids: [],
    frameNumbers: [],
  };
  return { volume, modality: 'CT' };
}

describe('the registration worker from inside', { timeout: 60_000 }, () => {
  afterAll(() => vi.unstubAllGlobals());

  it('answers with progress and a registration that survives the way between threads, or with what went wrong', async () => {
    const worker = await workerHere();
    const seen: number[] = [];
    const got = await registerVolumes(air('now'), air('then'), {
      makeWorker: () => worker,
      onProgress: (_stage, done) => seen.push(done),
    });
    expect(seen[0]).toBe(0);
    expect(seen.at(-1)).toBe(1);
    expect(structuredClone(got)).toEqual(got);
    // Nothing but air: a plain refusal, and no map that anybody could use.
    expect(got).toMatchObject({ current: 'now', prior: 'then', verdict: 'refused' });

    const broken = { volume: { seriesUid: 'none' } as Volume, modality: 'CT' };
    await expect(registerVolumes(broken, air('then'), { makeWorker: () => worker })).rejects.toSatisfy(
      (error) => error instanceof RegistrationError && error.code === 'registrationFailed',
    );
  });
});
