/**
 * The inference worker under failures that are made on purpose: what was asked for comes out all the same, or an
 * error says why not, and the page lives. Small models made by code; WebGPU is emulated in software.
 */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rewriteForWebGpu } from '../../src/inference/onnx/rewrite';
import type { EngineOptions } from '../../src/inference/contract';
import type { EngineAnswer, EngineJob, StageAnswer } from '../engine/page';
import { customDomainGraph, runnableGraphs } from '../models/graphs';
import { launch, long, root } from './browser';
import { serveTestPage } from './test-page';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const graphNamed = (name: string): Uint8Array => runnableGraphs().find((g) => g.name === name)!.bytes;

interface ModelOptions {
  readonly patch: readonly number[];
  readonly size?: 'fixed' | 'fit';
  readonly overlap?: number;
  readonly kind?: 'labelmap' | 'heatmap';
  readonly mirror?: readonly number[];
  /** Instead of the true one. */
  readonly sha256?: string;
  /** Give WebGPU the graph as it is. */
  readonly unfit?: boolean;
}

/** The files of a model as they lie in its folder. */
function modelFiles(id: string, bytes: Uint8Array, options: ModelOptions): Record<string, string> {
  const flat = options.patch.length === 2;
  const { bytes: gpu } = options.unfit ? { bytes } : rewriteForWebGpuOrSame(bytes);
  const weights = (ep: string, file: string, data: Uint8Array): object => ({
    ep,
    file,
    bytes: data.length,
    sha256: options.sha256 ?? sha256(data),
  });
  const manifest = {
    schema: 'lamplight-model/1',
    id,
    version: '1.0.0',
    license: 'Apache-2.0',
    weightsLicense: 'Apache-2.0',
    intendedUse: 'Test',
    notFor: 'Anything else',
    status: 'research',
    weights: [weights('wasm', 'weights.onnx', bytes), weights('webgpu', 'weights.webgpu.onnx', gpu)],
    inputs: [
      {
        name: 'x',
        axes: flat ? 'NCHW' : 'NCDHW',
        modality: ['CT'],
        orientation: 'SPL',
        preprocessing: [{ id: 'scale_linear', kwargs: { gain: 0.001 } }],
      },
    ],
    window: {
      patch: options.patch,
      size: options.size ?? 'fixed',
      multipleOf: 2,
      overlap: options.overlap ?? 0.5,
      mirror: options.mirror ?? [],
    },
    outputs: [
      {
        name: 'y',
        kind: options.kind ?? 'labelmap',
        activation: 'softmax',
        labels: [{ id: 1, name: 'One' }],
      },
    ],
  };
  const base64 = (data: Uint8Array): string => Buffer.from(data).toString('base64');
  return {
    'manifest.json': Buffer.from(JSON.stringify(manifest)).toString('base64'),
    'weights.onnx': base64(bytes),
    'weights.webgpu.onnx': base64(gpu),
  };
}

function rewriteForWebGpuOrSame(bytes: Uint8Array): { bytes: Uint8Array } {
  try {
    return rewriteForWebGpu(bytes);
  } catch {
    // A file that is damaged on purpose.
    return { bytes };
  }
}

let served: { url: string; close: () => Promise<void> };
let browser: Browser;
let page: Page;
const errors: string[] = [];

