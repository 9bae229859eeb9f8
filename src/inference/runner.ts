import { Blends } from './blend';
import { BoxesOutput } from './boxes';
import { InferenceError } from './contract';
import type { DenseOutput } from './dense';
import type { ModelManifest } from './manifest';
import { fillWindow, type ModelImage } from './model-image';
import type { Box } from './model-space';
import type { NetworkTensor } from './network';
import { isFinal, type EngineHooks, type Limits } from './recovery';
import { RunClock } from './run-clock';
import { ScoresOutput } from './scores';
import { denseShape, tensorOf, type Tensors } from './shapes';
import { Sums, type DenseShape, type Piece, type Slab } from './sums';
import { openPlanes, sizeOf, splitWindow } from './windows';

/** Voxels that neighbouring pieces of a split window share; they are blended over it. */
const SPLIT_OVERLAP = { plane: 48, volume: 16 };

export interface RunnerInput {
  readonly manifest: ModelManifest;
  readonly image: ModelImage;
  readonly windows: readonly Box[];
  /** Holds all windows inside the image. */
  readonly domain: Box;
  /** Which flips each window is run with; the first is none. */
  readonly flips: readonly (readonly boolean[])[];
  readonly dense: readonly DenseOutput[];
  readonly others: readonly (ScoresOutput | BoxesOutput)[];
  readonly budgetBytes: number;
}

const voxels = (box: Box): number => box.size[0] * box.size[1] * box.size[2];
const sameSize = (a: Box, b: Box): boolean => a.size.every((n, c) => n === b.size[c]);

/** Runs all windows of a job, slab by slab, and mends what can be mended. */
export class Runner {
  networkMs = 0;
  slowestMs = 0;
  runs = 0;
  peakBytes = 0;
  private readonly job: RunnerInput;
  private readonly limits: Limits;
  private readonly hooks: EngineHooks;
  private readonly ownBytes: () => number;
  private readonly planar: boolean;
  private readonly channelsLast: boolean;
  private readonly blends: Blends;
  private readonly clock = new RunClock();
  private x = new Float32Array(0);
  private slabs: Slab[];
  private slabAt = 0;
  private shapes: readonly DenseShape[] | undefined;
  private sums: Sums | undefined;
  /** Of the slab in work: its windows, how many were taken up, and pieces of those that are still to be run. */
  private queue: readonly Box[] = [];
  private next = 0;
  private queueVoxels = 0;
  private pending: Piece[] = [];
  private split = false;
  /** Is a batch being added? A failure then leaves sums on a device in doubt. */
  private adding = false;

  /** `ownBytes` is what the engine holds besides the sums. */
  constructor(job: RunnerInput, limits: Limits, hooks: EngineHooks, ownBytes: () => number) {
    this.job = job;
    this.limits = limits;
    this.hooks = hooks;
    this.ownBytes = ownBytes;
    const { axes } = job.manifest.inputs[0];
    this.planar = axes.length === 4;
    this.channelsLast = axes.endsWith('C');
    this.blends = new Blends(job.manifest.window, this.planar);
    this.slabs = [{ from: 0, to: job.domain.size[1] }];
    this.expect();
  }

  /** Tells the clock what all slabs together have. */
  private expect(): void {
    const all = this.slabs.flatMap((slab) => this.job.windows.filter((w) => this.inSlab(w, slab)));
    this.clock.expect(all.length, this.sizeOf(all));
  }

  private readonly sizeOf = (boxes: readonly Box[]): number =>
    boxes.reduce((n, w) => n + voxels(w), 0) * this.job.flips.length;

  /** @throws InferenceError aborted, outOfMemory, runFailed, manifestInvalid */
  async run(): Promise<void> {
    // The first answer tells the channels, and with them whether slabs are needed: this.slabs may grow.
    for (this.slabAt = 0; this.slabAt < this.slabs.length; this.slabAt++) await this.runSlab();
  }

  private inSlab(box: Box, slab = this.slabs[this.slabAt]): boolean {
    const h = box.start[1] - this.job.domain.start[1];
    return h < slab.to && h + box.size[1] > slab.from;
  }

