import type { Placement } from './contract';

/** One output of a run: on the processor, or still on the graphics device. */
export interface NetworkTensor {
  readonly dims: readonly number[];
  /** Where it stayed on the device. */
  readonly gpuBuffer?: GPUBuffer;
  /** As float32, fetched from the device when it is there. Whole numbers (labels) come as float32 too. */
  read(): Promise<Float32Array>;
  dispose(): void;
}

/** A network that is ready to run: what the engine needs of it. */
export interface Network extends Placement {
  /**
   * x is the input tensor in the order of the manifest's axes, dims its shape with the batch in front. Returns
   * the outputs by name; whoever asked disposes them.
   */
  run(x: Float32Array, dims: readonly number[]): Promise<Readonly<Record<string, NetworkTensor>>>;
  /** Sums overlapping windows on the device where the outputs are; nothing when they come to the processor anyway. */
  accumulator?(spec: AccumulatorSpec): Accumulator | undefined;
  /** Why the graphics device is gone, or undefined while it is there. */
  lost(): string | undefined;
  /** Bytes of the WebAssembly heap. */
  heapBytes(): number;
  release(): Promise<void>;
}

/** What is summed for one dense output (labelmap or heatmap). */
export interface AccumulatorSpec {
  /** Channels of the network's output. */
  readonly channels: number;
  /** Is the channel the last axis of the output instead of the second? */
  readonly channelsLast: boolean;
  /** D, H, W of the model's image; H of the slab when the image is cut into slabs. */
  readonly planes: number;
  readonly height: number;
  readonly width: number;
  /** Most planes that are open at the same time. */
  readonly openPlanes: number;
  /** 'label': number of the best channel (argmax). 'value': activated value a channel, times 65535. */
  readonly give: 'label' | 'value';
  readonly activation: 'softmax' | 'sigmoid' | 'none';
}

/** Where one window of a batch lies in the model's image (or slab); it may reach over its border. */
export interface AccumulatorWindow {
  readonly start: readonly [number, number, number];
  readonly size: readonly [number, number, number];
  /** Blend weight along D, H and W; a voxel weighs the product, raised to `floor` where it is less. */
  readonly weights: readonly [Float32Array, Float32Array, Float32Array];
  readonly floor: number;
  /** Which item of the batch, and which spatial axes the input was flipped along. */
  readonly item: number;
  readonly flipped: readonly boolean[];
}

/**
 * Sums windows weighted and gives planes once no later window touches them. Weighted mean first, then activation
 * (as nnU-Net and MONAI do with logits).
 */
export interface Accumulator {
  add(tensor: NetworkTensor, window: AccumulatorWindow): Promise<void>;
  /**
   * Planes [from, to) are complete. 'label': one array of bytes, plane after plane; 'value': one array a channel.
   * A voxel that no window touched is 0. Frees their space.
   */
  finish(from: number, to: number): Promise<readonly (Uint8Array | Uint16Array)[]>;
  /** Bytes held. */
  readonly bytes: number;
  dispose(): void;
}

/** Largest absolute difference of two equally long tensors; Infinity when lengths differ or a value is not finite. */
export function maxAbsError(found: Float32Array, expected: Float32Array): number {
  if (found.length !== expected.length) return Infinity;
  let worst = 0;
  for (let n = 0; n < found.length; n++) {
    const d = Math.abs(found[n] - expected[n]);
    if (!(d <= worst)) worst = d;
    if (Number.isNaN(d)) return Infinity;
  }
  return worst;
}

/** WebAssembly threads for a machine: one without isolation; all up to four cores; beyond, the physical ones. */
export function threadCount(isolated: boolean, logicalCores: number): number {
  if (!isolated) return 1;
  return Math.max(1, logicalCores <= 4 ? logicalCores : Math.min(8, Math.max(4, logicalCores >> 1)));
}