beforeAll(async () => {
  served = await serveTestPage('engine');
  browser = await launch({ args: ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'] });
  page = await (await browser.newContext()).newPage();
  page.on('pageerror', (error) => errors.push(String(error)));
  const folder = join(root, 'public', 'models');
  await page.route('**/models/lung-nodule/**', (route) =>
    route.fulfill({ path: join(folder, new URL(route.request().url()).pathname.split('/models/')[1]) }),
  );
  await page.goto(served.url);
  await page.waitForFunction(() => window.engineRun !== undefined);
  for (const [id, files] of Object.entries({
    unet3d: modelFiles('unet3d', graphNamed('unet3dTransposed'), { patch: [8, 16, 16] }),
    heat3d: modelFiles('heat3d', graphNamed('unet3dTransposed'), {
      patch: [8, 16, 16],
      kind: 'heatmap',
      mirror: [2],
    }),
    unet2d: modelFiles('unet2d', graphNamed('unet2d'), { patch: [512, 512], size: 'fit', overlap: 0.25 }),
    'wrong-sha': modelFiles('wrong-sha', graphNamed('unet2d'), {
      patch: [32, 32],
      sha256: '0'.repeat(64),
    }),
    // Named for WebGPU too, but not rewritten: the graphics device refuses it when it runs.
    unfit: {
      ...modelFiles('unfit', graphNamed('unet3dTransposed'), { patch: [8, 16, 16], unfit: true }),
    },
    corrupt: modelFiles('corrupt', graphNamed('unet2d').slice(0, 900), { patch: [32, 32] }),
    custom: modelFiles('custom', customDomainGraph().bytes, { patch: [32, 32] }),
  }))
    await page.evaluate(([i, f]) => window.engineInstall(i, f), [id, files] as const);
});

afterAll(async () => {
  await browser?.close();
  await served?.close();
});

const run = (job: EngineJob): Promise<EngineAnswer> => page.evaluate((j) => window.engineRun(j), job);

/** Every network of the lung nodule model, as it comes with the page. */
const stages = (options: EngineOptions): Promise<readonly StageAnswer[]> =>
  page.evaluate((o) => window.engineStages('lung-nodule', o), options);

/** No value differs by `most`. */
function expectAlike(answers: readonly StageAnswer[], others: readonly StageAnswer[], most: number): void {
  answers.forEach(({ outputs }, n) => {
    expect(Object.keys(outputs).length).toBeGreaterThan(0);
    for (const [key, values] of Object.entries(outputs)) {
      const other = others[n].outputs[key];
      expect(values.length).toBeGreaterThan(0);
      expect(other.length).toBe(values.length);
      expect(values.reduce((worst, v, at) => Math.max(worst, Math.abs(v - other[at])), 0)).toBeLessThan(most);
    }
  });
}

const small = [20, 18, 14] as const;
const wasm = { providers: ['wasm'], threads: 1 } as const;
const webgpu = { providers: ['webgpu', 'wasm'], threads: 1, allowSoftwareAdapter: true } as const;

describe('the engine', () => {
  it('gives the same labels on WebGPU, with sums on the device, as on WASM', async () => {
    for (const id of ['unet3d', 'heat3d']) {
      const onWasm = await run({ id, dims: small, options: wasm });
      const onGpu = await run({ id, dims: small, options: webgpu });
      expect([onWasm.code, onWasm.provider, onGpu.code, onGpu.provider, onGpu.notes.join('; ')]).toEqual([
        'ok',
        'wasm',
        'ok',
        'webgpu',
        '',
      ]);
      expect(onGpu.windows).toBe(onWasm.windows);
      const total = onWasm.counts.reduce((a, b) => a + b, 0);
      expect(onWasm.counts.every((n) => n > 0)).toBe(true);
      onWasm.counts.forEach((n, c) => expect(Math.abs(onGpu.counts[c] - n) / total).toBeLessThan(1e-3));
    }
  });

  it('runs as well where the browser cannot suspend WebAssembly', async () => {
    const older = await page.context().newPage();
    const builds: string[] = [];
    older.on('request', (request) => {
      if (request.url().endsWith('.wasm'))
        builds.push(/[a-z]+(?=-[^-]*\.wasm$)/.exec(request.url())?.[0] ?? '');
    });
    // As a browser before Chrome 137: what is new goes before the worker looks for it.
    await older.route(/worker[^/]*\.js/, async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: `delete WebAssembly.Suspending;\n${await response.text()}` });
    });
    await older.goto(served.url);
    await older.waitForFunction(() => window.engineRun !== undefined);
    const now = await run({ id: 'unet3d', dims: small, options: wasm });
    for (const options of [wasm, webgpu]) {
      const then = await older.evaluate((j) => window.engineRun(j), { id: 'unet3d', dims: small, options });
      expect([then.code, then.provider]).toEqual(['ok', options.providers[0]]);
      then.counts.forEach((n, c) => expect(Math.abs(n - now.counts[c])).toBeLessThan(5));
    }
    expect(new Set(builds)).toEqual(new Set(['asyncify']));
    await older.close();
  });

  it('computes what it carries by its own kernels: the same to the bit on one thread and two, and as onnxruntime', async () => {
    const [one, two] = [await stages(wasm), await stages({ ...wasm, threads: 2 })];
    const ort = await stages({ ...wasm, withoutKernels: true });
    expect(one.map((s) => s.name)).toEqual(['first', 'screen', 'classify']);
    expect([one[0].kernels, two[0].kernels, ort[0].kernels]).toEqual([true, true, false]);
    expect([...one, ...two].flatMap((s) => s.notes)).toEqual([]);
    expect(two.map((s) => s.outputs)).toEqual(one.map((s) => s.outputs));
    expectAlike(one, ort, 1e-4);
  });

  it.runIf(long)('runs every network of the lung nodule model on WebGPU as on WASM', async () => {
    const [onWasm, onGpu] = [await stages(wasm), await stages(webgpu)];
    expect(onGpu.map((s) => [s.name, s.provider, s.notes.join()])).toEqual(
      onWasm.map((s) => [s.name, 'webgpu', '']),
    );
    expectAlike(onWasm, onGpu, 1e-3);
  });

  it('tries a model on both providers: seconds, memory, agreement, and a test for later', async () => {
    const found = await page.evaluate(([id, o]) => window.engineProbe(id, o), ['unet3d', webgpu] as const);
    expect(found.sides.map((s) => [s.provider, s.ok])).toEqual([
      ['wasm', true],
      ['webgpu', true],
    ]);
    expect(found.agreement?.relative).toBeLessThan(1e-3);
    expect(found.sides[0].windowMs).toBeGreaterThan(0);
    expect(found.sides[0].heapBytes).toBeGreaterThan(2 ** 20);
    expect(found.outputs).toEqual([{ name: 'y', dims: [1, 2, 8, 16, 16] }]);
    expect(found.sampled).toBe(true);
    const unfit = await page.evaluate(([id, o]) => window.engineProbe(id, o), ['unfit', webgpu] as const);
    expect(unfit.sides.map((s) => [s.provider, s.ok])).toEqual([
      ['wasm', true],
      ['webgpu', false],
    ]);
    expect(unfit.sides[1].reason).toMatch(/failed/);
  });

  it('takes a software adapter only when a test asks for it', async () => {
    const answer = await run({ id: 'unet3d', dims: small, options: { threads: 1 } });
    expect([answer.code, answer.provider]).toEqual(['ok', 'wasm']);
    expect(answer.notes.join()).toMatch(/software/);
  });

  it('goes on when the device is lost in the middle: on a new device, then on WASM, and says so', async () => {
    const whole = await run({ id: 'unet3d', dims: small, options: wasm });
    const once = await run({
      id: 'unet3d',
      dims: small,
      options: { ...webgpu, fault: { kind: 'deviceLost', run: 4 } },
    });
    expect([once.code, once.detail, once.provider]).toEqual(['ok', '', 'webgpu']);
    expect(once.notes.join('; ')).toMatch(/lost|destroyed/i);
    const often = await run({
      id: 'unet3d',
      dims: small,
      options: { ...webgpu, fault: { kind: 'deviceLost', run: 4, times: 9 } },
    });
    expect([often.code, often.detail, often.provider]).toEqual(['ok', '', 'wasm']);
    expect(often.notes.join('; ')).toMatch(/WASM/);
    const total = whole.counts.reduce((a, b) => a + b, 0);
    for (const answer of [once, often])
      whole.counts.forEach((n, c) => expect(Math.abs(answer.counts[c] - n) / total).toBeLessThan(1e-3));
  });

  it('out of memory: smaller windows, then WASM, then a clear end', async () => {
    const dims = [96, 96, 4] as const;
    const smaller = await run({
      id: 'unet2d',
      dims: [256, 256, 3],
      options: { ...wasm, fault: { kind: 'outOfMemory', aboveVoxels: 40_000 } },
    });
    expect([smaller.code, smaller.detail]).toEqual(['ok', '']);
    expect(smaller.notes.join('; ')).toMatch(/memory/i);
    const onWasm = await run({
      id: 'unet3d',
      dims,
      options: { ...webgpu, fault: { kind: 'outOfMemory', aboveVoxels: 100, provider: 'webgpu' } },
    });
    expect([onWasm.code, onWasm.detail, onWasm.provider]).toEqual(['ok', '', 'wasm']);
    expect(onWasm.notes.join('; ')).toMatch(/memory/i);
    const never = await run({
      id: 'unet3d',
      dims,
      options: { ...wasm, fault: { kind: 'outOfMemory', aboveVoxels: 100 } },
    });
    expect(never.code).toBe('outOfMemory');
  });

  it('cuts the image into slabs under a small budget, with the same labels', async () => {
    const whole = await run({ id: 'unet3d', dims: [40, 40, 12], options: wasm });
    const slabs = await run({
      id: 'unet3d',
      dims: [40, 40, 12],
      options: wasm,
      budgetBytes: 3 * 8 * 40 * 16 * 4,
    });
    expect([slabs.code, slabs.hash]).toEqual(['ok', whole.hash]);
    expect(slabs.runs).toBeGreaterThan(whole.runs);
  });

  it('stops within a second of a cancel', async () => {
    const answer = await run({ id: 'unet3d', dims: [200, 200, 120], options: wasm, cancelAfterMs: 300 });
    expect(answer.code).toBe('aborted');
    expect(answer.stopMs).toBeLessThan(1000);
    expect((await run({ id: 'unet3d', dims: small, options: wasm })).code).toBe('ok');
  });

  it('refuses a wrong sha256, a damaged file and an unknown operator by name', async () => {
    const sha = await run({ id: 'wrong-sha', dims: small, options: wasm });
    expect([sha.code, sha.detail]).toEqual(['shaMismatch', expect.stringMatching(/weights\.onnx: sha256/)]);
    const corrupt = await run({ id: 'corrupt', dims: small, options: wasm });
    expect([corrupt.code, corrupt.detail]).toEqual(['sessionFailed', expect.stringMatching(/weights\.onnx/)]);
    const custom = await run({ id: 'custom', dims: small, options: wasm });
    expect([custom.code, custom.detail]).toEqual([
      'unsupportedOperator',
      expect.stringMatching(/DeformableAttention/),
    ]);
    const gone = await run({ id: 'never-was', dims: small, options: wasm });
    expect(gone.code).toBe('modelMissing');
  });

  it('leaves a graphics device that a model does not suit for WASM, before the run', async () => {
    const unfit = await run({ id: 'unfit', dims: small, options: webgpu });
    expect([unfit.code, unfit.detail, unfit.provider]).toEqual(['ok', '', 'wasm']);
    expect(unfit.notes.join('; ')).toMatch(/WebGPU .* failed/);
    const corrupt = await run({ id: 'corrupt', dims: small, options: webgpu });
    expect([corrupt.code, corrupt.detail]).toEqual(['sessionFailed', expect.stringMatching(/weights/)]);
    const custom = await run({ id: 'custom', dims: small, options: webgpu });
    expect(custom.code).toBe('unsupportedOperator');
  });

  it('left no error on the page', () => {
    expect(errors).toEqual([]);
  });
});
