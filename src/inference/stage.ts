/** Further networks of a model (`stages` of its manifest): small ones, for what the first network found. */
import type { GpuDevice } from './adapter';
import { InferenceError, type Placement, type Provider, type StageResult } from './contract';
import { isImportedFolder } from './folders';
import type { ModelManifest, ModelStage } from './manifest';
import { Unsupported } from './kernels/graph';
import { openKernels } from './kernels/network';
import { maxAbsError, type Network } from './network';
import { ort, type InferenceSession } from './runtime';
import { loadTensor, loadWeights } from './store';
import { wrapSession } from './tensors';

/** Items in one run of a stage, and values of them: enough to keep the threads busy, little memory. */
const MOST_ITEMS = 64;
const MOST_VALUES = 2 ** 21;

/** Where stages come from and where they may run: an open model. */
export interface StageHost {
  readonly folder: string;
  readonly manifest: ModelManifest;
  /** Where the model's first network runs. */
  readonly provider: Provider;
  readonly device?: GpuDevice;
  readonly threads: number;
  /** See EngineOptions. */
  readonly withoutKernels?: boolean;
  readonly cancelled: () => boolean;
  readonly breathe: () => Promise<void>;
  /** Networks that are open, kept for the next request; the host's own. */
  readonly opened: OpenStages;
}

const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error));
const length = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

/**
 * The stages' files, their test tensors among them, checked, so that they are on this computer from the first time on
 * that the model was. Those of an imported model are not run.
 */
export async function fetchStages(folder: string, { stages }: ModelManifest): Promise<void> {
  if (isImportedFolder(folder)) return;
  for (const stage of Object.values(stages)) {
    await loadWeights(folder, stage, () => undefined);
    // What proves it when it is opened, perhaps without the server.
    if (!stage.test) continue;
    await loadTensor(folder, stage.test.input, stage.test.inputSha256);
    await loadTensor(folder, stage.test.output, stage.test.outputSha256);
  }
}

type Outputs = Readonly<Record<string, Float32Array>>;

/** The shape of an item: the manifest's, its open lengths as given. @throws InferenceError */
function itemShape({ file, input }: ModelStage, given?: readonly number[]): readonly number[] {
  const shape = given ?? input.shape;
  const fits =
    shape.length === input.shape.length && shape.every((n, c) => n !== null && n === (input.shape[c] ?? n));
  if (!fits)
    throw new InferenceError(
      'runFailed',
      `${file}: items of ${shape.join(' x ')} for ${input.shape.join(' x ')}`,
    );
  return shape as readonly number[];
}

/** Opens a stage by onnxruntime. @throws InferenceError */
async function openSession(
  host: StageHost,
  stage: ModelStage,
  bytes: Uint8Array,
  device?: GpuDevice,
): Promise<Network> {
  const provider = device
    ? ({ name: 'webgpu', device: device.device } as InferenceSession.ExecutionProviderConfig)
    : 'wasm';
  ort.env.wasm.numThreads = host.threads;
  let session: InferenceSession;
  try {
    session = await ort.InferenceSession.create(bytes, {
      executionProviders: [provider],
      enableMemPattern: false,
    });
  } catch (error) {
    throw new InferenceError('sessionFailed', `${stage.file}: ${reason(error)}`);
  }
  const missing = [
    ...(session.inputNames.includes(stage.input.name) ? [] : [stage.input.name]),
    ...stage.outputs.flatMap((o) => (session.outputNames.includes(o.name) ? [] : [o.name])),
  ];
  if (missing.length > 0)
    throw new InferenceError('manifestInvalid', `${stage.file} has no ${missing.join(', ')}`);
  const placement: Placement = {
    provider: device ? 'webgpu' : 'wasm',
    threads: host.threads,
    adapter: device?.name ?? '',
  };
  // The device is the first network's own, which ends it.
  return wrapSession(session, { name: stage.input.name, dataType: 'float32' }, placement);
}

class StageNetwork {
  private readonly network: Network;
  private readonly stage: ModelStage;
  /** Why not the kernels. */
  readonly notes: readonly string[];
  private constructor(network: Network, stage: ModelStage, notes: readonly string[]) {
    this.network = network;
    this.stage = stage;
    this.notes = notes;
  }

  /** Opens a stage and proves it with its test tensor. @throws InferenceError */
  static async open(host: StageHost, stage: ModelStage, device?: GpuDevice): Promise<StageNetwork> {
    const bytes = await loadWeights(host.folder, stage, () => undefined);
    const notes: string[] = [];
    if (!device && stage.test && !host.withoutKernels)
      try {
        const own = await openKernels(bytes, host.threads, {
          input: stage.input.name,
          outputs: stage.outputs.map(({ name }) => name),
        });
        return await new StageNetwork(own, stage, []).proved(host.folder);
      } catch (error) {
        if (!(error instanceof Unsupported))
          notes.push(`onnxruntime computes ${stage.file}: ${reason(error)}`);
      }
    return new StageNetwork(await openSession(host, stage, bytes, device), stage, notes).proved(host.folder);
  }

