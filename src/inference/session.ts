import { openDevice, type GpuDevice } from './adapter';
import { InferenceError, type EngineOptions, type LoadedModel, type Provider } from './contract';
import { withFault } from './fault';
import { Unsupported } from './kernels/graph';
import { openKernels } from './kernels/network';
import { weightsFor, type ModelManifest } from './manifest';
import { maxAbsError, threadCount, type Network } from './network';
import { ort, type InferenceSession } from './runtime';
import { fetchStages, type StageHost } from './stage';
import { loadManifest, loadTensor, loadWeights } from './store';
import { wrapSession } from './tensors';

const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Operator that onnxruntime says it does not have, in its own words of several versions. */
function missingOperator(text: string): string | undefined {
  const found =
    /implementation for ([\w.:]+)\s*\(/.exec(text) ??
    /No Op registered for ([\w.:]+)/.exec(text) ??
    /error:\s*([\w.:]+)\(-?\d+\) is not a registered/.exec(text);
  return found?.[1];
}

function sessionError(file: string, error: unknown): InferenceError {
  const text = reason(error);
  const operator = missingOperator(text);
  if (operator) return new InferenceError('unsupportedOperator', `${file}: operator ${operator}: ${text}`);
  const code = /bad_alloc|out of memory|allocation failed/i.test(text) ? 'outOfMemory' : 'sessionFailed';
  return new InferenceError(code, `${file}: ${text}`);
}

/** The shape of one window of the model, batch 1, in the order of its axes. */
export function windowShape(manifest: ModelManifest): number[] {
  const { axes, slices, channels } = manifest.inputs[0];
  const count = slices
    ? ('offsetsMm' in slices ? slices.offsetsMm : slices.offsets).length
    : (channels?.length ?? 1);
  const { patch } = manifest.window;
  return axes.endsWith('C') ? [1, ...patch, count] : [1, count, ...patch];
}

/** Loads one model and opens it where it may run; keeps what is needed to open it again elsewhere. */
export class ModelSession {
  readonly manifest: ModelManifest;
  readonly notes: string[] = [];
  readonly timings: Record<string, number> = {};
  network: Network | undefined;
  sha256 = '';
  /** What the network runs on; undefined on WASM. */
  private device: GpuDevice | undefined;
  /** Asked for, or because the kernels failed in a run. */
  private withoutKernels: boolean;
  private readonly folder: string;
  private readonly options: EngineOptions;
  private readonly onProgress: (done: number, total: number) => void;

  constructor(
    folder: string,
    options: EngineOptions,
    manifest: ModelManifest,
    onProgress: (done: number, total: number) => void,
  ) {
    this.folder = folder;
    this.options = options;
    this.withoutKernels = options.withoutKernels === true;
    this.manifest = manifest;
    this.onProgress = onProgress;
  }

  /**
   * @throws InferenceError modelMissing, manifestInvalid, shaMismatch, sessionFailed, unsupportedOperator,
   * goldenMismatch
   */
  static async load(
    folder: string,
    options: EngineOptions,
    onProgress: (done: number, total: number) => void,
  ): Promise<ModelSession> {
    const session = new ModelSession(folder, options, await loadManifest(folder), onProgress);
    await session.timed('fetch', () => fetchStages(folder, session.manifest));
    for (const provider of options.providers ?? (['webgpu', 'wasm'] as const)) {
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

  private get threads(): number {
    return (
      this.options.threads ??
      threadCount(globalThis.crossOriginIsolated === true, navigator.hardwareConcurrency || 1)
    );
  }

  private async create(provider: Provider, device?: GpuDevice): Promise<Network> {
    const entry = weightsFor(this.manifest, provider);
    const bytes = await this.timed('fetch', () => loadWeights(this.folder, entry, this.onProgress));
    ort.env.wasm.numThreads = this.threads;
    // The object form: the string 'webgpu' would take a device that onnxruntime owns and we cannot watch.
    const executionProvider = device
      ? ({
          name: 'webgpu',
          device: device.device,
          // An empty list is an error to onnxruntime.
          ...(entry.cpuNodes?.length ? { forceCpuNodeNames: entry.cpuNodes } : {}),
        } as InferenceSession.ExecutionProviderConfig)
      : 'wasm';
    const dense = this.manifest.outputs.filter(
      (o) => (o.kind === 'labelmap' && o.activation !== 'argmax') || o.kind === 'heatmap',
    );
    let session: InferenceSession;
    try {
      session = await this.timed('session', () =>
        ort.InferenceSession.create(bytes, {
          executionProviders: [executionProvider],
          enableMemPattern: false,
          // Sums of windows are made on the device; only what is finished comes back.
          ...(device && dense.length > 0
            ? {
                preferredOutputLocation: Object.fromEntries(
                  dense.map((o) => [o.name, 'gpu-buffer' as const]),
                ),
              }
            : {}),
        }),
      );
    } catch (error) {
      throw sessionError(entry.file, error);
    }
    for (const input of this.manifest.inputs)
      if (!session.inputNames.includes(input.name))
        throw new InferenceError(
          'manifestInvalid',
          `inputs: ${entry.file} has no input ${input.name}, it has ${session.inputNames.join(', ')}`,
        );
    for (const output of this.manifest.outputs)
      if (!session.outputNames.includes(output.name))
        throw new InferenceError(
          'manifestInvalid',
          `outputs: ${entry.file} has no output ${output.name}, it has ${session.outputNames.join(', ')}`,
        );
    this.sha256 = entry.sha256;
    const placement = { provider, threads: this.threads, adapter: device?.name ?? '' };
    return withFault(
      wrapSession(session, this.manifest.inputs[0], placement, device),
      this.options.fault,
      device,
    );
  }

  /** True when the network runs on a graphics device and agrees with its test tensor; else a note says why not. */
  async tryWebGpu(): Promise<boolean> {
    const opened = await openDevice(this.options.allowSoftwareAdapter === true);
    if ('refused' in opened) {
      this.notes.push(opened.refused);
      return false;
    }
    try {
      const network = await this.create('webgpu', opened);
      await this.golden(network, true);
      this.network = network;
      this.device = opened;
      return true;
    } catch (error) {
      this.notes.push(`WebGPU (${opened.name}) failed, WASM is used: ${reason(error)}`);
      opened.device.destroy();
      return false;
    }
  }

  /**
   * The network by Lamplight's own kernels, which are faster than onnxruntime on WebAssembly. Only one that comes with
   * a test tensor, made elsewhere, which they reproduce; undefined for any other.
   */
  private async tryKernels(): Promise<Network | undefined> {
    const { test } = this.manifest;
    if (!test || test.madeOn || this.withoutKernels) return undefined;
    const entry = weightsFor(this.manifest, 'wasm');
    const bytes = await this.timed('fetch', () => loadWeights(this.folder, entry, this.onProgress));
    let opened: Network | undefined;
    try {
      const wanted = {
        input: this.manifest.inputs[0].name,
        outputs: this.manifest.outputs.map(({ name }) => name),
      };
      const network = await this.timed('session', () => openKernels(bytes, this.threads, wanted));
      opened = network;
      await this.golden(network, false);
      this.sha256 = entry.sha256;
      return withFault(network, this.options.fault, undefined);
    } catch (error) {
      await opened?.release();
      // A network of other layers is no fault that a reader should hear of.
      if (!(error instanceof Unsupported))
        this.notes.push(`onnxruntime computes ${entry.file}: ${reason(error)}`);
      return undefined;
    }
  }

  async openWasm(): Promise<Network> {
    const own = await this.tryKernels();
    const network = own ?? (await this.create('wasm'));
    if (!own) await this.golden(network, false);
    this.network = network;
    this.device = undefined;
    return network;
  }

  /**
   * Opens the network again in the middle of a run: on a new device when that is still worth a try, else on WASM; by
   * onnxruntime when it was the kernels that failed.
   * @throws InferenceError
   */
  async reopen(allowWebGpu: boolean): Promise<Network> {
    const before = this.network;
    this.network = undefined;
    if (before?.kernels) this.withoutKernels = true;
    await before?.release();
    if (allowWebGpu && (await this.tryWebGpu()) && this.network) return this.network;
    return this.openWasm();
  }

  /**
   * Runs the stored test tensor. It is the warm-up too: shaders are compiled now, not in the first window. A model
   * without a test is warmed up with an empty window where that matters, on WebGPU.
   */
  private async golden(network: Network, warmUp: boolean): Promise<void> {
    const { test } = this.manifest;
    const result = await this.timed('golden', async () => {
      try {
        if (!test && warmUp) await this.dummy(network, new Float32Array(product(windowShape(this.manifest))));
        // What WASM answered once is not worth asking WASM again.
        return test?.madeOn === network.provider ? undefined : await this.compareTest(network);
      } catch (failure) {
        if (failure instanceof InferenceError) throw failure;
        throw new InferenceError('sessionFailed', `test tensor: ${reason(failure)}`);
      }
    });
    if (result && !(result.maxAbsErr <= result.allowed))
      throw new InferenceError(
        'goldenMismatch',
        `test tensor differs by ${result.maxAbsErr} on ${network.provider}, allowed ${result.allowed}`,
      );
  }

  /** How far the answer to the manifest's test tensor is from the stored one; nothing without a test. */
  async compareTest(network: Network): Promise<{ maxAbsErr: number; allowed: number } | undefined> {
    const { test } = this.manifest;
    if (!test) return undefined;
    const x = await loadTensor(this.folder, test.input, test.inputSha256);
    const expected = await loadTensor(this.folder, test.output, test.outputSha256);
    const outputs = await network.run(x, test.shape);
    const tensor = outputs[test.outputName ?? this.manifest.outputs[0].name];
    try {
      const found = tensor ? await tensor.read() : new Float32Array(0);
      return { maxAbsErr: maxAbsError(found, expected), allowed: test.maxAbsErr };
    } finally {
      for (const output of Object.values(outputs)) output.dispose();
    }
  }

  /** One window, all outputs read. */
  async dummy(
    network: Network,
    x: Float32Array,
  ): Promise<{ name: string; dims: readonly number[]; data: Float32Array }[]> {
    const outputs = await network.run(x, windowShape(this.manifest));
    try {
      const read = [];
      for (const [name, tensor] of Object.entries(outputs))
        read.push({ name, dims: tensor.dims, data: (await tensor.read()).slice() });
      return read;
    } finally {
      for (const output of Object.values(outputs)) output.dispose();
    }
  }

  /** Where further networks of the model are, and where they may run. */
  place(): Pick<StageHost, 'folder' | 'manifest' | 'provider' | 'device' | 'threads' | 'withoutKernels'> {
    const { folder, manifest, network, device, threads } = this;
    const { withoutKernels } = this;
    return { folder, manifest, provider: network?.provider ?? 'wasm', device, threads, withoutKernels };
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
      kernels: network.kernels === true,
      notes: [...this.notes],
      timings: { ...this.timings },
    };
  }
}

export const product = (dims: readonly number[]): number => dims.reduce((a, b) => a * b, 1);
