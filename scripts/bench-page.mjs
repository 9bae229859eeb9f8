/** What the benches do with the page: start a browser, open and close studies, and read how much memory is held. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { needChromium } from './chromium.mjs';
import { root } from './install.mjs';

const MB = 1024 * 1024;
/** MiB with one decimal. */
export const mb = (bytes) => (bytes === undefined ? undefined : Math.round((bytes / MB) * 10) / 10);

/**
 * A Chromium with software WebGL, in which memory is counted when it is asked for.
 * @param {string[]} args further flags
 */
export const launch = (args = []) =>
  chromium.launch({
    executablePath: process.env.LAMPLIGHT_CHROMIUM ?? needChromium(),
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-quic',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
      '--use-angle=swiftshader',
      '--enable-unsafe-swiftshader',
      '--enable-blink-features=ForceEagerMeasureMemory',
      ...args,
    ],
  });

/** The page on its start page, in a window of its own. */
export async function startPage(browser, url) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 }, locale: 'en' });
  const page = await context.newPage();
  // A click waits for drawing, which takes long on a busy machine with software WebGL.
  page.setDefaultTimeout(300_000);
  await page.goto(url);
  await page.getByTestId('start-page').waitFor();
  return page;
}

/** CT studies beside the repository: name -> files. Empty, with a line that says so, when there are none. */
export function ctStudies(names = ['ct-head', 'ct-chest', 'lidc-idri-0001']) {
  const folder = join(process.env.LAMPLIGHT_SHARED ?? join(root, '..', 'shared'), 'data', 'dicom', 'studies');
  if (!existsSync(folder)) {
    process.stderr.write(`skipped: real studies are not at ${folder}\n`);
    return {};
  }
  const files = (name) =>
    readdirSync(join(folder, name), { recursive: true, withFileTypes: true })
      .filter((e) => e.isFile() && e.name.endsWith('.dcm'))
      .map((e) => join(e.parentPath, e.name))
      .sort();
  const there = names.filter((name) => existsSync(join(folder, name)));
  return Object.fromEntries(there.map((name) => [name, files(name)]).filter(([, list]) => list.length > 0));
}

/** Decoded bytes of the images of a CT series: rows x columns x bytes of a stored value, as its first header says. */
export function decodedBytes(paths) {
  const head = readFileSync(paths[0]).subarray(0, 64 * 1024);
  const number = (element) => {
    const tag = Buffer.from([0x28, 0x00, element, element < 0x20 ? 0x00 : 0x01]);
    for (const form of [Buffer.from('US\u0002\u0000', 'latin1'), Buffer.from([2, 0, 0, 0])]) {
      const at = head.indexOf(Buffer.concat([tag, form]));
      if (at >= 0) return head.readUInt16LE(at + 8);
    }
    throw new Error(`${paths[0]}: (0028,..${element.toString(16)}) not found`);
  };
  // Rows and Columns are (0028,0010) and (0028,0011), Bits Allocated (0028,0100).
  const bits = head.indexOf(Buffer.from([0x28, 0x00, 0x00, 0x01]));
  if (bits < 0) throw new Error(`${paths[0]}: (0028,0100) not found`);
  return paths.length * number(0x10) * number(0x11) * (head.readUInt16LE(bits + 8) / 8);
}

/**
 * Bytes of page and workers after the collector ran; the smallest of three, since it runs when it likes. Without
 * canvases: Chromium goes on counting those of its last measurement when they are gone. `liveCounts` counts them.
 */
export async function held(page) {
  const values = [];
  for (let n = 0; n < 3; n++)
    values.push(
      await page.evaluate(async () => {
        const { breakdown } = await performance.measureUserAgentSpecificMemory();
        return breakdown.reduce((sum, { bytes, types }) => sum + (types.includes('Canvas') ? 0 : bytes), 0);
      }),
    );
  return Math.min(...values);
}

/** Nodes, listeners and canvases that are alive, those that are in no document any more included. */
export async function liveCounts(page) {
  const cdp = await page.context().newCDPSession(page);
  try {
    await cdp.send('HeapProfiler.collectGarbage');
    const { nodes, jsEventListeners } = await cdp.send('Memory.getDOMCounters');
    const { result } = await cdp.send('Runtime.evaluate', { expression: 'HTMLCanvasElement.prototype' });
    const { objects } = await cdp.send('Runtime.queryObjects', { prototypeObjectId: result.objectId });
    const { result: count } = await cdp.send('Runtime.callFunctionOn', {
      objectId: objects.objectId,
      functionDeclaration: 'function () { return this.length; }',
      returnByValue: true,
    });
    return { nodes, listeners: jsEventListeners, canvases: count.value };
  } finally {
    await cdp.detach();
  }
}

/** Bytes that the graphics process has written and holds: textures too, where WebGL is software. Linux only. */
export async function graphicsBytes(browser) {
  const cdp = await browser.newBrowserCDPSession();
  try {
    const { processInfo } = await cdp.send('SystemInfo.getProcessInfo');
    const gpu = processInfo.find(({ type }) => type.toLowerCase() === 'gpu');
    const rollup = `/proc/${gpu?.id}/smaps_rollup`;
    if (!existsSync(rollup)) return undefined;
    return Number(/^Private_Dirty:\s+(\d+)/m.exec(readFileSync(rollup, 'utf8'))?.[1]) * 1024;
  } finally {
    await cdp.detach();
  }
}

/** Waits for an image of a pane, or for all images of its series. */
const shown = (page, pane, whole) =>
  page.waitForFunction(
    ([name, all]) => {
      const { slice, slices, loaded } =
        document.querySelector(`[data-testid="viewport-${name}"]`)?.dataset ?? {};
      return Number(slice) > 0 && (!all || (Number(loaded) >= 0.999 && Number(slices) > 1));
    },
    [pane, whole],
    { timeout: 600_000, polling: 20 },
  );

/** Opens files and waits until every image is decoded. @returns ms to the first image, and to all of them */
export async function openStudy(page, paths) {
  const started = Date.now();
  await page.getByTestId('open-files').first().setInputFiles(paths);
  await shown(page, 'stack', false);
  const firstImageMs = Date.now() - started;
  await page.getByTestId('file-summary').waitFor({ timeout: 600_000 });
  await shown(page, 'stack', true);
  return { firstImageMs, allLoadedMs: Date.now() - started };
}

/** Shows the three planes with all their slices. @returns false where the study has none */
export async function showPlanes(page) {
  const button = page.getByTestId('layout-mpr');
  if (await button.isDisabled()) return false;
  await button.click();
  await shown(page, 'coronal', true);
  // Slices reach the texture with the drawing after they arrive.
  await page.waitForTimeout(500);
  return true;
}

/** Closes what is open, from the planes too, and waits until the page has settled. */
export async function closeStudy(page) {
  if ((await page.getByTestId('viewport-coronal').count()) > 0) {
    await page.getByTestId('layout-stack').click();
    await shown(page, 'stack', false);
  }
  await page.getByTestId('more-menu').click();
  await page.getByTestId('close-study').click();
  await page.getByTestId('start-page').waitFor();
  await page.waitForTimeout(500);
}
