import type { Lungs } from './lungs';

/**
 * The lungs' box on each of `slices` slices, in pixels of the volume: four numbers a slice, [i0, j0, i1, j1] with
 * the end excluded, all 0 where there is no lung. What the engine looks at; it adds the model's margin.
 */
export function lungRegion(lungs: Lungs, slices: number): Int32Array {
  const [nx, ny, nz] = lungs.size;
  const region = new Int32Array(4 * slices);
  for (let k = 0; k < Math.min(nz, slices); k++) {
    let [i0, i1, j0, j1] = [nx, -1, ny, -1];
    for (let j = 0; j < ny; j++)
      for (let i = 0; i < nx; i++)
        if (lungs.side[i + nx * (j + ny * k)] !== 0) {
          if (i < i0) i0 = i;
          if (i > i1) i1 = i;
          if (j < j0) j0 = j;
          j1 = j;
        }
    if (i1 >= 0)
      region.set(
        [i0, j0, i1 + 1, j1 + 1].map((v) => v * lungs.step),
        4 * k,
      );
  }
  return region;
}
