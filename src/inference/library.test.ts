import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { importedFolder, MODEL_CACHE, pendingFolder, shippedFolder, weightsKey } from './folders';
import {
  acceptPending,
  discardPending,
  installModel,
  installPending,
  keepProbe,
  listModels,
  modelText,
  removeModel,
  type ModelFiles,
} from './library';
import { readManifest } from './manifest';

const text = (id: string, version = '1.0.0'): object => ({
  schema: 'lamplight-model/1',
  id,
  version,
  license: 'MIT',
  weightsLicense: 'MIT',
  intendedUse: 'x',
  notFor: 'y',
  status: 'research',
  weights: [{ ep: 'any', file: 'weights.onnx', sha256: 'a'.repeat(64), bytes: 4 }],
  inputs: [{ name: 'x', axes: 'NCHW', modality: ['CT'] }],
  window: { patch: [8, 8] },
  outputs: [{ name: 'y', kind: 'labelmap', activation: 'softmax', labels: [{ id: 1, name: 'a' }] }],
  card: 'card.md',
});

const model = (id: string, version?: string): ModelFiles => ({
  manifest: readManifest(text(id, version)),
  files: new Map([
    ['weights.onnx', new Blob(['1234'])],
    ['card.md', new Blob(['# Card'])],
  ]),
  record: { source: 'lamplight' },
});

/** Cache storage as far as it is used here. */
class FakeCache {
  readonly kept = new Map<string, Response>();
  full = false;
  put(url: string, response: Response): Promise<void> {
    if (this.full) return Promise.reject(new DOMException('no room', 'QuotaExceededError'));
    this.kept.set(url, response);
    return Promise.resolve();
  }
  match(url: string): Promise<Response | undefined> {
    return Promise.resolve(this.kept.get(url)?.clone());
  }
  delete(url: string): Promise<boolean> {
    return Promise.resolve(this.kept.delete(url));
  }
  keys(): Promise<{ url: string }[]> {
    return Promise.resolve([...this.kept.keys()].map((url) => ({ url })));
  }
}

let cache: FakeCache;
/** What the page's own server has. */
let served: Record<string, unknown>;

beforeEach(() => {
  cache = new FakeCache();
  served = {
    'https://lamp.test/models/index.json': { models: ['lung'] },
    'https://lamp.test/models/lung/manifest.json': text('lung'),
  };
  vi.stubGlobal('document', { baseURI: 'https://lamp.test/' });
  vi.stubGlobal('navigator', {});
  vi.stubGlobal('caches', {
    open: (name: string) => {
      expect(name).toBe(MODEL_CACHE);
      return Promise.resolve(cache);
    },
  });
  vi.stubGlobal('fetch', (url: string) =>
    url in served
      ? Promise.resolve(new Response(JSON.stringify(served[url])))
      : Promise.reject(new TypeError('offline')),
  );
});
afterEach(() => vi.unstubAllGlobals());

describe('model library', () => {
  it('lists what came with the page, also offline once it was seen', async () => {
    const [entry] = await listModels();
    expect(entry).toMatchObject({ id: 'lung', origin: 'shipped', bytes: 4, kept: false });
    served = {};
    expect((await listModels()).map((m) => m.id)).toEqual(['lung']);
    await cache.put(weightsKey(shippedFolder('lung'), 'a'.repeat(64)), new Response('1234'));
    expect((await listModels())[0].kept).toBe(true);
    await removeModel(entry);
    expect([...cache.kept.keys()]).toEqual(['https://lamp.test/models/index.json']);
  });

  it('keeps an imported model whole, out of sight until it is accepted', async () => {
    const folder = await installPending(model('own'));
    expect(folder).toBe(pendingFolder());
    expect((await listModels()).map((m) => m.id)).toEqual(['lung']);
    expect(await acceptPending({ sides: [], outputs: [] })).toBe(importedFolder('own'));
    const own = (await listModels())[1];
    expect(own).toMatchObject({ id: 'own', origin: 'imported', source: 'lamplight', kept: true });
    expect(own.probe).toBeDefined();
    expect(await modelText(own.folder, 'card.md')).toBe('# Card');
    expect([...cache.kept.keys()].filter((url) => url.startsWith(pendingFolder()))).toEqual([]);
    await keepProbe(own, { sides: [], outputs: [{ name: 'y', dims: [1] }] });
    expect((await listModels())[1].probe?.outputs).toHaveLength(1);
  });

  it('replaces the version of the same id, and removes everything of it', async () => {
    await installModel(model('own'));
    await installModel(model('own', '2.0.0'));
    const models = await listModels();
    expect(models.map((m) => `${m.id} ${m.version}`)).toEqual(['lung 1.0.0', 'own 2.0.0']);
    await removeModel(models[1]);
    expect((await listModels()).map((m) => m.id)).toEqual(['lung']);
  });

  it('lists a damaged one with its error, so that it can be removed', async () => {
    const folder = await installModel(model('own'));
    await cache.delete(`${folder}weights.onnx`);
    expect((await listModels())[1]).toMatchObject({ manifestError: 'weights.onnx is missing' });
    await cache.put(`${folder}manifest.json`, new Response('{'));
    const [, broken] = await listModels();
    expect(broken).toMatchObject({ id: 'own', version: '', manifest: undefined });
    expect(broken.manifestError).toBeTruthy();
    await removeModel(broken);
    expect(await listModels()).toHaveLength(1);
  });

  it('says when there is no room, and leaves nothing behind', async () => {
    cache.full = true;
    await expect(installPending(model('own'))).rejects.toMatchObject({
      name: 'LibraryError',
      failure: 'full',
    });
    cache.full = false;
    await installPending(model('own'));
    await discardPending();
    expect([...cache.kept.keys()]).toEqual([]);
    await expect(acceptPending()).rejects.toMatchObject({ failure: 'missing' });
    vi.stubGlobal('caches', undefined);
    await expect(installPending(model('own'))).rejects.toMatchObject({ failure: 'blocked' });
    expect((await listModels()).map((m) => m.id)).toEqual(['lung']);
  });
});
