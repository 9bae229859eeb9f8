/** Whether a linked cursor lies on the same anatomy, told by the pixels of the images: the page's idea of it plays no part. */
import type { Page } from 'playwright-core';
import type { Spot } from './phantom-view';

interface Image {
  readonly grey: readonly number[];
  readonly width: number;
  readonly height: number;
  /** CSS px of the page. */
  readonly left: number;
  readonly top: number;
}

/** Half the side of what is compared, and how far around a place it is looked for, px. */
const [HALF, FAR] = [22, 9];

/** The image of a cell without what is drawn over it. */
export const imageOf = (page: Page, cell: number): Promise<Image> =>
  page.evaluate((n) => {
    const canvas = document.querySelectorAll('.vp-cell')[n].querySelector('canvas')!;
    const { left, top, width, height } = canvas.getBoundingClientRect();
    const plain = new OffscreenCanvas(Math.round(width), Math.round(height));
    const context = plain.getContext('2d')!;
    context.drawImage(canvas, 0, 0, plain.width, plain.height);
    const { data } = context.getImageData(0, 0, plain.width, plain.height);
    const grey = Array.from({ length: data.length / 4 }, (_pixel, v) => data[4 * v]);
    return { grey, width: plain.width, height: plain.height, left, top };
  }, cell);

/** Mean of the differences of two images of one cell, grey 0..255. */
export const meanDifference = (a: Image, b: Image): number =>
  a.grey.reduce((sum, v, n) => sum + Math.abs(v - b.grey[n]), 0) / a.grey.length;

const patch = ({ grey, width }: Image, x: number, y: number): Float64Array => {
  const out = new Float64Array((2 * HALF + 1) ** 2);
  let at = 0;
  for (let b = -HALF; b <= HALF; b++)
    for (let a = -HALF; a <= HALF; a++) out[at++] = grey[x + a + width * (y + b)];
  const mean = out.reduce((sum, v) => sum + v, 0) / out.length;
  const size = Math.sqrt(out.reduce((sum, v) => sum + (v - mean) ** 2, 0)) || 1;
  return out.map((v) => (v - mean) / size);
};

/**
 * Places in an image that only one shift fits, apart from each other, canvas px: with edges in both directions (the smaller
 * eigenvalue of the structure tensor, Shi and Tomasi 1994), away from the image's border.
 */
function landmarks(image: Image, count: number): Spot[] {
  const { grey, width, height } = image;
  const rated: { at: Spot; rate: number }[] = [];
  const border = HALF + FAR + 4;
  for (let y = border; y < height - border; y += 4)
    for (let x = border; x < width - border; x += 4) {
      let [xx, xy, yy, black] = [0, 0, 0, 0];
      for (let b = -HALF; b <= HALF; b++)
        for (let a = -HALF; a <= HALF; a++) {
          const v = x + a + width * (y + b);
          const [gx, gy] = [grey[v + 1] - grey[v - 1], grey[v + width] - grey[v - width]];
          [xx, xy, yy] = [xx + gx * gx, xy + gx * gy, yy + gy * gy];
          if (grey[v] === 0) black++;
        }
      // What lies beyond the images is no landmark.
      if (black < 20) rated.push({ at: [x, y], rate: (xx + yy) / 2 - Math.hypot((xx - yy) / 2, xy) });
    }
  const chosen: Spot[] = [];
  for (const { at } of rated.toSorted((a, b) => b.rate - a.rate))
    if (chosen.length < count && chosen.every((one) => Math.hypot(one[0] - at[0], one[1] - at[1]) > 45))
      chosen.push(at);
  return chosen;
}

/** Where the 3-D cursor is drawn in a cell, CSS px of the page. */
async function crossIn(page: Page, cell: number): Promise<Spot | undefined> {
  return page.evaluate((n) => {
    const path = document.querySelectorAll('.vp-cell')[n].querySelector<SVGPathElement>('.vp-cursor .line');
    if (!path) return undefined;
    const { left, top, width, height } = path.getBoundingClientRect();
    return [left + width / 2, top + height / 2] as const;
  }, cell);
}

/**
 * How far the linked 3-D cursor in `to` lies from the anatomy that the hand holds it on in `from`, px, at up to `count`
 * landmarks: the shift at which the images around both are most alike. The tool must be chosen.
 */
export async function cursorErrors(page: Page, from: number, to: number, count: number): Promise<number[]> {
  const a = await imageOf(page, from);
  const errors: number[] = [];
  for (const [x, y] of landmarks(a, count)) {
    await page.mouse.move(a.left + x, a.top + y);
    await page.mouse.down();
    await page.waitForTimeout(150);
    // The cursor takes the other cell to the slice that it is on.
    const [b, cross] = [await imageOf(page, to), await crossIn(page, to)];
    await page.mouse.up();
    if (!cross) {
      errors.push(Infinity);
      continue;
    }
    const [cx, cy] = [Math.round(cross[0] - b.left), Math.round(cross[1] - b.top)];
    const reach = HALF + FAR;
    // Beyond the image's border nothing can be compared.
    if (cx < reach || cy < reach || cx >= b.width - reach || cy >= b.height - reach) continue;
    const wanted = patch(a, x, y);
    let best = { alike: -Infinity, px: Infinity };
    for (let dy = -FAR; dy <= FAR; dy++)
      for (let dx = -FAR; dx <= FAR; dx++) {
        const found = patch(b, cx + dx, cy + dy);
        const alike = wanted.reduce((sum, v, n) => sum + v * found[n], 0);
        if (alike > best.alike) best = { alike, px: Math.hypot(dx, dy) };
      }
    errors.push(best.px);
  }
  return errors;
}
