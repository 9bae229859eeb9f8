import { InferenceError, type RunProgress } from './contract';
import type { Network } from './network';
import type { Box } from './model-space';

/** A run of the network should not take longer than this, so that a cancel is heard in time. */
const RUN_BUDGET_MS = 1000;
/** 2-D windows of one shape that go to a graphics processor together. */
const GPU_BATCH = 4;
/** Small ones go to a processor in pairs, an image and its mirror image: the threads meet half as often. */
const CPU_BATCH = { most: 2, voxels: 256 * 256 };
/** A slow machine splits windows no further than this: smaller ones would cost the network its context. */
const SLOW_VOXELS = { plane: 256 * 256, volume: 96 * 96 * 96 };
/** Want of memory may. */
const SMALLEST_VOXELS = { plane: 96 * 96, volume: 48 * 48 * 48 };

/** What the engine asks of the worker around it. */
export interface EngineHooks {
  readonly onProgress: (progress: RunProgress) => void;
  /** Checked between windows. */
  readonly cancelled: () => boolean;
  /** Opens the network again after the device failed: a new device first where that is allowed, else WASM. */
  readonly reopen: (why: string, allowWebGpu: boolean) => Promise<Network>;
  /** Lets messages in between two runs. */
  readonly breathe: () => Promise<void>;
  readonly note: (text: string) => void;
}

export const isMemoryError = (text: string): boolean =>
  /out of memory|bad_alloc|allocation failed|memory access out of bounds|OOM/i.test(text);

/** A graph that was exported for one item at a time says so in one of these words. */
const isShapeError = (text: string): boolean => /invalid dimensions|batch|shape mismatch/i.test(text);

/** Errors that no other device and no smaller window would mend. */
export const isFinal = (error: unknown): boolean =>
  error instanceof InferenceError && !['runFailed', 'outOfMemory'].includes(error.code);

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** What the run may ask of the machine at the moment: where, how many windows at once, how large. */
export class Limits {
  network: Network;
  /** Windows a run. */
  batch: number;
  /** Voxels a window, with size 'fit'. */
  maxVoxels: number;
  private mostAtOnce: number;
  private ceiling: number;
  private msPerVoxel = Infinity;
  private losses = 0;
  private readonly patch: number;
  private readonly fit: boolean;
  private readonly kind: 'plane' | 'volume';
  private readonly hooks: EngineHooks;
  private readonly note: (text: string) => void;

  /** `patch` is the voxels of the largest window; `mostAtOnce` the windows that the model takes in one run. */
  constructor(
    network: Network,
    hooks: EngineHooks,
    note: (text: string) => void,
    model: {
      readonly patch: number;
      readonly fit: boolean;
      readonly planar: boolean;
      readonly alone: boolean;
    },
  ) {
    this.network = network;
    this.hooks = hooks;
    this.note = note;
    this.patch = this.ceiling = this.maxVoxels = model.patch;
    this.fit = model.fit;
    this.kind = model.planar ? 'plane' : 'volume';
    this.mostAtOnce = model.planar && !model.alone ? GPU_BATCH : 1;
    this.batch = this.atOnce();
  }

  /** Windows a run that the network's place takes well. */
  private atOnce(): number {
    if (this.network.provider === 'webgpu') return this.mostAtOnce;
    return this.patch <= CPU_BATCH.voxels ? Math.min(CPU_BATCH.most, this.mostAtOnce) : 1;
  }

  /** A run of so many voxels took so long. */
  ran(voxels: number, ms: number): void {
    if (!this.fit) return;
    // The fastest run so far says what the machine can do: a busy moment must not change how a scan is cut.
    this.msPerVoxel = Math.min(this.msPerVoxel, ms / voxels);
    this.maxVoxels = Math.min(
      this.ceiling,
      Math.max(SLOW_VOXELS[this.kind], RUN_BUDGET_MS / this.msPerVoxel),
    );
  }

  /**
   * Decides what to do after a failed run. True when the network is another one now, and what was on the old
   * one's device is lost.
   * @throws InferenceError outOfMemory, runFailed when nothing is left to try
   */
  async recover(error: unknown, window: Box): Promise<boolean> {
    const text = messageOf(error);
    // The news that a device is lost comes as a message of its own.
    await this.hooks.breathe();
    const lost = this.network.lost();
    const memory = isMemoryError(text);
    if (lost === undefined && this.ask(text, memory, window)) return false;
    const { provider, kernels } = this.network;
    if (provider === 'wasm' && !kernels) {
      if (!memory) throw new InferenceError('runFailed', text);
      const size = window.size.filter((_, c) => c > 0 || this.kind === 'volume').join(' x ');
      const why = this.fit
        ? 'no smaller window helps'
        : `the model's window of ${size} voxels cannot be made smaller`;
      throw new InferenceError('outOfMemory', `out of memory: ${why} (${text})`);
    }
    const failed = !kernels && (!memory || lost !== undefined);
    if (failed) this.losses++;
    const again = failed && this.losses === 1;
    const why = lost ?? text;
    void this.network.release().catch(() => undefined);
    try {
      this.network = await this.hooks.reopen(why, again);
    } catch (failure) {
      if (failure instanceof InferenceError) throw failure;
      throw new InferenceError(memory ? 'outOfMemory' : 'runFailed', `${why}; then ${messageOf(failure)}`);
    }
    const where = this.network.provider === 'wasm' ? 'WASM' : 'a new graphics device';
    this.note(
      kernels
        ? `the kernels failed in the run, continued with onnxruntime: ${why}`
        : `WebGPU failed in the run, continued on ${where}: ${why}`,
    );
    this.batch = this.atOnce();
    this.ceiling = this.maxVoxels = this.patch;
    this.msPerVoxel = Infinity;
    return true;
  }

  /** Can the same network go on with less at once? */
  private ask(text: string, memory: boolean, window: Box): boolean {
    if (this.batch > 1 && (memory || isShapeError(text))) {
      this.batch = this.mostAtOnce = 1;
      this.note(`${memory ? 'out of memory' : 'batch refused'}: one window at a time (${text})`);
      return true;
    }
    const voxels = window.size[0] * window.size[1] * window.size[2];
    if (!memory || !this.fit || voxels <= SMALLEST_VOXELS[this.kind] * 2) return false;
    this.ceiling = this.maxVoxels = Math.max(SMALLEST_VOXELS[this.kind], voxels / 2);
    this.note(`out of memory: windows of at most ${Math.round(this.ceiling)} voxels (${text})`);
    return true;
  }
}