  private async proved(folder: string): Promise<this> {
    try {
      await this.prove(folder);
      return this;
    } catch (error) {
      await this.release();
      throw error;
    }
  }

  private async prove(folder: string): Promise<void> {
    const { test, file, outputs } = this.stage;
    if (!test) return;
    const x = await loadTensor(folder, test.input, test.inputSha256);
    const expected = await loadTensor(folder, test.output, test.outputSha256);
    const found = (await this.run(x, test.shape[0], test.shape.slice(1)))[test.outputName ?? outputs[0].name];
    const error = maxAbsError(found, expected);
    if (!(error <= test.maxAbsErr))
      throw new InferenceError(
        'goldenMismatch',
        `${file}: test tensor differs by ${error}, allowed ${test.maxAbsErr}`,
      );
  }

  /** One batch of items of this shape. Every output has one row an item. */
  async run(x: Float32Array, items: number, shape: readonly number[]): Promise<Outputs> {
    const { outputs, file } = this.stage;
    const found = await this.network.run(x, [items, ...shape]);
    const read: Record<string, Float32Array> = {};
    for (const { name, labels } of outputs) {
      const data = await found[name].read();
      const row = labels?.length;
      if (data.length !== items * (row ?? Math.floor(data.length / items)))
        throw new InferenceError('runFailed', `${file}: ${name} is not ${items} x ${row ?? 'a map'}`);
      read[name] = data.slice();
    }
    for (const tensor of Object.values(found)) tensor.dispose();
    return read;
  }

  release(): Promise<void> {
    return this.network.release();
  }
}

/** The stages of one model that are open, one network a stage. */
export class OpenStages {
  private readonly all = new Map<string, { readonly device?: GpuDevice; readonly network: StageNetwork }>();

  /** The stage's network on this device (none: WASM), opened and proved now unless it was before. @throws InferenceError */
  async of(host: StageHost, name: string, device?: GpuDevice): Promise<StageNetwork> {
    const before = this.all.get(name);
    if (before && before.device === device) return before.network;
    this.all.delete(name);
    await before?.network.release();
    const network = await StageNetwork.open(host, host.manifest.stages[name], device);
    this.all.set(name, { device, network });
    return network;
  }
}

/**
 * Opens all stages where the first network runs, so that nobody waits for it later. What cannot be opened is left to
 * the run that asks for it.
 */
export async function warmStages(host: StageHost): Promise<void> {
  if (isImportedFolder(host.folder)) return;
  const device = host.provider === 'webgpu' ? host.device : undefined;
  for (const name of Object.keys(host.manifest.stages))
    await host.opened.of(host, name, device).catch(() => undefined);
}

async function runOn(
  host: StageHost,
  name: string,
  x: Float32Array,
  shape: readonly number[],
  notes: string[],
  device?: GpuDevice,
): Promise<Outputs> {
  const network = await host.opened.of(host, name, device);
  notes.push(...network.notes);
  const one = length(shape);
  const items = x.length / one;
  const most = Math.max(1, Math.min(MOST_ITEMS, Math.floor(MOST_VALUES / one)));
  const all: Record<string, Float32Array> = {};
  for (let from = 0; from < items; from += most) {
    if (host.cancelled()) throw new InferenceError('aborted', 'cancelled');
    const to = Math.min(items, from + most);
    const outputs = await network.run(x.subarray(from * one, to * one), to - from, shape);
    for (const [output, values] of Object.entries(outputs)) {
      const row = values.length / (to - from);
      all[output] ??= new Float32Array(items * row);
      all[output].set(values, from * row);
    }
    await host.breathe();
  }
  return all;
}

/**
 * Runs a stage on items that stand one after the other in `x`. On the graphics device of the first network when the
 * stage agrees with its test tensor there, else on WASM; a note says why.
 * @throws InferenceError manifestInvalid, modelMissing, shaMismatch, sessionFailed, goldenMismatch, runFailed, aborted
 */
export async function runStage(
  host: StageHost,
  name: string,
  x: Float32Array,
  given?: readonly number[],
): Promise<StageResult> {
  const stage = host.manifest.stages[name];
  if (!stage) throw new InferenceError('manifestInvalid', `${host.manifest.id}: stages.${name}: missing`);
  const shape = itemShape(stage, given);
  const one = length(shape);
  if (x.length === 0 || x.length % one !== 0)
    throw new InferenceError('runFailed', `${x.length} values are no whole number of items of ${one}`);
  const begin = performance.now();
  const notes: string[] = [];
  const done = (provider: Provider, outputs: Outputs): StageResult => ({
    outputs,
    provider,
    ms: performance.now() - begin,
    notes,
  });
  if (host.provider === 'webgpu' && host.device)
    try {
      return done('webgpu', await runOn(host, name, x, shape, notes, host.device));
    } catch (error) {
      if (error instanceof InferenceError && error.code === 'aborted') throw error;
      notes.push(`${stage.file}: WebGPU (${host.device.name}) failed, WASM is used: ${reason(error)}`);
    }
  try {
    return done('wasm', await runOn(host, name, x, shape, notes));
  } catch (error) {
    throw error instanceof InferenceError ? error : new InferenceError('runFailed', reason(error));
  }
}