  private async runSlab(): Promise<void> {
    this.start(this.job.windows.filter((w) => this.inSlab(w)));
    while (this.next < this.queue.length || this.pending.length > 0) {
      if (this.hooks.cancelled()) throw new InferenceError('aborted', 'cancelled');
      this.refill();
      const now = this.pending.slice(0, this.limits.batch);
      try {
        await this.runBatch(now);
      } catch (error) {
        if (isFinal(error)) throw error;
        await this.recover(error, now[0].box);
        continue;
      }
      if (this.pending.length === 0) this.split = false;
      this.report();
      await this.hooks.breathe();
    }
    this.sums?.dispose();
    this.sums = undefined;
  }

  private start(queue: readonly Box[]): void {
    this.queue = queue;
    this.next = 0;
    this.queueVoxels = this.sizeOf(queue);
    this.pending = [];
    this.split = false;
  }

  /** After a batch: how far the job is. */
  private report(): void {
    const later = this.slabs
      .slice(this.slabAt + 1)
      .flatMap((s) => this.job.windows.filter((w) => this.inSlab(w, s)));
    const pending = this.pending.reduce((n, p) => n + voxels(p.box), 0);
    const windows = this.queue.length - this.next + (this.pending.length > 0 ? 1 : 0) + later.length;
    this.hooks.onProgress(this.clock.progress(windows, this.queueVoxels + pending + this.sizeOf(later)));
  }

  /** Enough for one batch: pieces of the next window or windows, all of one size. */
  private refill(): void {
    while (this.next < this.queue.length && this.pending.length < this.limits.batch && !this.split) {
      const pieces = this.cut(this.queue[this.next]);
      if (this.pending.length > 0 && !sameSize(this.pending[0].box, pieces[0].box)) return;
      this.queueVoxels -= this.sizeOf([this.queue[this.next++]]);
      this.pending.push(...pieces);
      this.split = pieces.length > this.job.flips.length;
    }
  }

  private cut(window: Box, flips = this.job.flips): Piece[] {
    const { window: how } = this.job.manifest;
    const overlap = this.planar ? SPLIT_OVERLAP.plane : SPLIT_OVERLAP.volume;
    const boxes =
      how.size === 'fit'
        ? splitWindow(window, this.limits.maxVoxels, sizeOf(how.multipleOf, this.planar), overlap)
        : [window];
    const blend = this.blends.of(boxes[0].size, boxes.length > 1 ? overlap : 0);
    return flips.flatMap((flipped) => boxes.map((box): Piece => ({ box, blend, flipped })));
  }

  private async runBatch(now: readonly Piece[]): Promise<void> {
    const tensors = await this.ask(now);
    try {
      await this.collect(tensors, now);
    } finally {
      for (const tensor of Object.values(tensors)) tensor.dispose();
    }
  }

  /** Fills the tensor and runs the network. */
  private async ask(now: readonly Piece[]): Promise<Tensors> {
    const { image, manifest } = this.job;
    const { network } = this.limits;
    const count = image.channels.length;
    const one = count * voxels(now[0].box);
    if (this.x.length !== one * now.length) this.x = new Float32Array(one * now.length);
    now.forEach((p, n) =>
      fillWindow(this.x, n * one, image, p.box, p.flipped, manifest.window.pad, this.channelsLast),
    );
    const space = now[0].box.size.slice(this.planar ? 1 : 0);
    const dims = this.channelsLast ? [now.length, ...space, count] : [now.length, count, ...space];
    const start = performance.now();
    const tensors = await network.run(this.x, dims);
    const ms = performance.now() - start;
    this.networkMs += ms;
    this.slowestMs = Math.max(this.slowestMs, ms);
    this.runs++;
    this.limits.ran(voxels(now[0].box) * now.length, ms);
    const own = this.ownBytes() + (this.sums?.bytes ?? 0) + this.x.byteLength;
    this.peakBytes = Math.max(this.peakBytes, network.heapBytes() + own);
    return tensors;
  }

