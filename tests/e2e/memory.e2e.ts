/** A closed study leaves nothing behind in the page: no elements, no listeners, no canvases, no pixels. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CDPSession, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { launch, servePage, visit } from './browser';
import { ct, writeCt } from './phantom-study';
import { imageLoaded, minutes, openFiles } from './steps';

/** After the second cycle everything that a page keeps for good has been made: decoders, workers, the engine. */
const WARM = 2;
const END = 4;

/** What is alive after the collector ran, whether it is in the document or not. */
async function alive(cdp: CDPSession) {
  await cdp.send('HeapProfiler.collectGarbage');
  const { nodes, jsEventListeners } = await cdp.send('Memory.getDOMCounters');
  const { backingStorageSize } = (await cdp.send('Runtime.getHeapUsage')) as { backingStorageSize?: number };
  const { result } = await cdp.send('Runtime.evaluate', { expression: 'HTMLCanvasElement.prototype' });
  const { objects } = await cdp.send('Runtime.queryObjects', { prototypeObjectId: result.objectId! });
  const { result: count } = await cdp.send('Runtime.callFunctionOn', {
    objectId: objects.objectId,
    functionDeclaration: 'function () { return this.length; }',
    returnByValue: true,
  });
  await cdp.send('Runtime.releaseObject', { objectId: objects.objectId! });
  return {
    nodes,
    listeners: jsEventListeners,
    canvases: count.value as number,
    arrayBytes: backingStorageSize ?? 0,
  };
}

/** Opens, looks at stack and planes, and closes. */
async function cycle(page: Page, paths: readonly string[]): Promise<void> {
  await openFiles(page, [...paths]);
  await page.getByTestId('layout-mpr').click();
  await page.getByTestId('viewport-sagittal').waitFor();
  await imageLoaded(page);
  await page.getByTestId('more-menu').click();
  await page.getByTestId('close-study').click();
  await page.getByTestId('start-page').waitFor();
  // Panes are let go in the drawing after, tooltips a moment later.
  await page.waitForTimeout(700);
}

test('closing a study gives back what it took', { timeout: minutes(6) }, async () => {
  const paths = writeCt(mkdtempSync(join(tmpdir(), 'lamplight-memory-')));
  const [browser, server] = [await launch(), await servePage()];
  try {
    const { page, errors } = await visit(browser, server.url);
    page.setDefaultTimeout(minutes(2));
    const cdp = await page.context().newCDPSession(page);
    const states = [];
    for (let n = 1; n <= END; n++) {
      await cycle(page, paths);
      states.push(await alive(cdp));
    }
    const [warm, end] = [states[WARM - 1], states[END - 1]];
    console.log(`alive after each cycle: ${JSON.stringify(states)}`);
    // An open study has some hundred elements and listeners in its tool bar and panes alone.
    expect(end.nodes - warm.nodes).toBeLessThan(20);
    expect(end.listeners - warm.listeners).toBeLessThan(10);
    expect(end.canvases).toBe(warm.canvases);
    const pixels = ct.dims[0] * ct.dims[1] * ct.dims[2] * 2;
    expect(end.arrayBytes - warm.arrayBytes).toBeLessThan(pixels);
    expect(errors).toEqual([]);
  } finally {
    await browser.close();
    await server.close();
  }
});
