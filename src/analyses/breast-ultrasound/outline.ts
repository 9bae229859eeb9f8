/** How an outline's form departs from a convex one: what tells an oval lesion from a lobulated or irregular one. */
import { components } from '../../domain/components';
import { convexHull, type Point2 } from '../../domain/outline-axes';
import type { VoxelMask } from '../../domain/volume';

/**
 * Depths of the notches of an outline, deepest first: of every piece between it and its convex hull, how far its
 * deepest pixel lies inside the hull, as a share of the radius of a disc of equal area. The steps of the pixels leave
 * many of under one pixel.
 * @param mask one image, one piece without holes; pixels taken as square; empty gives none
 */
export function notches({ size: [nx, ny], data }: Pick<VoxelMask, 'size' | 'data'>): number[] {
  // A hull needs the ends of the rows alone.
  const corners: Point2[] = [];
  let area = 0;
  for (let j = 0; j < ny; j++) {
    let [first, last] = [-1, -1];
    for (let i = 0; i < nx; i++) {
      if (data[i + nx * j] !== 1) continue;
      if (first < 0) first = i;
      last = i;
      area++;
    }
    if (first >= 0) for (const y of [j - 0.5, j + 0.5]) corners.push([first - 0.5, y], [last + 0.5, y]);
  }
  if (area === 0) return [];
  const hull = convexHull(corners);
  // Counter-clockwise: how far a point lies inside an edge is the cross product over the edge's length.
  const edges = hull.map(([x, y], n) => {
    const [u, v] = hull[(n + 1) % hull.length];
    const length = Math.hypot(u - x, v - y);
    return [-(v - y) / length, (u - x) / length, ((v - y) * x - (u - x) * y) / length] as const;
  });
  const depth = new Float32Array(nx * ny);
  for (let v = 0; v < depth.length; v++) {
    if (data[v] === 1) continue;
    const i = v % nx;
    const j = (v - i) / nx;
    let least = Infinity;
    for (const [a, b, c] of edges) least = Math.min(least, a * i + b * j + c);
    depth[v] = Math.max(0, least);
  }
  const radius = Math.sqrt(area / Math.PI);
  return components([nx, ny, 1], (v) => depth[v] > 0, 6)
    .map(({ voxels }) => voxels.reduce((most, v) => Math.max(most, depth[v]), 0) / radius)
    .sort((a, b) => b - a);
}
