import { CpuAccumulator, NearestLabels } from './accumulate';
import type { BlendWeights } from './blend';
import type { DenseOutput } from './dense';
import type { Box, Triple } from './model-space';
import type { Accumulator, AccumulatorSpec, Network, NetworkTensor } from './network';

/** A window or a part of one, as it goes into a batch. */
export interface Piece {
  readonly box: Box;
  readonly blend: BlendWeights;
  /** Spatial axes that its input is flipped along. */
  readonly flipped: readonly boolean[];
}

/** Rows [from, to) of the domain: the whole of it, or one of several slabs. */
export interface Slab {
  readonly from: number;
  readonly to: number;
}

export interface DenseShape {
  readonly channels: number;
  readonly channelsLast: boolean;
}

/** Planes that are fetched at once: what is made for it in between stays small. */
const PLANES_AT_ONCE = 16;

/**
 * The sums of all dense outputs over one slab of the domain, from plane `first` of the domain on. Finished planes
 * go to their outputs.
 */
export class Sums {
  /** Planes of the domain that are finished. */
  finished: number;
  /** Do the sums die with the graphics device? */
  readonly onDevice: boolean;
  private readonly first: number;
  private readonly outputs: readonly DenseOutput[];
  private readonly accumulators: readonly Accumulator[];
  private readonly domain: Box;
  private readonly slab: Slab;

  constructor(
    network: Network,
    outputs: readonly DenseOutput[],
    shapes: readonly DenseShape[],
    domain: Box,
    slab: Slab,
    openPlanes: number,
    first: number,
  ) {
    this.outputs = outputs;
    this.domain = domain;
    this.slab = slab;
    this.first = this.finished = first;
    let onDevice = false;
    this.accumulators = outputs.map((dense, n) => {
      const spec: AccumulatorSpec = {
        ...shapes[n],
        ...dense.summing,
        planes: domain.size[0] - first,
        height: slab.to - slab.from,
        width: domain.size[2],
        openPlanes: Math.min(openPlanes, domain.size[0] - first),
      };
      // Nothing is summed where the network gives label numbers.
      if (dense.output.activation === 'argmax') return new NearestLabels(spec);
      const there = network.accumulator?.(spec);
      if (!there) return new CpuAccumulator(spec);
      onDevice = true;
      return there;
    });
    this.onDevice = onDevice;
  }

  get bytes(): number {
    return this.accumulators.reduce((n, a) => n + a.bytes, 0);
  }

  /** Fetches what is summed on the processor: after this, adding cannot fail half way there. */
  async fetch(tensors: readonly NetworkTensor[]): Promise<void> {
    for (const [n, a] of this.accumulators.entries())
      if (a instanceof CpuAccumulator || a instanceof NearestLabels) await a.fetch(tensors[n]);
  }

  /** Adds item `item` of the batch. Order: any that keeps the planes open that were announced. */
  async add(tensors: readonly NetworkTensor[], piece: Piece, item: number): Promise<void> {
    const { box, blend, flipped } = piece;
    const start: Triple = [
      box.start[0] - this.domain.start[0] - this.first,
      box.start[1] - this.domain.start[1] - this.slab.from,
      box.start[2] - this.domain.start[2],
    ];
    for (const [n, a] of this.accumulators.entries())
      await a.add(tensors[n], { start, size: box.size, ...blend, item, flipped });
  }

  /** No window that is still to come touches planes of the domain before `plane`: they go to the outputs. */
  async finishTo(plane: number): Promise<void> {
    const rows = this.slab.to - this.slab.from;
    while (this.finished < plane) {
      const to = Math.min(plane, this.finished + PLANES_AT_ONCE);
      const found: (readonly (Uint8Array | Uint16Array)[])[] = [];
      // All or none: what was handed on is not asked for again when a device is lost in between.
      for (const a of this.accumulators)
        found.push(await a.finish(this.finished - this.first, to - this.first));
      this.outputs.forEach((dense, n) =>
        dense.take(this.finished, to - this.finished, this.slab.from, rows, found[n]),
      );
      this.finished = to;
    }
  }

  dispose(): void {
    for (const a of this.accumulators) {
      try {
        a.dispose();
      } catch {
        // What lay on a lost device is gone already.
      }
    }
  }
}
