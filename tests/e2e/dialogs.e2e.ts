/** Nothing that opens over the reading room is closed to a screen reader: every menu, panel and dialog. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launch, servePage, visit } from './browser';
import { writeCt } from './phantom-study';
import { minutes, openFiles } from './steps';

let folder: string;
let server: { url: string; close: () => Promise<void> };
let browser: Browser;
let page: Page;
let errors: string[];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lamplight-reach-'));
  [browser, server] = [await launch(), await servePage()];
  ({ page, errors } = await visit(browser, server.url, {
    permissions: ['clipboard-read', 'clipboard-write'],
  }));
  await openFiles(page, writeCt(folder));
}, minutes(3));
afterAll(async () => {
  await browser?.close();
  await server?.close();
  rmSync(folder, { recursive: true, force: true });
});

const stack = () => page.getByTestId('viewport-stack');
const key = (name: string): Promise<void> => page.keyboard.press(name);

/** Closes what is open and lets go of what is in the hand. */
async function calm(): Promise<void> {
  for (let tries = 0; tries < 4; tries++) {
    await key('Escape');
    if ((await page.locator('dialog[open], [data-testid="help-sheet"], .sheet').count()) === 0) break;
  }
  await page.getByTestId('reading-room').locator('.vp-pane:visible').first().focus();
  await key('Escape');
}

describe('what opens', () => {
  const click = (id: string) => () => page.getByTestId(id).first().click();
  const fromMenu = (menu: string, item: string) => async () => {
    await page.getByTestId(menu).click();
    await page.getByTestId(item).click();
  };
  const MENU = '[role="menu"]';
  const PANEL = '.popover';
  const tab = (name: string) => async () => {
    await key('Shift+S');
    await page.getByTestId(`settings-tab-${name}`).click();
  };
  const opened: readonly (readonly [string, () => Promise<unknown>, string])[] = [
    ['looking tools', click('look-menu'), MENU],
    ['measuring tools', click('measure-menu'), MENU],
    ['segment tools', click('segment-menu'), MENU],
    ['windows', click('presets'), MENU],
    ['image', click('image-menu'), MENU],
    ['out', click('out-menu'), MENU],
    ['more', click('more-menu'), MENU],
    ['layouts of a stack', click('layout-menu'), PANEL],
    ['analyse', click('analyse'), '.analyse-box'],
    ['picture', fromMenu('out-menu', 'out-picture'), '[data-testid="picture-dialog"]'],
    ['film', fromMenu('out-menu', 'out-film'), '[data-testid="film-dialog"]'],
    ['film sheet', fromMenu('out-menu', 'out-sheet'), '[data-testid="sheet-dialog"]'],
    ['key images', fromMenu('out-menu', 'out-keys'), '[data-testid="key-image-list"]'],
    ['settings of reading', tab('reading'), '[data-testid="settings"]'],
    ['settings of the screen', tab('screen'), '[data-testid="settings"]'],
    ['settings of keys', tab('keys'), '[data-testid="settings"]'],
    ['settings of the mouse', tab('mouse'), '[data-testid="settings"]'],
    ['help', () => key('?'), '[data-testid="help-sheet"]'],
    ['command search', () => key('/'), '[data-testid="command-search"]'],
  ];

  const accessible = async (selector: string): Promise<string[]> => {
    expect(await page.locator(selector).first().isVisible(), selector).toBe(true);
    const { violations } = await new AxeBuilder({ page }).include(selector).analyze();
    return violations.map((v) => `${v.id}: ${v.nodes.map((node) => node.html).join(', ')}`);
  };

  test('is clean under axe, and Escape closes it', { timeout: minutes(10) }, async () => {
    await calm();
    await page.getByTestId('layout-stack').click();
    await stack().waitFor();
    await key('k');
    const wrong: string[] = [];
    for (const [name, open, selector] of opened) {
      await calm();
      await open();
      wrong.push(...(await accessible(selector)).map((text) => `${name}: ${text}`));
      await key('Escape');
      await page.locator(selector).first().waitFor({ state: 'detached' });
    }
    expect(wrong).toEqual([]);
    expect(errors).toEqual([]);
  });
});
