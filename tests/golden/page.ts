/**
 * The page of the golden comparison: runs a model's bytes on one provider of onnxruntime-web. Built by
 * tests/e2e/golden.e2e.ts only; not part of the product.
 */
import * as ort from 'onnxruntime-web/webgpu';
import mjs from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.mjs?url';
import wasm from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url';

export interface GoldenJob {
  readonly provider: 'wasm' | 'webgpu';
  /** Base64 of the ONNX file: the page's policy lets nothing else in. */
  readonly model: string;
  readonly cpuNodes: readonly string[];
  readonly input: string;
  readonly output: string;
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

export interface GoldenAnswer {
  readonly dims: readonly number[];
  readonly values: readonly number[];
}

interface Device {
  destroy(): void;
}
interface Gpu {
  requestAdapter(): Promise<{ requestDevice(): Promise<Device> } | null>;
}

declare global {
  interface Window {
    golden(job: GoldenJob): Promise<GoldenAnswer>;
    goldenAdapter(): Promise<boolean>;
  }
}

ort.env.wasm.wasmPaths = { mjs, wasm };
ort.env.wasm.numThreads = 1;
ort.env.logLevel = 'error';

let device: Device | undefined;

const requestAdapter = async (): ReturnType<Gpu['requestAdapter']> =>
  (await (navigator as unknown as { gpu?: Gpu }).gpu?.requestAdapter()) ?? null;

window.goldenAdapter = async () => (await requestAdapter()) !== null;

/** One device for all sessions: SwiftShader takes long to open one. */
async function openDevice(): Promise<Device> {
  if (device) return device;
  const adapter = await requestAdapter();
  if (!adapter) throw new Error('no WebGPU adapter');
  device = await adapter.requestDevice();
  return device;
}

window.golden = async ({ provider, model, cpuNodes, input, output, shape, values }) => {
  const bytes = Uint8Array.from(atob(model), (c) => c.charCodeAt(0));
  const webgpu = async (): Promise<ort.InferenceSession.ExecutionProviderConfig> =>
    ({
      name: 'webgpu',
      device: await openDevice(),
      // An empty list is an error to the runtime.
      ...(cpuNodes.length > 0 ? { forceCpuNodeNames: [...cpuNodes] } : {}),
    }) as ort.InferenceSession.ExecutionProviderConfig;
  const session = await ort.InferenceSession.create(bytes, {
    executionProviders: [provider === 'wasm' ? 'wasm' : await webgpu()],
    enableMemPattern: false,
  });
  try {
    const x = new ort.Tensor('float32', Float32Array.from(values), [...shape]);
    const result = (await session.run({ [input]: x }))[output];
    const found = { dims: [...result.dims], values: [...((await result.getData()) as Float32Array)] };
    result.dispose();
    return found;
  } finally {
    await session.release();
  }
};