  /** Hands a batch's answers to the outputs and finishes planes that no later window touches. */
  private async collect(tensors: Tensors, now: readonly Piece[]): Promise<void> {
    const { dense, others, domain } = this.job;
    const found = dense.map((d) => tensorOf(tensors, d.output.name));
    if (!this.shapes) this.learnShapes(found, now);
    if (dense.length > 0) this.sums ??= this.open(0);
    await this.sums?.fetch(found);
    for (const other of others) await this.collectOther(other, tensors, now);
    this.adding = true;
    for (const [item, piece] of now.entries()) {
      if (this.inSlab(piece.box)) await this.sums?.add(found, piece, item);
      this.pending.shift();
      let plane = domain.size[0];
      for (const p of this.pending) plane = Math.min(plane, p.box.start[0] - domain.start[0]);
      if (this.next < this.queue.length)
        plane = Math.min(plane, this.queue[this.next].start[0] - domain.start[0]);
      await this.sums?.finishTo(plane);
    }
    this.adding = false;
  }

  private async collectOther(
    other: ScoresOutput | BoxesOutput,
    tensors: Tensors,
    now: readonly Piece[],
  ): Promise<void> {
    const { output } = other;
    const tensor = tensorOf(tensors, output.name);
    const data = await tensor.read();
    const keys = now.map((p) => [`${p.box.start.join()}/${p.box.size.join()}`, p.flipped.join()] as const);
    if (other instanceof ScoresOutput) {
      now.forEach((_, n) => other.take(data, tensor.dims, n, ...keys[n]));
      return;
    }
    const scores = await tensorOf(tensors, output.boxes?.scores ?? '').read();
    const classes = output.boxes?.classes;
    const numbers = classes === undefined ? undefined : await tensorOf(tensors, classes).read();
    other.take({ corners: data, scores, classes: numbers }, now[0].box, now[0].flipped, keys[0].join());
  }

  /** The channels of the dense outputs; and slabs, when the sums would be larger than the budget. */
  private learnShapes(found: readonly NetworkTensor[], now: readonly Piece[]): void {
    const { dense, domain, budgetBytes } = this.job;
    this.shapes = dense.map((d, n) => {
      const shape = denseShape(
        d.output,
        found[n].dims,
        now.length,
        now[0].box.size,
        this.planar,
        this.channelsLast,
      );
      d.learn(shape.channels);
      return shape;
    });
    const perVoxel = dense.reduce((sum, d, n) => sum + d.bytesPerVoxel(this.shapes?.[n].channels ?? 1), 0);
    const total = perVoxel * openPlanes(this.relative(), domain.size[0]) * domain.size[1] * domain.size[2];
    const count = Math.min(domain.size[1], Math.max(1, Math.ceil(total / budgetBytes)));
    if (count === 1) return;
    const row = (n: number): number => Math.round((n * domain.size[1]) / count);
    this.slabs = Array.from({ length: count }, (_, n) => ({ from: row(n), to: row(n + 1) }));
    const taken = this.queue.slice(0, this.next);
    const rest = this.queue.slice(this.next).filter((w) => this.inSlab(w));
    this.queue = [...taken, ...rest];
    this.queueVoxels = this.sizeOf(rest);
    this.expect();
    this.pending = this.pending.filter((p, n) => n < now.length || this.inSlab(p.box));
  }

  private relative(): Box[] {
    const d0 = this.job.domain.start[0];
    return this.queue.map((w) => ({ ...w, start: [w.start[0] - d0, w.start[1], w.start[2]] }));
  }

  private open(first: number): Sums {
    const { dense, domain } = this.job;
    const planes = openPlanes(this.relative(), domain.size[0]);
    const slab = this.slabs[this.slabAt];
    return new Sums(this.limits.network, dense, this.shapes ?? [], domain, slab, planes, first);
  }

  private async recover(error: unknown, window: Box): Promise<void> {
    const { sums, adding } = this;
    this.adding = false;
    const replaced = await this.limits.recover(error, window);
    if (sums?.onDevice && (replaced || adding)) {
      // The sums died with the device: what is not finished is run again.
      sums.dispose();
      const end = (w: Box): number => w.start[0] + w.size[0] - this.job.domain.start[0];
      this.start(this.queue.filter((w) => end(w) > sums.finished));
      this.sums = this.open(sums.finished);
      return;
    }
    // What is pending may be too large now: cut it again, by the new ceiling.
    const before = this.pending.length;
    this.pending = this.pending.flatMap((p) => {
      const pieces = this.cut(p.box, [p.flipped]);
      return pieces.length > 1 ? pieces : [p];
    });
    if (this.pending.length > before) this.split = true;
  }
}
