import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe } from 'vitest';
import { launch, servePage, shared, visit } from './browser';
import { firstReading } from './nodule-flow/first-reading';
import { study, type Flow } from './nodule-flow/flow';
import { leave } from './nodule-flow/leave';
import { review } from './nodule-flow/review';
import { shape } from './nodule-flow/shape';
import { filesOf, openFiles } from './steps';

/**
 * A real chest CT (133 slices, JPEG-LS) with one nodule that four readers outlined: the whole reading with the keyboard
 * alone, but for one click that shows that the mouse marks the same. The mouse on axes and brush: whole-path-demo.
 */
describe.skipIf(!shared)('reading a real chest CT for nodules', () => {
  let close: (() => Promise<void>) | undefined;
  const flow = { own: '', out: mkdtempSync(join(tmpdir(), 'lamplight-lidc-')) } as {
    -readonly [K in keyof Flow]: Flow[K];
  };

  beforeAll(async () => {
    const server = await servePage();
    const browser = await launch();
    close = async () => {
      await browser.close();
      await server.close();
    };
    const seen = await visit(browser, server.url);
    Object.assign(flow, { url: server.url, browser, seen, page: seen.page });
    await openFiles(flow.page, filesOf(study, /\.dcm$/));
  });
  afterAll(() => close?.());

  firstReading(flow);
  review(flow);
  shape(flow);
  leave(flow);
});
