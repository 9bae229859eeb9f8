import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import dicomParser from 'dicom-parser';
import type { Browser, Download, Page } from 'playwright-core';
import { expect } from 'vitest';
import { shared, type Visit } from '../browser';
import { readLidc, type ReferenceNodule } from '../lidc';
import { filesOf, minutes, type ExportedFinding, type ExportedReport } from '../steps';

export const study = shared ? join(shared, 'data', 'dicom', 'studies', 'lidc-idri-0001') : '';

/** One reading of the scan from the first look to the report; its stories follow one another. */
export interface Flow {
  readonly browser: Browser;
  readonly url: string;
  readonly seen: Visit;
  readonly page: Page;
  /** Where exports are put. */
  readonly out: string;
  /** The reader's own mark. */
  own: string;
  /** The candidate of AI's on the nodule that four readers outlined. */
  found: ExportedFinding;
}

/** Row and column distance of the scan, mm; where its first pixel lies; its slices by z from the head down. */
export function scanOf() {
  const headers = filesOf(study, /\.dcm$/).map((path) =>
    dicomParser.parseDicom(new Uint8Array(readFileSync(path)), { untilTag: 'x7fe00010' }),
  );
  return {
    spacing: headers[0].floatString('x00280030', 0)!,
    place: [0, 1].map((axis) => headers[0].floatString('x00200032', axis)!),
    slices: headers.map((header) => header.floatString('x00200032', 2)!).sort((a, b) => b - a),
  };
}

/** The nodule that four readers outlined, and on which slice (0 is the first) its middle lies. */
export function referenceNodule(): { reference: ReferenceNodule; slice: number; centre: number[] } {
  const scan = scanOf();
  const [reference] = readLidc(join(study, 'annotations-lidc.xml'), scan.spacing, 2.5, 4);
  const [column, line, z] = reference.centre;
  return {
    reference,
    slice: scan.slices.findIndex((at) => Math.abs(at - z) <= 1.26),
    centre: [scan.place[0] + column * scan.spacing, scan.place[1] + line * scan.spacing, z],
  };
}

export const key = (page: Page, name: string) => page.keyboard.press(name);

export async function keys(page: Page, name: string, times: number): Promise<void> {
  for (let n = 0; n < times; n++) await key(page, name);
}

/** The test id of what has the focus; empty when it has none. */
export const focused = (page: Page): Promise<string> =>
  page.evaluate(() => (document.activeElement as HTMLElement | null)?.dataset.testid ?? '');

/** Walks with a key until something has the focus: what no key reaches fails here. */
export async function walkTo(page: Page, testId: string, name = 'Tab', most = 60): Promise<void> {
  for (let n = 0; n < most; n++) {
    if ((await focused(page)) === testId) return;
    await key(page, name);
  }
  expect(await focused(page), `${name} reaches it`).toBe(testId);
}

/** The findings, their rows with the focus. */
export async function toFindings(page: Page): Promise<void> {
  await key(page, 'F2');
  await expect.poll(() => focused(page)).toBe('finding-row');
}

export async function toReport(page: Page): Promise<void> {
  await key(page, 'F4');
  await page.getByTestId('report-panel').waitFor();
}

/** Opens the card of a finding from the list, by arrows. */
export async function choose(page: Page, uid: string): Promise<void> {
  await toFindings(page);
  await key(page, 'Home');
  for (let n = 0; n < 60 && (await stateOf(page)).current !== uid; n++) await key(page, 'ArrowDown');
  expect((await stateOf(page)).current).toBe(uid);
}

/** Takes one export out of the report's menu into a file, by keys. */
export async function exportByKeys(
  page: Page,
  what: 'sr' | 'sr-beside' | 'seg' | 'pdf' | 'json',
  folder: string,
): Promise<string> {
  await key(page, 'F8');
  const more = page.getByTestId('export-more');
  await more.waitFor();
  if ((await more.getAttribute('aria-expanded')) === 'false') {
    await walkTo(page, 'export-more', 'ArrowDown', 20);
    await key(page, 'Enter');
  }
  await walkTo(page, `export-${what}`, 'ArrowDown', 30);
  const waiting: Promise<Download> = page.waitForEvent('download', { timeout: minutes(2) });
  await key(page, 'Enter');
  const download = await waiting;
  const path = join(folder, download.suggestedFilename());
  await download.saveAs(path);
  return path;
}

export async function jsonByKeys(page: Page, folder: string): Promise<ExportedReport> {
  return JSON.parse(readFileSync(await exportByKeys(page, 'json', folder), 'utf8')) as ExportedReport;
}

export const stateOf = (page: Page) =>
  page.evaluate(() => {
    const count = (selector: string) => document.querySelectorAll(selector).length;
    const of = (id: string) => document.querySelector<HTMLElement>(`[data-testid="${id}"]`);
    const rows = [...document.querySelectorAll<HTMLElement>('[data-testid="finding-row"]')];
    const [shown, all] = (of('threshold-count')?.textContent ?? '').match(/\d+/g) ?? [];
    return {
      rows: rows.length,
      numbers: rows.map((row) => Number(row.dataset.number)),
      scores: rows.map((row) => (row.dataset.score === undefined ? Infinity : Number(row.dataset.score))),
      dots: count('[data-testid="nodule-dot"]'),
      tab: Number(of('tab-findings')?.querySelector('.panel-count')?.textContent ?? 0),
      shown: Number(shown),
      all: Number(all),
      current: document.querySelector<HTMLElement>('[data-testid="finding-row"][aria-selected="true"]')
        ?.dataset.uid,
    };
  });

export const row = (page: Page, uid: string) =>
  page.locator(`[data-testid="finding-row"][data-uid="${uid}"]`);
export const reviewOf = (page: Page, uid: string) => row(page, uid).getAttribute('data-review');

/** Numbers of an open card as they are printed. */
export const cardNumbers = (page: Page) =>
  page.evaluate(() =>
    Object.fromEntries(
      ['longAxis', 'shortAxis', 'meanDiameter', 'volume', 'meanHu'].map((name) => [
        name,
        document
          .querySelector(`[data-testid="measure-${name}"]`)
          ?.textContent?.replace(/[^\d.−-]*$/, '')
          .trim() ?? '',
      ]),
    ),
  );
