import type { Placement } from './contract';

/** A slice network that is ready to run: what the engine needs of it. */
export interface Network extends Placement {
  /** x is [n, channels, height, width]; returns raw output [n, 1, height, width]. */
  run(x: Float32Array, n: number, channels: number, height: number, width: number): Promise<Float32Array>;
  /** Why the graphics device is gone, or undefined while it is there. */
  lost(): string | undefined;
  release(): Promise<void>;
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
