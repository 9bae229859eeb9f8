import type { ScalarGrid, VoxelMask } from '../volume';

export interface ValueStatistics {
  readonly count: number;
  readonly mean: number;
  /** Of the population. */
  readonly sd: number;
  readonly min: number;
  readonly max: number;
}

/** Calls `run` with the flat places in the volume of the first and after the last voxel of each run of a row. */
function eachRun({ grid }: ScalarGrid, mask: VoxelMask, run: (from: number, to: number) => void): void {
  const [nx, ny, nz] = mask.size;
  for (let c = 0; c < nz; c++)
    for (let b = 0; b < ny; b++) {
      const row = nx * (b + ny * c);
      const off =
        mask.start[0] + grid.dims[0] * (mask.start[1] + b + grid.dims[1] * (mask.start[2] + c)) - row;
      for (let v = row; v < row + nx; v++) {
        if (mask.data[v] !== 1) continue;
        const first = v;
        while (v < row + nx && mask.data[v] === 1) v++;
        run(first + off, v + off);
      }
    }
}

/**
 * Values under a mask that lies inside the volume; undefined when it has no voxel. Two passes without a division, for
 * segments of millions of voxels that change with every stroke.
 */
export function valueStatistics(volume: ScalarGrid, mask: VoxelMask): ValueStatistics | undefined {
  const { data } = volume;
  let count = 0;
  let sum = 0;
  let min = Infinity;
  let max = -Infinity;
  eachRun(volume, mask, (from, to) => {
    count += to - from;
    for (let v = from; v < to; v++) {
      const value = data[v];
      sum += value;
      if (value < min) min = value;
      if (value > max) max = value;
    }
  });
  if (count === 0) return undefined;
  const mean = sum / count;
  let squares = 0;
  eachRun(volume, mask, (from, to) => {
    for (let v = from; v < to; v++) squares += (data[v] - mean) * (data[v] - mean);
  });
  return { count, mean, sd: Math.sqrt(squares / count), min, max };
}
