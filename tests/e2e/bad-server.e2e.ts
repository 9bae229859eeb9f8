/** Servers that misbehave: each says which server and why, nothing hangs, and what is there can be read. */
import { createServer, type Server } from 'node:http';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { stowServer } from '../fixtures/stow-server';
import { badServer, badStudy, frameFaults, searchFaults } from './bad-server';
import { launch, picture, servePage, visit } from './browser';
import { oneOrigin, type OneOrigin } from './one-origin';
import { demoShown, minutes, showTab } from './steps';

let server: Awaited<ReturnType<typeof servePage>>;
let site: OneOrigin;
let browser: Browser;
let page: Page;
let errors: string[];
/** Another origin that answers and allows nobody, one that allows the page, and one where nobody is. */
let others: Record<'silent' | 'open', Server>;

const ways = ['frames', 'resume', 'half'] as const;
/** Takes files, and misbehaves. */
const stow = stowServer('/stow');
let healed = false;

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
  const bad = badServer(() => healed);
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
    also: (asked, answer) => stow.handle(asked, answer) || bad(asked, answer),
    connect: [silent, open, 'http://127.0.0.1:9'],
    servers: [
      ...own,
      { name: 'cors', url: `${silent}/bad/frames` },
      { name: 'allowed', url: `${open}/bad/none` },
      { name: 'off', url: 'http://127.0.0.1:9/dicom-web' },
      { name: 'policy', url: 'http://localhost:9/dicom-web' },
      { name: 'stow', url: '/stow', patience: 20 },
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
    // The list that the page begins with has asked every server; the one that wants a name says so and asks nobody.
    await page.getByTestId('wl-sign-in-preset:s401').waitFor({ timeout: minutes(1) });
    expect(await page.getByTestId('sign-in').count()).toBe(0);
    await picture(page, 'servers-start');
    await page.getByTestId('wl-sign-in-preset:s401').click();
    await page.getByTestId('sign-in-cancel').click();
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
      length: 'another length than it should have',
      boundary: 'parts of its answer',
      cut: 'cut in the middle',
      s500: 'failed within itself',
      type: 'another kind of data',
      html: 'web page came instead',
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
    // In the reader's language; and once the server is well again the images are asked for anew.
    const goTo = async (fault: (typeof frameFaults)[number]): Promise<void> => {
      await page.keyboard.press('Home');
      const n = frameFaults.indexOf(fault);
      for (let at = 0; at < n; at++) await page.keyboard.press('ArrowDown');
      await expect.poll(() => pane().getAttribute('data-slice')).toBe(String(n + 1));
    };
    const message = pane().locator('.vp-message');
    await goTo('s500');
    await page.getByTestId('lang-toggle').click();
    await expect.poll(() => message.textContent()).toContain('服务器内部错误');
    await picture(page, 'servers-bad-frame-zh');
    const again = pane().getByTestId('vp-again');
    await again.click();
    await expect.poll(() => message.textContent(), { timeout: minutes(1) }).toContain('服务器内部错误');
    healed = true;
    await again.click();
    await expect.poll(() => message.isVisible(), { timeout: minutes(1) }).toBe(false);
    // One button asked for all of them.
    await goTo('html');
    await expect.poll(() => message.isVisible(), { timeout: minutes(1) }).toBe(false);
    healed = false;
    await page.getByTestId('lang-toggle').click();
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

test(
  'a study is sent with its images; called off in the middle it says so, and then only what is missing goes',
  async () => {
    await page.getByTestId('more-menu').click();
    await page.getByTestId('close-study').click();
    await page.getByTestId('open-demo').click();
    await demoShown(page);
    await showTab(page, 'report');
    await page.getByTestId('export-menu').click();
    await page.getByTestId('export-all').click();
    await page.getByTestId('save-all-images').check();
    await page.getByTestId('save-all-server').selectOption('preset:stow');
    expect(await page.getByTestId('save-all-send-images').textContent()).toContain('180');
    stow.act('keep', 'halfAndCut', 'keep', 'hang');
    await page.getByTestId('save-all-send').click();
    await expect.poll(() => stow.requests(), { timeout: minutes(2) }).toBe(4);
    const progress = page.getByTestId('save-all-progress');
    await expect.poll(() => progress.textContent()).toMatch(/\d+ of \d+ files, \d/);
    await picture(page, 'servers-sending');
    await page.getByTestId('save-all-cancel').click();
    const outcome = page.getByTestId('archive-outcome');
    await outcome.waitFor();
    const before = new Map(stow.came);
    const kept = new Set(stow.kept);
    expect(Number(await outcome.getAttribute('data-stored'))).toBe(kept.size);
    expect(Number(await outcome.getAttribute('data-unsent'))).toBeGreaterThan(0);
    await picture(page, 'servers-sending-stopped');
    stow.act('refuseLast');
    await page.getByTestId('archive-retry').click();
    await expect.poll(() => outcome.getAttribute('data-unsent'), { timeout: minutes(2) }).toBe('0');
    expect(await outcome.getAttribute('data-failed')).toBe('1');
    await picture(page, 'servers-sending-refused');
    await page.getByTestId('archive-retry').click();
    await expect.poll(() => outcome.getAttribute('data-failed')).toBe('0');
    expect(stow.kept.size).toBeGreaterThan(180);
    for (const uid of kept) expect([uid, stow.came.get(uid)]).toEqual([uid, before.get(uid)]);
    stow.letGo();
    expect(errors.filter((error) => !told.test(error))).toEqual([]);
  },
  minutes(5),
);
