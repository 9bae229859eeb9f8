/** Runs every case of a folder of malformed files in Chromium through the product's own code. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { readCsv } from '../../src/dicom/testing/shared';
import { launch } from '../e2e/browser';
import { serveTestPage } from '../e2e/test-page';
import { contradictions, outcomeOf } from './expect';
import { ALLOCATION_LIMIT } from './guard';
import type { CaseAnswer } from './page';

/** A step that takes longer hangs, ms. */
const HANG = 5000;
/** A page that says nothing for this long is given up, ms. */
const LOST = 60_000;

export interface CaseRow {
  readonly path: string;
  readonly expect: string;
  readonly outcome: string;
  readonly words: readonly string[];
  /** Each series: is MPR offered, is the volume built, or why not. */
  readonly volumes: readonly string[];
  readonly details: readonly string[];
  readonly ms: number;
  readonly longestMs: number;
  readonly largestAllocation: number;
  /** Crash, hang, allocation, unhandled rejection: never allowed. */
  readonly violations: readonly string[];
  readonly contradictions: readonly string[];
}

/** The folder of cases at `at`: that folder itself, or the one inside shared data. */
export function malformedFolder(at: string): string | undefined {
  return [at, join(at, 'data', 'dicom', 'malformed'), join(at, 'malformed')].find((folder) =>
    existsSync(join(folder, 'manifest.csv')),
  );
}

function filesIn(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** Runs the cases whose path `wanted` takes, in the order of the manifest. */
export async function runMalformed(
  folder: string,
  onRow: (row: CaseRow) => void = () => {},
  wanted: (path: string) => boolean = () => true,
): Promise<CaseRow[]> {
  const cases = readCsv(join(folder, 'manifest.csv')).filter((c) => wanted(c.path));
  const server = await serveTestPage('malformed');
  const browser = await launch();
  const rows: CaseRow[] = [];
  let page: Page | undefined;
  try {
    for (const { path, expect } of cases) {
      page ??= await openPage(browser, server.url);
      const answer = await runCase(page, filesIn(join(folder, path)));
      const row = typeof answer === 'string' ? lost(path, expect, answer) : judge(path, expect, answer);
      if (typeof answer === 'string') {
        // What broke a page may break the next case in it.
        await Promise.race([page.close().catch(() => {}), new Promise((r) => setTimeout(r, 3000))]);
        page = undefined;
      }
      rows.push(row);
      onRow(row);
    }
  } finally {
    await browser.close();
    await server.close();
  }
  return rows;
}

async function openPage(browser: Browser, url: string): Promise<Page> {
  const page = await browser.newPage();
  await page.goto(url);
  await page.waitForFunction(() => window.runCase !== undefined);
  return page;
}

/** The page's answer, or how it was lost. */
async function runCase(page: Page, files: readonly string[]): Promise<CaseAnswer | string> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const crashed = new Promise<string>((resolve) => {
    page.once('crash', () => resolve('crash'));
    timer = setTimeout(() => resolve(`hang: no answer for ${LOST / 1000} s`), LOST);
  });
  try {
    await page.setInputFiles('#files', [...files]);
    const run = page.evaluate(() => window.runCase()).catch((error: unknown) => `thrown: ${String(error)}`);
    return await Promise.race([run, crashed]);
  } finally {
    clearTimeout(timer);
  }
}

function lost(path: string, expect: string, why: string): CaseRow {
  const none = { words: [], volumes: [], details: [], ms: 0, longestMs: 0, largestAllocation: 0 };
  return { path, expect, outcome: 'lost', ...none, violations: [why], contradictions: [] };
}

function judge(path: string, expect: string, answer: CaseAnswer): CaseRow {
  const { kind, words } = outcomeOf(answer);
  const violations = answer.unhandled.map((text) => `unhandled: ${text}`);
  if (answer.longestMs > HANG) violations.push(`hang: a step took ${Math.round(answer.longestMs)} ms`);
  if (answer.largestAllocation > ALLOCATION_LIMIT)
    violations.push(`allocation of ${answer.largestAllocation} bytes`);
  const files = answer.results.flatMap((r) => (r.detail ? [`${basename(r.path)}: ${r.detail}`] : []));
  return {
    path,
    expect,
    outcome: kind,
    words,
    volumes: answer.series.map(
      (s) => `MPR ${s.mpr}, volume ${s.volume}` + (s.volumeNotes === '{}' ? '' : ` ${s.volumeNotes}`),
    ),
    details: [...files, ...answer.series.flatMap((s) => s.refused)].slice(0, 5),
    ms: Math.round(answer.ms),
    longestMs: Math.round(answer.longestMs),
    largestAllocation: answer.largestAllocation,
    violations,
    contradictions: contradictions(expect, answer),
  };
}

export interface Summary {
  readonly cases: number;
  readonly outcomes: Readonly<Record<string, number>>;
  readonly violations: readonly string[];
  readonly contradictions: readonly string[];
  readonly longestMs: number;
  readonly largestAllocation: number;
}

export function summarise(rows: readonly CaseRow[]): Summary {
  const outcomes: Record<string, number> = {};
  for (const { outcome } of rows) outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  return {
    cases: rows.length,
    outcomes,
    violations: rows.flatMap((r) => r.violations.map((v) => `${r.path}: ${v}`)),
    contradictions: rows.flatMap((r) => r.contradictions.map((c) => `${r.path}: ${c} (${r.expect})`)),
    longestMs: Math.max(0, ...rows.map((r) => r.longestMs)),
    largestAllocation: Math.max(0, ...rows.map((r) => r.largestAllocation)),
  };
}
