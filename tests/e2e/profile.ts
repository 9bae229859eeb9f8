/** A Chromium with a profile that outlives it, so that it can be killed, and its profile opened again. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { chromium, type Browser, type Page } from 'playwright-core';
import { chromiumPath, flags } from './browser';

export interface Life {
  readonly browser: Browser;
  readonly page: Page;
  /** Errors that the page threw. */
  readonly errors: string[];
  /** SIGKILL to every process of the browser; resolves when they are gone. */
  readonly kill: () => Promise<void>;
  /** As when the window is closed. */
  readonly close: () => Promise<void>;
}

const gone = (child: ChildProcess): Promise<void> =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve()
    : new Promise((resolve) => child.once('exit', () => resolve()));

/** The address at which the browser lets itself be driven. */
async function addressOf(profile: string, child: ChildProcess): Promise<string> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`Chromium ended with ${child.exitCode}`);
    try {
      const [port] = readFileSync(join(profile, 'DevToolsActivePort'), 'utf8').split('\n');
      if (port) return `http://127.0.0.1:${port}`;
    } catch {
      // Not there yet.
    }
    await wait(30);
  }
}

/** Starts a browser on a profile and opens an address. */
export async function live(profile: string, url: string): Promise<Life> {
  mkdirSync(profile, { recursive: true });
  rmSync(join(profile, 'DevToolsActivePort'), { force: true });
  const child = spawn(
    chromiumPath(),
    [
      ...flags,
      '--headless=new',
      '--remote-debugging-port=0',
      '--disable-session-crashed-bubble',
      '--hide-crash-restore-bubble',
      '--no-default-browser-check',
      '--window-size=1280,720',
      `--user-data-dir=${profile}`,
      '--lang=en-US',
      'about:blank',
    ],
    // Its own group: one signal reaches all of its processes.
    { detached: true, stdio: 'ignore' },
  );
  const browser = await chromium.connectOverCDP(await addressOf(profile, child));
  const [context] = browser.contexts();
  // Nothing is fetched for flight mode: many of these browsers live for seconds.
  await context!.addInitScript(() => {
    delete (Navigator.prototype as { serviceWorker?: unknown }).serviceWorker;
  });
  const page = context!.pages()[0] ?? (await context!.newPage());
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  await page.setViewportSize({ width: 1280, height: 720 });
  await page.goto(url);
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null)
      process.kill(signal === 'SIGKILL' ? -child.pid : child.pid, signal);
    await gone(child);
    await browser.close().catch(() => undefined);
  };
  return { browser, page, errors, kill: () => end('SIGKILL'), close: () => end('SIGTERM') };
}

/** Numbers from 0 up to 1, the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
