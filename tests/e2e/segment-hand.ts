/** Segments as a hand draws them on the phantom, and the phantom's own voxels to compare them with. */
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import * as phantom from './phantom-study';
import { minutes } from './steps';

type Voxel = phantom.Voxel;

/** A voxel of the CT as `segmentVoxels` writes it. */
export const voxelName = (at: Voxel): string => `${Math.round(phantom.lpsOf(at)[2] * 100)}:${at[1]}:${at[0]}`;

/** Voxels of the CT that hold: as `segmentVoxels` writes them. */
export function truth(holds: (hu: number, at: Voxel) => boolean): Set<string> {
  const found = new Set<string>();
  phantom.countVoxels((hu, at) => {
    const inside = holds(hu, at);
    if (inside) found.add(voxelName(at));
    return inside;
  });
  return found;
}

/** Where a pixel of a square image of `side` pixels lies on the page, when the whole image is shown. */
export async function place(pane: Locator, i: number, j: number, side: number): Promise<[number, number]> {
  const box = (await pane.boundingBox())!;
  const scale = Math.min(box.width, box.height) / side;
  return [
    box.x + box.width / 2 + (i + 0.5 - side / 2) * scale,
    box.y + box.height / 2 + (j + 0.5 - side / 2) * scale,
  ];
}

export async function draw(page: Page, way: readonly (readonly [number, number])[]): Promise<void> {
  await page.mouse.move(way[0][0], way[0][1]);
  await page.mouse.down();
  for (const [x, y] of way.slice(1)) await page.mouse.move(x, y, { steps: 4 });
  await page.mouse.up();
}

export const takeTool = async (page: Page, tool: string): Promise<void> => {
  await page.getByTestId('segment-menu').click();
  await page.getByTestId(`segment-tool-${tool}`).click();
};

/** Voxels of every segment in the list. */
export const segmentRows = (page: Page): Promise<number[]> =>
  page
    .getByTestId('segment-row')
    .evaluateAll((all) => all.map((row) => Number((row as HTMLElement).dataset.voxels)));

/** Waits until the segments hold so many voxels. */
export async function voxels(page: Page, ...want: number[]): Promise<void> {
  await expect.poll(() => segmentRows(page), { timeout: minutes(1) }).toEqual(want);
}

export const act = (page: Page, action: string): Promise<void> =>
  page
    .getByTestId('segment-menu')
    .click()
    .then(() => page.getByTestId(`segment-action-${action}`).click());

export async function fill(page: Page, field: string, value: string): Promise<void> {
  await page.getByTestId(field).fill(value);
  await page.getByTestId(field).press('Enter');
}

export async function wheelTo(page: Page, pane: Locator, slice: number): Promise<void> {
  for (let tries = 0; tries < 60; tries++) {
    const now = Number(await pane.getAttribute('data-slice'));
    if (now === slice) return;
    await pane.hover();
    await page.mouse.wheel(0, now < slice ? 120 : -120);
    await expect.poll(async () => Number(await pane.getAttribute('data-slice'))).not.toBe(now);
  }
  throw new Error(`slice ${slice} was not reached`);
}

/** Takes the segments out as DICOM SEG; returns the path. */
export async function saveSegments(page: Page, folder: string): Promise<string> {
  const waiting = page.waitForEvent('download');
  await page.getByTestId('segment-export').click();
  const path = join(folder, 'segments.dcm');
  await (await waiting).saveAs(path);
  return path;
}
