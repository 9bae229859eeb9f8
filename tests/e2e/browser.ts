import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** Folder with real data, or undefined: tests that need it are then skipped with a line that says so. */
export const shared = ((): string | undefined => {
  const path = process.env.LAMPLIGHT_SHARED ?? join(root, '..', 'shared');
  if (existsSync(join(path, 'data', 'dicom', 'studies'))) return path;
  console.log(`skipped: real data is not at ${path} (LAMPLIGHT_SHARED)`);
  return undefined;
})();

/** `npm test -- long`: also what would make every run too long. */
export const long = process.env.LAMPLIGHT_LONG !== undefined;

const quiet = [
  '--no-sandbox',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];
// The page itself is put together without the software graphics card: that took more of the processor than all else.
const softwareGl = ['--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--disable-gpu-compositing'];

/** For whoever starts Chromium otherwise than by `launch`. */
export const flags: readonly string[] = [...quiet, ...softwareGl];
export const chromiumPath = (): string => process.env.LAMPLIGHT_CHROMIUM ?? '/usr/bin/chromium';

export interface LaunchOptions {
  /** Further Chromium flags. */
  readonly args?: readonly string[];
  /** Leave WebGL off altogether. */
  readonly webgl?: boolean;
}

/** Starts the Chromium that scripts/test.mjs found. */
export async function launch(options: LaunchOptions = {}): Promise<Browser> {
  const executablePath = chromiumPath();
  const gl = options.webgl === false ? ['--disable-gpu', '--disable-3d-apis'] : softwareGl;
  return chromium.launch({
    executablePath,
    headless: true,
    args: [...quiet, ...gl, ...(options.args ?? [])],
  });
}

/**
 * Makes a page believe that a graphics card draws. The browser of the tests has WebGL in software only, where stacks are
 * drawn without it: this is how the way of computers with a card is driven too. Before the page is opened.
 */
const claimCard = (page: Page): Promise<unknown> =>
  page.addInitScript(() => {
    const RENDERER = 0x9246;
    const { prototype } = WebGL2RenderingContext;
    const { getParameter } = prototype;
    prototype.getParameter = function (name) {
      return name === RENDERER ? 'a card' : (getParameter.call(this, name) as unknown);
    };
  });

export interface Visit {
  readonly page: Page;
  /** Errors that the page threw or logged; a good run has none. */
  readonly errors: string[];
  /** Addresses outside the page's own origin that it asked for; always empty. */
  readonly foreign: string[];
}

/** Opens the page in a fresh profile; `card`: as if a graphics card drew. */
export async function visit(
  browser: Browser,
  url: string,
  { card = false, ...context }: BrowserContextOptions & { readonly card?: boolean } = {},
): Promise<Visit> {
  const made = await browser.newContext({
    viewport: { width: 1280, height: 720 },
    locale: 'en-US',
    deviceScaleFactor: 1,
    acceptDownloads: true,
    // A fresh profile would fetch 60 MB for flight mode beside each test; the tests of that ask for it.
    serviceWorkers: 'block',
    ...context,
  });
  const page = await made.newPage();
  // Two browsers on two cores: what is right may be slow.
  page.setDefaultTimeout(120_000);
  if (card) await claimCard(page);
  const errors: string[] = [];
  const foreign: string[] = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  page.on('request', (request) => {
    const target = request.url();
    if (!target.startsWith(url) && !target.startsWith('blob:') && !target.startsWith('data:'))
      foreign.push(target);
  });
  await page.goto(url);
  return { page, errors, foreign };
}

/** Serves the built page on a free port. */
export async function servePage(dist?: string): Promise<{ url: string; close: () => Promise<void> }> {
  const { serve } = await import('../../scripts/serve.mjs');
  return serve(0, dist);
}

/** Saves a picture into test-results/ for a person to look at. */
export async function picture(page: Page, name: string): Promise<void> {
  const folder = join(root, 'test-results', 'pictures');
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`) });
}
