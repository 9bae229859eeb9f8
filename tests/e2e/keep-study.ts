/** A small study with a name that is easily found again, and the work that a hand does on it. */
import { writeFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { part10 } from '../../src/dicom/testing/part10';
import { drag } from './phantom-view';
import { imageLoaded } from './steps';

export const SIDE = 96;
const SLICES = 3;
export const STUDY = '1.2.826.0.1.3680043.10.1578.88';
export const NAME = 'Zuverlaessig^Planted';
export const PATIENT = 'PLANTED-ID-4711';

/** Paths of three CT slices. */
export function writeStudy(folder: string): string[] {
  mkdirSync(folder, { recursive: true });
  return Array.from({ length: SLICES }, (...[, k]) => {
    const pixels = Int16Array.from({ length: SIDE * SIDE }, (...[, n]) => ((n * 7 + k * 13) % 200) - 100);
    const path = join(folder, `${k}.dcm`);
    writeFileSync(
      path,
      part10({
        '00080016 UI': '1.2.840.10008.5.1.4.1.1.2',
        '00080018 UI': `${STUDY}.2.${k}`,
        '00080020 DA': '20260101',
        '00080060 CS': 'CT',
        '00081030 LO': 'PLANTED-DESCRIPTION',
        '00100010 PN': NAME,
        '00100020 LO': PATIENT,
        '00180050 DS': '1',
        '0020000D UI': STUDY,
        '0020000E UI': `${STUDY}.2`,
        '00200013 IS': String(k + 1),
        '00200032 DS': `0\\0\\${k}`,
        '00200037 DS': '1\\0\\0\\0\\1\\0',
        '00200052 UI': `${STUDY}.3`,
        '00280002 US': 1,
        '00280004 CS': 'MONOCHROME2',
        '00280010 US': SIDE,
        '00280011 US': SIDE,
        '00280030 DS': '0.5\\0.5',
        '00280100 US': 16,
        '00280101 US': 16,
        '00280102 US': 15,
        '00280103 US': 1,
        '00281052 DS': '0',
        '00281053 DS': '1',
        '7FE00010 OW': new Uint8Array(pixels.buffer),
      }),
    );
    return path;
  });
}

/** Opens the study and waits until its work has been looked for. */
export async function openStudy(page: Page, paths: readonly string[]): Promise<void> {
  await page
    .getByTestId('open-files')
    .first()
    .setInputFiles([...paths]);
  await imageLoaded(page);
}

export interface Work {
  readonly lines: number;
  /** Voxels of all segments. */
  readonly voxels: number;
  readonly sentences: readonly string[];
}

/** The work as the page shows it. */
export async function workOf(page: Page): Promise<Work> {
  await page.getByTestId('tab-report').click();
  const texts = await page.getByTestId('report-sentence').allTextContents();
  await page.getByTestId('tab-measure').click();
  const voxels = await page
    .getByTestId('segment-row')
    .evaluateAll((all) => all.reduce((sum, row) => sum + Number((row as HTMLElement).dataset.voxels), 0));
  return {
    lines: await page.getByTestId('measure-row').count(),
    voxels,
    sentences: texts.flatMap((text) => /Sentence \d+-\d+[a-z]*/.exec(text)?.[0] ?? []),
  };
}

/** A place on the image, from 0 to 1 across the part of it that no text lies on. */
export async function spot(page: Page, x: number, y: number): Promise<[number, number]> {
  const box = (await page.getByTestId('viewport-stack').boundingBox())!;
  const side = Math.min(box.width, box.height);
  return [box.x + box.width / 2 + (x - 0.5) * side * 0.6, box.y + box.height / 2 + (y - 0.5) * side * 0.6];
}

export async function drawLine(page: Page, random: () => number): Promise<void> {
  await page.keyboard.press('d');
  await drag(page, await spot(page, random(), 0), await spot(page, random(), 1));
}

export async function paint(page: Page, random: () => number): Promise<void> {
  await page.keyboard.press('b');
  const [x, y] = [random(), random()];
  await drag(page, await spot(page, x, y), await spot(page, random(), random()));
}

/** @param typed told of the text after each letter, before it is taken with Enter */
export async function addSentence(
  page: Page,
  text: string,
  typed: (soFar: string) => void = () => undefined,
): Promise<void> {
  await page.getByTestId('tab-report').click();
  await page.getByTestId('add-sentence-findings').click();
  for (let n = 1; n <= text.length; n++) {
    await page.keyboard.type(text[n - 1]!);
    typed(text.slice(0, n));
  }
  await page.keyboard.press('Enter');
  await page.getByTestId('report-sentence').filter({ hasText: text }).waitFor({ timeout: 20_000 });
  await page.getByTestId('tab-measure').click();
}
