/** Servers that misbehave: each says which server and why, nothing hangs, and what is there can be read. */
import { createServer, type Server } from 'node:http';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { badServer, badStudy, frameFaults, searchFaults } from './bad-server';
import { launch, picture, servePage, visit } from './browser';
import { oneOrigin, type OneOrigin } from './one-origin';
import { minutes } from './steps';

let server: Awaited<ReturnType<typeof servePage>>;
let site: OneOrigin;
let browser: Browser;
let page: Page;
let errors: string[];
/** Another origin that answers and allows nobody, one that allows the page, and one where nobody is. */
let others: Record<'silent' | 'open', Server>;

const ways = ['frames', 'resume', 'half'] as const;

const listen = async (made: Server): Promise<Server> => {
  await new Promise<void>((resolve) => {
    made.listen(0, '127.0.0.1', resolve);
  });
  return made;
};
const addressOf = (one: Server): string => {
  const address = one.address();
  return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
};

/** The browser itself tells the console of every answer that is no 2xx, and of what it keeps from the page. */
const told = /Failed to load resource|blocked by CORS policy|Content Security Policy|Refused to connect/;

beforeAll(async () => {
  const bad = badServer();
  const answering = (allow: boolean) =>
    createServer((asked, answer) => {
      if (allow) {
        answer.setHeader('Access-Control-Allow-Origin', '*');
        answer.setHeader('Access-Control-Allow-Headers', '*');
      }
      if (asked.method === 'OPTIONS') answer.writeHead(204).end();
      else if (!bad(asked, answer)) answer.writeHead(404).end();
    });
  others = { silent: await listen(answering(false)), open: await listen(answering(true)) };
  [server, browser] = await Promise.all([servePage(), launch()]);
  const [silent, open] = [addressOf(others.silent), addressOf(others.open)];
  const own = [...Object.keys(searchFaults), ...ways].map((name) => ({
    name,
    url: `/bad/${name}`,
    patience: 1,
  }));
  site = await oneOrigin({
    page: server.url,
    archive: server.url,
    also: bad,
    connect: [silent, open, 'http://127.0.0.1:9'],
    servers: [
      ...own,
      { name: 'cors', url: `${silent}/bad/frames` },
      { name: 'allowed', url: `${open}/bad/none` },
      { name: 'off', url: 'http://127.0.0.1:9/dicom-web' },
      { name: 'policy', url: 'http://localhost:9/dicom-web' },
    ],
  });
  ({ page, errors } = await visit(browser, site.url));
}, minutes(2));
afterAll(async () => {
  await browser?.close();
  await site?.close();
  await server?.close();
  for (const one of Object.values(others ?? {})) {
    one.closeAllConnections();
    one.close();
  }
});

const row = (name: string) => page.locator(`[data-testid="server-row"][data-server="preset:${name}"]`);

test(
  'the test of a server says what fails',
  async () => {
    // The list that the page begins with has asked every server; the one that wants a name is left alone.
    await page.getByTestId('sign-in-cancel').click({ timeout: minutes(1) });
    await page.getByTestId('open-servers').click();
    const expected: Record<string, readonly [string, string | undefined]> = {
      ...searchFaults,
      cors: ['reach', 'cors'],
      off: ['reach', 'unreachable'],
      policy: ['reach', 'policy'],
      allowed: ['metadata', undefined],
    };
    for (const name of Object.keys(expected)) await row(name).getByTestId('server-test').click();
    for (const [name, [check, reason]] of Object.entries(expected)) {
      await row(name)
        .getByTestId('server-checks')
        .waitFor({ timeout: minutes(1) });
      const found = row(name).locator(`[data-check="${check}"]`);
      const state = reason === undefined ? 'skipped' : 'failed';
      expect([name, await found.getAttribute('data-state'), await found.getAttribute('data-reason')]).toEqual(
        [name, state, reason ?? null],
      );
    }
    const line = row('policy').locator('.server-policy').first();
    expect(await line.textContent()).toBe("connect-src 'self' http://localhost:9");
    const { violations } = await new AxeBuilder({ page }).include('[data-testid="servers"]').analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
    await picture(page, 'servers-tested');
    await page.getByTestId('servers-done').click();
  },
  minutes(3),
);

const openRow = (way: string) =>
  page.locator(`[data-testid="worklist-row"][data-uid="${badStudy(way)}"]`).dblclick({ timeout: minutes(1) });

const pane = () => page.locator('[data-testid^="viewport-"]').first();

test(
  'an image that does not come says why; those that come can be read',
  async () => {
    await openRow('frames');
    await page.waitForFunction(
      (count) => document.querySelector<HTMLElement>('[data-slices]')?.dataset.slices === String(count),
      frameFaults.length,
      { timeout: minutes(1) },
    );
    // Frames are fetched ahead: the question may come at once.
    await page.getByTestId('sign-in').waitFor({ timeout: minutes(1) });
    await picture(page, 'servers-sign-in');
    await page.getByTestId('server-user').fill('reader');
    await page.getByTestId('server-password').fill('secret');
    await page.getByTestId('sign-in-submit').click();
    const reasons = {
      length: 'wrongLength',
      boundary: 'badMultipart',
      cut: 'cut',
      s500: 'serverError',
      type: 'contentType',
      html: 'webPage',
    } as Record<string, string>;
    await pane().focus();
    await page.keyboard.press('Home');
    for (const [n, fault] of frameFaults.entries()) {
      await expect.poll(() => pane().getAttribute('data-slice')).toBe(String(n + 1));
      const message = pane().locator('.vp-message');
      const said = reasons[fault];
      if (said) await expect.poll(() => message.textContent(), { timeout: minutes(1) }).toContain(said);
      else await expect.poll(() => message.isVisible(), { timeout: minutes(1) }).toBe(false);
      if (said) expect(await message.textContent()).toContain('frames');
      if (fault === 'length') await picture(page, 'servers-bad-frame');
      await page.keyboard.press('ArrowDown');
    }
  },
  minutes(4),
);

test(
  'a list that is cut is taken up again; one that stays cut is said not to be whole',
  async () => {
    await page.getByTestId('more-menu').click();
    await page.getByTestId('close-study').click();
    await openRow('resume');
    await page.waitForFunction(
      (count) => document.querySelector<HTMLElement>('[data-slices]')?.dataset.slices === String(count),
      frameFaults.length,
      { timeout: minutes(1) },
    );
    expect(await page.getByTestId('notice-incomplete').count()).toBe(0);
    await page.getByTestId('sign-in-cancel').click({ timeout: minutes(1) });
    await page.getByTestId('more-menu').click();
    await page.getByTestId('close-study').click();
    await openRow('half');
    const notice = page.getByTestId('notice-incomplete');
    await notice.waitFor({ timeout: minutes(1) });
    expect(await notice.textContent()).toContain(`4 of ${frameFaults.length}`);
    await picture(page, 'servers-incomplete');
    expect(errors.filter((error) => !told.test(error))).toEqual([]);
  },
  minutes(3),
);
