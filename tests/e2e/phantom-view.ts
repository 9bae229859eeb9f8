/** Where the phantom lies on the screen, told by its own white pixels: the page's idea of it plays no part. */
import type { Page } from 'playwright-core';
import { imageLoaded } from './steps';

export type Spot = readonly [number, number];

/**
 * Middles of the white spots in a viewport, CSS px of the page, from above and the left. Only what is as white as an
 * image can be counts: texts and marks are not.
 */
export const whiteSpots = (page: Page, pane: string): Promise<Spot[]> => spots(page, pane, [251, 255], 6);

/** The same of dark balls on white: greys from black to `to`, larger than letters, and nothing that meets the edge. */
export const darkSpots = (page: Page, pane: string, to = 90): Promise<Spot[]> =>
  spots(page, pane, [0, to], 300);

async function spots(
  page: Page,
  pane: string,
  [least, most]: readonly [number, number],
  size: number,
): Promise<Spot[]> {
  const box = (await page.getByTestId(`viewport-${pane}`).boundingBox())!;
  const shot = await page.screenshot({ clip: box, scale: 'css' });
  const found = await page.evaluate(
    async ({ base64, least, most, size }) => {
      const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
      const picture = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
      const { width, height } = picture;
      const canvas = new OffscreenCanvas(width, height);
      const context = canvas.getContext('2d')!;
      context.drawImage(picture, 0, 0);
      const { data } = context.getImageData(0, 0, width, height);
      const within = (at: number): boolean => data[at] >= least && data[at] <= most;
      const white = (n: number): boolean => within(4 * n) && within(4 * n + 1) && within(4 * n + 2);
      const seen = new Uint8Array(width * height);
      const spots: [number, number][] = [];
      for (let start = 0; start < width * height; start++) {
        if (seen[start] || !white(start)) continue;
        const queue = [start];
        seen[start] = 1;
        let [count, x, y, inside] = [0, 0, 0, true];
        for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
          const [cx, cy] = [at % width, Math.floor(at / width)];
          count++;
          inside &&= cx > 0 && cy > 0 && cx < width - 1 && cy < height - 1;
          x += cx + 0.5;
          y += cy + 0.5;
          for (const [dx, dy] of [
            [1, 0],
            [-1, 0],
            [0, 1],
            [0, -1],
          ]) {
            const [nx, ny] = [cx + dx, cy + dy];
            const next = ny * width + nx;
            if (nx < 0 || ny < 0 || nx >= width || ny >= height || seen[next] || !white(next)) continue;
            seen[next] = 1;
            queue.push(next);
          }
        }
        // A stray pixel of a letter's edge is no voxel of the phantom.
        if (count >= size && (inside || least > 0)) spots.push([x / count, y / count]);
      }
      return spots;
    },
    { base64: shot.toString('base64'), least, most, size },
  );
  return found.map(([x, y]) => [x + box.x, y + box.y]);
}

/** Scrolls a viewport to a slice, 1-based. */
export async function toSlice(page: Page, pane: string, slice: number): Promise<void> {
  const view = page.getByTestId(`viewport-${pane}`);
  const box = (await view.boundingBox())!;
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  for (let tries = 0; tries < 200; tries++) {
    const at = Number(await view.getAttribute('data-slice'));
    if (at === slice) break;
    await page.mouse.wheel(0, at < slice ? 120 : -120);
    await page.waitForTimeout(20);
  }
  await imageLoaded(page);
  // The drawing follows the number.
  await page.waitForTimeout(300);
}

export async function drag(page: Page, from: Spot, to: Spot): Promise<void> {
  await page.mouse.move(...from);
  await page.mouse.down();
  await page.mouse.move((from[0] + to[0]) / 2, (from[1] + to[1]) / 2, { steps: 3 });
  await page.mouse.move(...to, { steps: 3 });
  await page.mouse.up();
}

export async function clicks(page: Page, points: readonly Spot[]): Promise<void> {
  for (const point of points) {
    await page.mouse.move(...point);
    await page.mouse.click(...point);
  }
}

export interface PixelMap {
  /** Where a point (two voxel indices, fractional) lies on the screen. */
  at(u: number, v: number): Spot;
}

/** The way from voxel indices to the screen that three white spots and their known indices give. */
export function mapOf(known: readonly [Spot, Spot, Spot], spots: readonly Spot[]): PixelMap {
  const [[u0, v0], [u1, v1], [u2, v2]] = known;
  const [p0, p1, p2] = spots;
  const det = (u1 - u0) * (v2 - v0) - (u2 - u0) * (v1 - v0);
  return {
    at: (u, v) => {
      const s = ((u - u0) * (v2 - v0) - (u2 - u0) * (v - v0)) / det;
      const t = ((u1 - u0) * (v - v0) - (u - u0) * (v1 - v0)) / det;
      const along = (axis: 0 | 1): number => p0[axis] + s * (p1[axis] - p0[axis]) + t * (p2[axis] - p0[axis]);
      return [along(0), along(1)];
    },
  };
}

export interface Statistics {
  readonly count: number;
  readonly mean: number;
  readonly sd: number;
  readonly min: number;
  readonly max: number;
}

export function statisticsOf(values: readonly number[]): Statistics {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  return {
    count: values.length,
    mean,
    sd: Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length),
    min: Math.min(...values),
    max: Math.max(...values),
  };
}

/**
 * Voxels whose centres lie inside an ellipse about a point, and half axes near those wanted that no centre comes
 * close to: a hand that is a twentieth of a pixel off must not change the truth.
 */
export function ellipseAbout(u: number, v: number, a: number, b: number) {
  const inside = (i: number, j: number, p: number, q: number): number => Math.hypot((i - u) / p, (j - v) / q);
  const cells: [number, number][] = [];
  for (let i = Math.floor(u - a - 2); i <= u + a + 2; i++)
    for (let j = Math.floor(v - b - 2); j <= v + b + 2; j++) cells.push([i, j]);
  let best = { a, b, margin: 0 };
  for (let n = 0; n < 20; n++)
    for (let m = 0; m < 20; m++) {
      const [p, q] = [a + n / 20, b + m / 20];
      const margin = Math.min(...cells.map(([i, j]) => Math.abs(inside(i, j, p, q) - 1) * Math.min(p, q)));
      if (margin > best.margin) best = { a: p, b: q, margin };
    }
  return { ...best, cells: cells.filter(([i, j]) => inside(i, j, best.a, best.b) < 1) };
}
