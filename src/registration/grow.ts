/** The set and all voxels within `reach` steps along the axes, one axis after the other: a box. */
export function dilate(set: Uint8Array, dims: readonly [number, number, number], reach: number): Uint8Array {
  let from = set;
  const strides = [1, dims[0], dims[0] * dims[1]];
  for (let axis = 0; axis < 3; axis++) {
    const out = from.slice();
    const stride = strides[axis];
    for (let v = 0; v < from.length; v++) {
      if (from[v] === 0) continue;
      const at = Math.floor(v / stride) % dims[axis];
      for (let d = -reach; d <= reach; d++) if (at + d >= 0 && at + d < dims[axis]) out[v + d * stride] = 1;
    }
    from = out;
  }
  return from;
}
