/** Closed outlines of a 2-D pixel mask, and the mask of closed outlines. Points are [x, y] in pixels, centres whole. */
import { contourSegments, type Point2 } from './outline-axes';

const key = ([x, y]: Point2): string => `${Math.round(2 * x)},${Math.round(2 * y)}`;

/** Corners only: points in the middle of a straight run say nothing. */
function corners(loop: readonly Point2[]): Point2[] {
  const turns = (n: number): boolean => {
    const [a, b, c] = [loop.at(n - 1)!, loop[n], loop[(n + 1) % loop.length]];
    return (b[0] - a[0]) * (c[1] - b[1]) !== (b[1] - a[1]) * (c[0] - b[0]);
  };
  return loop.filter((...[, n]) => turns(n));
}

/**
 * The mid-edge contour as closed loops, the last point joined to the first; around holes too. No loop crosses itself
 * or another, and a pixel is set exactly when its centre lies inside an odd number of them.
 */
export function outlineLoops(mask: Uint8Array, nx: number, ny: number): Point2[][] {
  const links = new Map<string, Point2[]>();
  const link = (from: Point2, to: Point2): void => {
    const known = links.get(key(from));
    if (known) known.push(to);
    else links.set(key(from), [to]);
  };
  for (const [a, b] of contourSegments(mask, nx, ny, [1, 1])) {
    link(a, b);
    link(b, a);
  }
  const loops: Point2[][] = [];
  const seen = new Set<string>();
  for (const [start, [first]] of links) {
    if (seen.has(start)) continue;
    const loop: Point2[] = [];
    // Every middle of an edge joins exactly two pieces, so that the way never forks.
    let before = start;
    for (let at: Point2 | undefined = first; at && !seen.has(key(at));) {
      const here: string = key(at);
      seen.add(here);
      loop.push(at);
      const next: Point2 | undefined = links.get(here)!.find((to) => key(to) !== before);
      before = here;
      at = next;
    }
    seen.add(start);
    loops.push(corners(loop));
  }
  return loops;
}

const twiceArea = (loop: readonly Point2[]): number =>
  loop.reduce((sum, [x, y], n) => {
    const [u, v] = loop[(n + 1) % loop.length];
    return sum + x * v - u * y;
  }, 0);

/** Is a point inside a closed loop, by the even-odd rule? */
export function insideLoop(loop: readonly Point2[], [x, y]: Point2): boolean {
  let inside = false;
  for (let n = 0; n < loop.length; n++) {
    const [a, b] = loop[n];
    const [c, d] = loop[(n + 1) % loop.length];
    if (b > y !== d > y && x < a + ((y - b) * (c - a)) / (d - b)) inside = !inside;
  }
  return inside;
}

/**
 * Outlines without holes of their own: each hole is joined to its outer loop by a channel of no width (the keyhole of
 * PS3.3 C.8.8.6.3), so that readers that fill every outline by itself and readers that take them apart agree.
 */
export function keyholed(loops: readonly (readonly Point2[])[]): Point2[][] {
  const sized = loops
    .map((loop) => ({ loop, area: Math.abs(twiceArea(loop)) }))
    .sort((a, b) => b.area - a.area);
  const outers: { own: readonly Point2[]; joined: Point2[] }[] = [];
  for (const { loop } of sized) {
    const around = sized.filter((other) => other.loop !== loop && insideLoop(other.loop, loop[0]));
    if (around.length % 2 === 0) {
      outers.push({ own: loop, joined: [...loop] });
      continue;
    }
    // The smallest loop around a hole is the outline that it is cut out of.
    const outer = outers.find((one) => one.own === around.at(-1)!.loop)!;
    outer.joined = joined(outer.joined, loop);
  }
  return outers.map((one) => one.joined);
}

/** Out along the shortest way between two corners, around the hole, and back the same way. */
function joined(outer: readonly Point2[], hole: readonly Point2[]): Point2[] {
  let best = { far: Infinity, at: 0, from: 0 };
  outer.forEach(([x, y], at) =>
    hole.forEach(([u, v], from) => {
      const far = Math.hypot(u - x, v - y);
      if (far < best.far) best = { far, at, from };
    }),
  );
  const around = [...hole.slice(best.from), ...hole.slice(0, best.from)];
  return [...outer.slice(0, best.at + 1), ...around, around[0], ...outer.slice(best.at)];
}

/** Pixels whose centre lies inside an odd number of the loops; nx * ny bytes of 0 or 1. */
export function fillLoops(loops: readonly (readonly Point2[])[], nx: number, ny: number): Uint8Array {
  const mask = new Uint8Array(nx * ny);
  for (let j = 0; j < ny; j++) {
    const cuts: number[] = [];
    for (const loop of loops)
      for (let n = 0; n < loop.length; n++) {
        const [a, b] = loop[n];
        const [c, d] = loop[(n + 1) % loop.length];
        if (b > j !== d > j) cuts.push(a + ((j - b) * (c - a)) / (d - b));
      }
    cuts.sort((p, q) => p - q);
    for (let n = 0; n + 1 < cuts.length; n += 2) {
      const to = Math.min(nx - 1, Math.ceil(cuts[n + 1]) - 1);
      for (let i = Math.max(0, Math.ceil(cuts[n])); i <= to; i++) mask[i + nx * j] = 1;
    }
  }
  return mask;
}
