import { describe, expect, it, vi } from 'vitest';
import type { DecodedFrame } from '../contract';
import type { PixelFormat } from '../header/record';
import type { DecodeReply, DecodeRequest } from '../worker/messages';
import { FrameCache } from './cache';
import { DecodePool } from './pool';

const frame = (bytes: number): DecodedFrame => ({
  rows: 1,
  columns: bytes,
  samplesPerPixel: 1,
  pixels: new Uint8Array(bytes),
  min: 0,
  max: 0,
  photometricInterpretation: 'MONOCHROME2',
});

describe('FrameCache', () => {
  it('drops what was used least recently when the bytes run over', () => {
    const cache = new FrameCache(100);
    cache.put('a', frame(40));
    cache.put('b', frame(40));
    expect(cache.get('a')).toBeDefined();
    cache.put('c', frame(40));
    expect(cache.get('b')).toBeUndefined();
    expect(cache.bytes).toBe(80);
    cache.put('huge', frame(101));
    expect(cache.get('huge')).toBeUndefined();
    cache.drop('a');
    cache.drop('c');
    expect(cache.bytes).toBe(0);
  });

  it('shares the array and does not count a frame twice', () => {
    const cache = new FrameCache(100);
    const f = frame(10);
    cache.put('a', f);
    cache.put('a', f);
    expect(cache.get('a')).toBe(f);
    expect(cache.bytes).toBe(10);
  });
});

/** A decoder whose answers wait until they are let go, in the order in which they were asked. */
function heldDecoder() {
  const asked: { name: string; answer: (r: DecodeReply) => void; fail: (e: Error) => void }[] = [];
  let made = 0;
  const pool = new DecodePool(1, () => {
    made++;
    return {
      decode: (request: DecodeRequest) =>
        new Promise((answer, fail) => asked.push({ name: request.format.transferSyntaxUid, answer, fail })),
      close: () => {},
    };
  });
  const request = (name: string) => () => ({
    parts: [],
    bitOffset: 0,
    format: { transferSyntaxUid: name } as PixelFormat,
  });
  const run = (name: string, priority: 'visible' | 'near' | 'background', signal?: AbortSignal) =>
    pool.run(name, `${name}.dcm`, request(name), priority, signal);
  return { asked, pool, run, made: () => made };
}

const turn = () => new Promise((resolve) => setTimeout(resolve, 0));

describe('DecodePool', () => {
  it('takes visible frames before near ones before the background', async () => {
    const { asked, run } = heldDecoder();
    const all = [run('first', 'background'), run('b', 'background'), run('n', 'near'), run('v', 'visible')];
    for (let n = 0; n < 4; n++) {
      await turn();
      asked[n].answer({ id: 0, frame: frame(1) });
    }
    await Promise.all(all);
    expect(asked.map((a) => a.name)).toEqual(['first', 'v', 'n', 'b']);
  });

  it('decodes a frame once for two callers, at the higher priority', async () => {
    const { asked, run } = heldDecoder();
    const all = [run('first', 'visible'), run('x', 'background'), run('y', 'near'), run('x', 'visible')];
    for (let n = 0; n < 3; n++) {
      await turn();
      asked[n].answer({ id: 0, frame: frame(1) });
    }
    const frames = await Promise.all(all);
    expect(asked.map((a) => a.name)).toEqual(['first', 'x', 'y']);
    expect(frames[1]).toBe(frames[3]);
  });

  it('lets an aborted frame leave the queue, unless another waits for it', async () => {
    const { pool, run } = heldDecoder();
    void run('first', 'visible');
    const stop = new AbortController();
    const gone = run('x', 'near', stop.signal);
    const shared = run('y', 'near', stop.signal);
    void run('y', 'near');
    stop.abort(new Error('closed'));
    await expect(gone).rejects.toThrow('closed');
    await expect(shared).rejects.toThrow('closed');
    expect(pool.waiting).toBe(1);
    await expect(run('z', 'near', stop.signal)).rejects.toThrow('closed');
  });

  it('closes decoders that rest, but one, and makes them again when they are needed', async () => {
    const open = new Set<number>();
    let made = 0;
    const pool = new DecodePool(
      3,
      () => {
        const id = ++made;
        open.add(id);
        return {
          decode: async () => {
            await turn();
            return { id: 0, frame: frame(1) };
          },
          close: () => void open.delete(id),
        };
      },
      20,
    );
    const request = () => ({ parts: [], bitOffset: 0, format: {} as PixelFormat });
    const decode = (names: string[]) =>
      Promise.all(names.map((name) => pool.run(name, `${name}.dcm`, request, 'near')));
    await decode(['a', 'b', 'c', 'd']);
    expect(open.size).toBe(3);
    await vi.waitFor(() => expect(open.size).toBe(1));
    expect(await decode(['e', 'f', 'g'])).toHaveLength(3);
    expect(made).toBe(5);
    await vi.waitFor(() => expect(open.size).toBe(1));
  });

  it('names the file of a frame that fails, replaces a broken decoder and goes on', async () => {
    const { asked, run, made } = heldDecoder();
    const bad = run('bad', 'visible');
    const broken = run('broken', 'visible');
    const good = run('good', 'visible');
    await turn();
    asked[0].answer({ id: 0, reason: 'truncatedPixels', detail: 'cut' });
    await expect(bad).rejects.toMatchObject({
      reason: 'truncatedPixels',
      message: 'bad.dcm: truncatedPixels: cut',
    });
    await turn();
    asked[1].fail(new Error('worker died'));
    await expect(broken).rejects.toThrow('worker died');
    await turn();
    asked[2].answer({ id: 0, frame: frame(1) });
    await good;
    expect(made()).toBe(2);
  });
});
