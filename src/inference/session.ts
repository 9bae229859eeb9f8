import * as ort from 'onnxruntime-web/webgpu';
import mjs from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.mjs?url';
import wasm from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url';
import { openDevice, type GpuDevice } from './adapter';
import { InferenceError, type EngineOptions, type LoadedModel, type Provider } from './contract';
import { weightsFor, type ModelManifest } from './manifest';
import { maxAbsError, threadCount, type Network } from './network';
import { loadManifest, loadTensor, loadWeights } from './store';

// Both files must be named: without `mjs` the threads would start from this worker's own chunk (ai-runtime.md 2.4).
ort.env.wasm.wasmPaths = { mjs, wasm };
ort.env.logLevel = 'error';

const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function wrap(
  session: ort.InferenceSession,
  manifest: ModelManifest,
  placement: { provider: Provider; threads: number; adapter: string },
  device?: GpuDevice,
): Network {
  let gone: string | undefined;
  void device?.lost.then((info) => {
    gone = info.message || info.reason || 'device lost';
  });
  const input = manifest.inputs[0].name;
  const output = manifest.outputs[0].name;
  return {
    ...placement,
    async run(x, n, channels, height, width) {
      const tensor = new ort.Tensor('float32', x, [n, channels, height, width]);
      const results = await session.run({ [input]: tensor });
      const data = (await results[output].getData()) as Float32Array;
      for (const result of Object.values(results)) result.dispose();
      return data;
    },
    lost: () => gone,
    async release() {
      await session.release().catch(() => undefined);
      device?.destroy();
    },
  };
}

/** Loads one model and opens it where it may run; keeps what is needed to open it again elsewhere. */
export class ModelSession {
  readonly manifest: ModelManifest;
  readonly notes: string[] = [];
  readonly timings: Record<string, number> = {};
  network: Network | undefined;
  sha256 = '';
  private readonly folder: string;
  private readonly options: EngineOptions;
  private readonly onProgress: (done: number, total: number) => void;

  private constructor(
    folder: string,
    options: EngineOptions,
    manifest: ModelManifest,
    onProgress: (done: number, total: number) => void,
  ) {
    this.folder = folder;
    this.options = options;
    this.manifest = manifest;
    this.onProgress = onProgress;
  }

  /**
   * @throws InferenceError modelMissing, manifestInvalid, shaMismatch, sessionFailed, goldenMismatch
   */
  static async load(
    folder: string,
    options: EngineOptions,
    onProgress: (done: number, total: number) => void,
  ): Promise<ModelSession> {
    const manifest = await loadManifest(folder);
    const session = new ModelSession(folder, options, manifest, onProgress);
    const wanted = options.providers ?? ['webgpu', 'wasm'];
    for (const provider of wanted) {
      if (provider === 'webgpu' && (await session.tryWebGpu())) return session;
      if (provider === 'wasm') {
        await session.openWasm();
        return session;
      }
    }
    throw new InferenceError('sessionFailed', session.notes.join('; ') || 'no provider was allowed');
  }

  private timed<T>(step: string, work: () => Promise<T>): Promise<T> {
    const start = performance.now();
    return work().finally(() => {
      this.timings[step] = (this.timings[step] ?? 0) + performance.now() - start;
    });
  }

  private weights(provider: Provider): Promise<Uint8Array<ArrayBuffer>> {
    const entry = weightsFor(this.manifest, provider);
    this.sha256 = entry.sha256;
    return this.timed('fetch', () => loadWeights(this.folder, entry, this.onProgress));
  }

  private get threads(): number {
    return (
      this.options.threads ??
      threadCount(globalThis.crossOriginIsolated === true, navigator.hardwareConcurrency || 1)
    );
  }

  /** True when the network runs on a graphics device and agrees with its test tensor; else a note says why not. */
  private async tryWebGpu(): Promise<boolean> {
    const opened = await openDevice(this.options.allowSoftwareAdapter === true);
    if ('refused' in opened) {
      this.notes.push(opened.refused);
      return false;
    }
    const bytes = await this.weights('webgpu');
    ort.env.wasm.numThreads = this.threads;
    try {
      // The object form: the string 'webgpu' would take a device that onnxruntime owns and we cannot watch.
      const provider = {
        name: 'webgpu',
        device: opened.device,
      } as ort.InferenceSession.ExecutionProviderConfig;
      const session = await this.timed('session', () =>
        ort.InferenceSession.create(bytes, { executionProviders: [provider], enableMemPattern: false }),
      );
      const network = wrap(
        session,
        this.manifest,
        { provider: 'webgpu', threads: this.threads, adapter: opened.name },
        opened.device,
      );
      await this.golden(network);
      this.network = network;
      return true;
    } catch (error) {
      this.notes.push(`WebGPU (${opened.name}) failed, WASM is used: ${reason(error)}`);
      opened.device.destroy();
      return false;
    }
  }

  /** Opens the network on WASM, also in the middle of a run when the graphics device is lost. */
  async openWasm(): Promise<Network> {
    const bytes = await this.weights('wasm');
    ort.env.wasm.numThreads = this.threads;
    let session: ort.InferenceSession;
    try {
      session = await this.timed('session', () =>
        ort.InferenceSession.create(bytes, { executionProviders: ['wasm'], enableMemPattern: false }),
      );
    } catch (error) {
      throw new InferenceError('sessionFailed', reason(error));
    }
    const network = wrap(session, this.manifest, { provider: 'wasm', threads: this.threads, adapter: '' });
    await this.golden(network);
    this.network = network;
    return network;
  }

  /** Runs the stored test tensor; also the warm-up. */
  private async golden(network: Network): Promise<void> {
    const { test } = this.manifest;
    const x = await loadTensor(this.folder, test.input);
    const expected = await loadTensor(this.folder, test.output);
    const [n, c, h, w] = test.shape;
    const error = await this.timed('golden', async () => {
      try {
        return maxAbsError(await network.run(x, n, c, h, w), expected);
      } catch (failure) {
        throw new InferenceError('sessionFailed', `test tensor: ${reason(failure)}`);
      }
    });
    if (!(error <= test.maxAbsErr))
      throw new InferenceError(
        'goldenMismatch',
        `test tensor differs by ${error} on ${network.provider}, allowed ${test.maxAbsErr}`,
      );
  }

  describe(): LoadedModel {
    const network = this.network;
    if (!network) throw new InferenceError('sessionFailed', 'no session');
    return {
      manifest: this.manifest,
      sha256: this.sha256,
      provider: network.provider,
      threads: network.threads,
      adapter: network.adapter,
      notes: [...this.notes],
      timings: { ...this.timings },
    };
  }
}
