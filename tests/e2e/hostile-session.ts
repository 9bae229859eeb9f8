/** A browser whose every request is recorded, and pages of it in which nothing may run and from which nothing may leave. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { launch, servePage, visit } from './browser';
import { isBrowsersOwn, recordingProxy, type RecordingProxy } from './recording-proxy';

export interface HostileSession {
  /** Scratch, gone after the tests. */
  readonly folder: string;
  /** Address of the built page. */
  readonly url: () => string;
  /** Origins that may be asked; those that stand up in a test are added by it. */
  readonly origins: string[];
  /** A page of its own profile, the built one unless another address is given. */
  readonly fresh: (address?: string) => Promise<Page>;
}

/** To be called once in a test file: looks after each test whether anything ran or asked another place. */
export function hostileSession(): HostileSession {
  const folder = mkdtempSync(join(tmpdir(), 'lamplight-hostile-'));

  let browser: Browser;
  let server: Awaited<ReturnType<typeof servePage>>;
  let proxy: RecordingProxy;
  /** Origins that stand up in a test. */
  const origins: string[] = [];

  beforeAll(async () => {
    server = await servePage();
    origins.push(new URL(server.url).origin);
    proxy = await recordingProxy(origins);
    browser = await launch({ args: proxy.flags });
  });
  afterAll(async () => {
    await browser?.close();
    await proxy?.close();
    await server?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const dialogs: string[] = [];
  const pages = new Set<Page>();

  const fresh = async (address = server.url): Promise<Page> => {
    const { page } = await visit(browser, address, { serviceWorkers: 'allow' });
    page.on('dialog', (dialog) => {
      dialogs.push(dialog.message());
      void dialog.dismiss();
    });
    pages.add(page);
    return page;
  };

  /** Did anything run, in any page or frame, or ask another place for something? */
  afterEach(async () => {
    expect(dialogs).toEqual([]);
    for (const page of pages) {
      for (const frame of page.frames()) {
        const traces = await frame
          .evaluate(() => {
            const here = globalThis as { pwned?: unknown; ran?: unknown };
            const object = {} as { polluted?: unknown };
            return [here.pwned, here.ran, object.polluted, ([] as typeof object).polluted].map(String).join();
          })
          .catch(() => 'undefined,undefined,undefined,undefined');
        expect(traces).toBe('undefined,undefined,undefined,undefined');
      }
      await page.context().close();
    }
    pages.clear();
    const foreign = proxy.requests.filter(
      (one) => !isBrowsersOwn(one) && !origins.some((origin) => one.url.startsWith(`${origin}/`)),
    );
    expect(foreign).toEqual([]);
    expect(proxy.requests.filter(({ bytes }) => bytes > 0)).toEqual([]);
  });
  return { folder, url: () => server.url, origins, fresh };
}
