import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Download, Page } from 'playwright-core';

/** What a reader does, in the order in which they do it. Times are limits against hanging, not measurements. */

export const minutes = (n: number): number => n * 60_000;

/** All files of a folder, sorted by name. */
export function filesOf(folder: string, pattern = /./): string[] {
  return readdirSync(folder)
    .filter((name) => pattern.test(name))
    .sort()
    .map((name) => join(folder, name));
}

/** Gives files to the page and waits until every one has been looked at and an image stands. */
export async function openFiles(page: Page, paths: string[]): Promise<void> {
  await page.getByTestId('open-files').first().setInputFiles(paths);
  await page
    .locator('[data-testid="file-summary"], .phone [data-slices]')
    .first()
    .waitFor({ timeout: minutes(3) });
  await imageLoaded(page);
}

/** One click on the demo study. */
export async function openDemo(page: Page): Promise<void> {
  await page.getByTestId('open-demo').click();
  await demoShown(page);
}

/** Waits until the demo study stands with all its slices. */
export async function demoShown(page: Page): Promise<void> {
  await page.waitForFunction(
    () => Number(document.querySelector<HTMLElement>('[data-slices]')?.dataset.slices) === 180,
    undefined,
    { timeout: minutes(3) },
  );
  await imageLoaded(page);
}

/** Waits until the image on show has all its slices. */
export async function imageLoaded(page: Page): Promise<void> {
  await page.waitForFunction(
    () =>
      [...document.querySelectorAll<HTMLElement>('[data-testid^="viewport-"]')].some(
        (pane) => Number(pane.dataset.loaded) >= 0.999 && Number(pane.dataset.slice) > 0,
      ),
    undefined,
    { timeout: minutes(5) },
  );
}

/** Starts the nodule analysis and waits for its end; returns the state it ended in. */
export async function analyse(page: Page): Promise<string> {
  await page.getByTestId('analyse').click();
  await page.getByTestId('analysis-run').click();
  return analysed(page);
}

/** Waits for the end of the analysis that was started; returns the state it ended in. */
export async function analysed(page: Page): Promise<string> {
  const state = page.getByTestId('analysis-state').first();
  await page.waitForFunction(
    () => {
      const now = document.querySelector<HTMLElement>('[data-testid="analysis-state"]')?.dataset.state;
      return now !== undefined && !['running', 'waiting', 'idle'].includes(now);
    },
    undefined,
    { timeout: minutes(15) },
  );
  return (await state.getAttribute('data-state')) ?? '';
}

export interface Row {
  readonly number: number;
  readonly uid: string;
  readonly review: string;
  readonly score: number;
  readonly volume: number;
  readonly long: number;
  readonly short: number;
}

/** The rows of the findings panel, in list order. */
export async function findingRows(page: Page): Promise<Row[]> {
  await showTab(page, 'findings');
  return page.getByTestId('finding-row').evaluateAll((rows) =>
    rows.map((row) => {
      const d = (row as HTMLElement).dataset;
      return {
        number: Number(d.number),
        uid: d.uid ?? '',
        review: d.review ?? '',
        score: Number(d.score ?? 0),
        volume: Number(d.volume),
        long: Number(d.long),
        short: Number(d.short),
      };
    }),
  );
}

export async function showTab(page: Page, tab: 'findings' | 'report' | 'forms'): Promise<void> {
  await page.getByTestId(`tab-${tab}`).click();
}

/** What the JSON export says of one finding; only what the tests read. */
export interface ExportedFinding {
  readonly trackingUid: string;
  readonly number: number;
  readonly type: { readonly value: string } | null;
  readonly point: { readonly value: readonly [number, number, number] };
  readonly review: { readonly state: string };
  readonly score: { readonly value: number } | null;
  readonly outline: { readonly voxels: number };
  readonly history: readonly {
    readonly what: string;
    readonly turn?: 'undo' | 'redo';
    readonly before?: { readonly long: number };
  }[];
  readonly measurements: Record<
    string,
    { readonly value: number; readonly unit: { readonly value: string } }
  >;
}

export interface ExportedReport {
  readonly synthetic: boolean;
  readonly analysis: { readonly run: { readonly provider: string; readonly notes: string[] } | null };
  readonly findings: readonly ExportedFinding[];
}

/** Opens the report's export menu with all that it holds. */
export async function openExports(page: Page): Promise<void> {
  await showTab(page, 'report');
  await page.getByTestId('export-menu').click();
  const more = page.getByTestId('export-more');
  if ((await more.getAttribute('aria-expanded')) === 'false') await more.click();
}

/** Takes one export out of the report's menu into a file. */
export async function exportAs(
  page: Page,
  what: 'sr' | 'seg' | 'pdf' | 'txt' | 'json' | 'docx' | 'html' | 'fhir',
  folder: string,
): Promise<string> {
  await openExports(page);
  const waiting: Promise<Download> = page.waitForEvent('download', { timeout: minutes(2) });
  await page.getByTestId(`export-${what}`).click();
  const download = await waiting;
  const path = join(folder, download.suggestedFilename());
  await download.saveAs(path);
  return path;
}

export async function exportJson(page: Page, folder: string): Promise<ExportedReport> {
  return JSON.parse(readFileSync(await exportAs(page, 'json', folder), 'utf8')) as ExportedReport;
}

/**
 * Opens what the page says of its version and waits until everything is kept for the time without a network; asks for it,
 * unless a quiet time has brought it already. The dialog stays open.
 */
export async function keepOffline(page: Page): Promise<void> {
  await page.getByTestId('status-offline').click({ timeout: minutes(2) });
  const whole = page.locator('[data-testid="version-kept"][data-complete="true"]');
  const ask = page.getByTestId('version-keep');
  await whole
    .or(ask)
    .or(page.locator('[data-testid="version-kept"][data-fetching]'))
    .first()
    .waitFor({ timeout: minutes(2) });
  // It may be there, be under way, or become so between looking and pressing.
  if (await ask.isVisible()) await ask.click({ timeout: 5000 }).catch(() => undefined);
  await whole.waitFor({ timeout: minutes(5) });
}
