/**
 * The same numbers everywhere: native onnxruntime, WebAssembly and WebGPU (emulated in software, so slow: small
 * shapes) on every synthetic graph and every shipped model.
 */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { Browser, Page } from 'playwright-core';
import { build, preview, type PreviewServer } from 'vite';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { pageHeaders } from '../../scripts/headers.mjs';
import { inspectModel } from '../../src/inference/onnx/inspect';
import { rewriteForWebGpu } from '../../src/inference/onnx/rewrite';
import type { GoldenAnswer, GoldenJob } from '../golden/page';
import { poolIndicesGraph, runnableGraphs, seededRandom, seededValues } from '../models/graphs';
import { launch, root } from './browser';

/** Largest difference allowed, as a share of the largest absolute value. */
const WASM_TOLERANCE = 1e-4;
const WEBGPU_TOLERANCE = 1e-3;

interface Case {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** For WebGPU when it is another file. */
  readonly gpuBytes?: Uint8Array;
  readonly input: string;
  readonly output: string;
  readonly shapes: readonly (readonly number[])[];
}

const small = (size: number, axis: number): number => (axis === 0 ? 1 : size);

/** Every network that a manifest under public/models names, further stages too, on a small input. */
function shippedModels(): Case[] {
  const folder = join(root, 'public', 'models');
  return readdirSync(folder)
    .filter((id) => existsSync(join(folder, id, 'manifest.json')))
    .flatMap((id) => {
      const manifest = JSON.parse(readFileSync(join(folder, id, 'manifest.json'), 'utf8')) as {
        weights: { file: string }[];
        stages?: Record<string, { file: string }>;
      };
      return [...manifest.weights, ...Object.values(manifest.stages ?? {})].map(({ file }) => {
        const bytes = new Uint8Array(readFileSync(join(folder, id, file)));
        const facts = inspectModel(bytes);
        const [input] = facts.inputs;
        const [output] = facts.outputs;
        // Sizes that are free become 32 in plane, 16 through it.
        const shape = (input.dims ?? []).map((d, axis, all) =>
          small(typeof d === 'number' ? d : all.length === 5 ? 16 : 32, axis),
        );
        return { name: `${id}/${file}`, bytes, input: input.name, output: output.name, shapes: [shape] };
      });
    });
}

/** Graphs that training/tools/fold3d.py has folded: WebGPU runs the folded file, WASM the plain one. */
function foldedGraphs(): Case[] {
  const folder = join(root, 'tests', 'models');
  return readdirSync(folder)
    .filter((file) => file.endsWith('.folded.onnx'))
    .map((file) => {
      const plain = runnableGraphs().find((g) => file === `${g.name}.folded.onnx`)!;
      const gpuBytes = new Uint8Array(readFileSync(join(folder, file)));
      return { ...plain, name: file, gpuBytes, shapes: plain.shapes.slice(0, 1) };
    });
}

const cases: Case[] = [...runnableGraphs(), poolIndicesGraph(), ...foldedGraphs(), ...shippedModels()];

const count = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

async function native({ bytes, input, output }: Case, shape: readonly number[], values: Float32Array) {
  const session = await InferenceSession.create(bytes, { intraOpNumThreads: 1, logSeverityLevel: 3 });
  const result = (await session.run({ [input]: new Tensor('float32', values, [...shape]) }))[output];
  const found = { dims: [...result.dims], values: [...(result.data as Float32Array)] };
  await session.release();
  return found;
}

/** Largest difference as a share of the largest value; NaN or other sizes count as Infinity. */
function difference(found: GoldenAnswer, expected: GoldenAnswer): number {
  if (found.dims.join() !== expected.dims.join() || found.values.length !== expected.values.length)
    return Infinity;
  let worst = 0;
  let largest = 0;
  for (let n = 0; n < found.values.length; n++) {
    const d = Math.abs(found.values[n] - expected.values[n]);
    if (!Number.isFinite(d)) return Infinity;
    worst = Math.max(worst, d);
    largest = Math.max(largest, Math.abs(expected.values[n]));
  }
  // An answer of zeros proves nothing.
  return largest > 1e-3 ? worst / largest : Infinity;
}

let server: PreviewServer;
let browser: Browser;
let page: Page | undefined;
let address: string;
/** SwiftShader comes with most builds of Chromium, not with all. */
let hasWebGpu = false;

beforeAll(async () => {
  const outDir = join(root, '.cache', 'golden');
  const at = join(root, 'tests', 'golden');
  await build({
    root: at,
    configFile: join(root, 'vite.config.ts'),
    logLevel: 'error',
    build: { outDir, emptyOutDir: true },
  });
  server = await preview({
    root: at,
    configFile: false,
    logLevel: 'error',
    build: { outDir },
    preview: { port: 0, host: '127.0.0.1', headers: pageHeaders({ dev: false }) },
  });
  browser = await launch({ args: ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'] });
  const bound = server.httpServer.address();
  if (bound === null || typeof bound === 'string') throw new Error('no port');
  address = `http://localhost:${bound.port}/`;
});

// A new page after a failure: a session that fails to open leaves onnxruntime unable to open another.
beforeEach(async () => {
  if (page) return;
  page = await browser.newPage();
  await page.goto(address);
  await page.waitForFunction(() => window.golden !== undefined);
  hasWebGpu = await page.evaluate(() => window.goldenAdapter());
  if (!hasWebGpu) console.log('skipped: this Chromium has no WebGPU adapter; only WASM is compared');
});

afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail') return;
  await page?.close();
  page = undefined;
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
});

function inPage(
  provider: GoldenJob['provider'],
  { input, output }: Case,
  bytes: Uint8Array,
  cpuNodes: readonly string[],
  shape: readonly number[],
  values: Float32Array,
): Promise<GoldenAnswer> {
  const job: GoldenJob = {
    provider,
    model: Buffer.from(bytes).toString('base64'),
    cpuNodes,
    input,
    output,
    shape,
    values: [...values],
  };
  return page!.evaluate((j) => window.golden(j), job);
}

describe('golden comparison', () => {
  it.each(cases)(
    '$name: native, WASM and WebGPU agree',
    async (one) => {
      for (const shape of one.shapes) {
        const values = seededValues(seededRandom(7), count(shape));
        const expected = await native(one, shape, values);
        const onWasm = await inPage('wasm', one, one.bytes, [], shape, values);
        const wasmError = difference(onWasm, expected);
        expect(wasmError, 'WASM').toBeLessThanOrEqual(WASM_TOLERANCE);
        if (!hasWebGpu) continue;
        const { bytes, cpuNodes } = rewriteForWebGpu(one.gpuBytes ?? one.bytes);
        const onGpu = await inPage('webgpu', one, bytes, cpuNodes, shape, values);
        const gpuError = difference(onGpu, onWasm);
        console.log(
          `${one.name} ${shape.join('x')}: WASM ${wasmError.toExponential(1)}, WebGPU ${gpuError.toExponential(1)}`,
        );
        expect(gpuError, 'WebGPU').toBeLessThanOrEqual(WEBGPU_TOLERANCE);
      }
    },
    60_000,
  );

  it('WebGPU really ran: without the rewriting it throws on a 3-D ConvTranspose', async ({ skip }) => {
    skip(!hasWebGpu, 'no WebGPU adapter');
    const one = cases.find((c) => c.name === 'unet3dTransposed')!;
    const [shape] = one.shapes;
    const values = seededValues(seededRandom(7), count(shape));
    await expect(inPage('webgpu', one, one.bytes, [], shape, values)).rejects.toThrow(
      'Only Conv2d or Conv1d',
    );
  }, 60_000);
});
