import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launch, servePage, visit, type Visit } from './browser';
import { ct, writeCt } from './phantom-study';
import { openFiles } from './steps';

/** Keys, mouse buttons and names of commands, as a reader sets and uses them. */
describe('keys and habits', () => {
  let browser: Browser;
  let server: { url: string; close: () => Promise<void> };
  let visited: Visit;
  let page: Page;
  const folder = mkdtempSync(join(tmpdir(), 'lamplight-keys-'));
  const paths = writeCt(folder);

  beforeAll(async () => {
    server = await servePage();
    browser = await launch();
    visited = await visit(browser, server.url);
    page = visited.page;
    await openFiles(page, paths);
    await oneView();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  const pane = () => page.getByTestId('viewport-stack').first();
  const data = async (name: string): Promise<string> => (await pane().getAttribute(`data-${name}`)) ?? '';
  const slice = async (): Promise<number> => Number(await data('slice'));
  const corners = async (): Promise<string> => pane().innerText();
  const until = async (hold: () => Promise<boolean>): Promise<void> => {
    const end = Date.now() + 20_000;
    while (!(await hold())) {
      if (Date.now() > end) throw new Error(`not within 20 s: ${hold.toString()}`);
      await page.waitForTimeout(40);
    }
  };
  /** Has a command done by its name. */
  const byName = async (words: string): Promise<void> => {
    await page.keyboard.press('/');
    await page.getByTestId('command-words').fill(words);
    await page.keyboard.press('Enter');
    await page.getByTestId('command-search').waitFor({ state: 'detached' });
  };
  const oneView = async (): Promise<void> => {
    await byName('单视图');
    await pane().waitFor();
    await until(async () => (await slice()) > 0);
  };
  const settings = async (tab: string): Promise<void> => {
    await page.keyboard.press('Shift+S');
    await page.getByTestId(`settings-tab-${tab}`).click();
  };
  const done = () => page.getByTestId('settings-done').click();
  /** What is open over the images; the images themselves are another test's. */
  const accessible = async (testId: string): Promise<string[]> => {
    const { violations } = await new AxeBuilder({ page }).include(`[data-testid="${testId}"]`).analyze();
    return violations.map((v) => `${v.id}: ${v.nodes.map((node) => node.target.join(' ')).join(', ')}`);
  };
  const ids = (prefix: string): Promise<string[]> =>
    page
      .locator(`[data-testid^="${prefix}"]`)
      .evaluateAll(
        (rows, cut) => rows.map((row) => (row as HTMLElement).dataset.testid!.slice(cut)),
        prefix.length,
      )
      .then((all) => all.sort());

  test('every command is in the search, in the settings and in the help', async () => {
    await page.keyboard.press('/');
    await page.getByTestId('command-words').waitFor();
    const found = (await ids('command-')).filter((id) => id.includes('.'));
    expect(found.length).toBeGreaterThan(60);
    expect(await accessible('command-search')).toEqual([]);
    await page.keyboard.press('Escape');
    await settings('keys');
    expect(await ids('key-row-')).toEqual(found);
    expect(await accessible('settings')).toEqual([]);
    await done();
    await page.keyboard.press('?');
    expect(await page.locator('[data-testid="help-sheet"] [data-command]').count()).toBe(found.length);
    expect(await accessible('help-sheet')).toEqual([]);
    await page.getByTestId('help-search').fill('jx');
    expect(
      await page
        .locator('[data-testid="help-sheet"] [data-command]')
        .evaluateAll((rows) => rows.map((row) => (row as HTMLElement).dataset.command)),
    ).toContain('image.mirror');
    await page.keyboard.press('Escape');
  });

  test('a key is given by pressing it; who had it is said, and loses it', async () => {
    await page.keyboard.press('Shift+S');
    await page.getByTestId('key-set-image.next').click();
    await page.keyboard.press('Control+w');
    await page.getByText('belongs to the browser').waitFor();
    await page.keyboard.press('n');
    expect(await page.getByTestId('key-clash').innerText()).toContain('Next finding');
    await page.getByTestId('key-give').click();
    expect(await page.getByTestId('key-set-image.next').innerText()).toBe('N');
    expect(await page.getByTestId('key-set-finding.next').innerText()).toBe('no key');
    await done();
    const before = await slice();
    await page.keyboard.press('n');
    await until(async () => (await slice()) === before + 1);
    // The key that it had does nothing any more.
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('n');
    await until(async () => (await slice()) === before + 2);
  });

  test('a command is found by Chinese, pinyin and English; one that cannot be done says why', async () => {
    const left = () => pane().locator('.vp-letter-left').innerText();
    const was = await left();
    await byName('左右镜像');
    await until(async () => (await left()) !== was);
    await byName('zyjx');
    await until(async () => (await left()) === was);
    await byName('mirror');
    await until(async () => (await left()) !== was);
    await page.keyboard.press('v');
    await until(async () => (await left()) === was);

    await page.keyboard.press('Control+k');
    // What was chosen lately stands first.
    expect(await page.locator('.command-row').first().getAttribute('data-testid')).toBe(
      'command-image.mirror',
    );
    await page.getByTestId('command-words').fill('accept');
    const row = page.getByTestId('command-finding.accept');
    expect(await row.getAttribute('aria-disabled')).toBe('true');
    expect(await row.innerText()).toContain('No finding is chosen');
    await page.keyboard.press('Enter');
    expect(await page.getByTestId('command-search').count()).toBe(1);
    await page.keyboard.press('Escape');
  });

  test('the wheel and the right button do what the reader has set', async () => {
    const zoom = async (): Promise<string> => /Zoom \d+%/.exec(await corners())?.[0] ?? '';
    await settings('mouse');
    expect(await accessible('settings')).toEqual([]);
    await page.getByTestId('mouse-wheel').selectOption('zoom');
    await page.getByTestId('mouse-right').selectOption('window');
    await done();
    const box = (await pane().boundingBox())!;
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    await page.mouse.move(x, y);
    const [sliceBefore, zoomBefore] = [await slice(), await zoom()];
    await page.mouse.wheel(0, -120);
    await until(async () => (await zoom()) !== zoomBefore);
    expect(await slice()).toBe(sliceBefore);

    const [windowBefore, zoomNow] = [await data('window'), await zoom()];
    await page.mouse.down({ button: 'right' });
    await page.mouse.move(x + 30, y + 20);
    await page.mouse.move(x + 60, y + 40);
    await page.mouse.up({ button: 'right' });
    await until(async () => (await data('window')) !== windowBefore);
    expect(await zoom()).toBe(zoomNow);
  });

  test('a measuring tool stays in the hand or is put down, as the reader has set', async () => {
    const box = (await pane().boundingBox())!;
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    let drags = 0;
    /** Did a drag change the window? Each where no measurement is that it could take hold of. */
    const windowAfterDrag = async (): Promise<boolean> => {
      const before = await data('window');
      const from = x - 150 + 80 * drags++;
      await page.mouse.move(from, y + 60);
      await page.mouse.down();
      await page.mouse.move(from + 30, y + 80, { steps: 3 });
      await page.mouse.up();
      return (await data('window')) !== before;
    };
    await page.keyboard.press('d');
    expect(await windowAfterDrag()).toBe(false);
    expect(await windowAfterDrag()).toBe(false);
    await settings('reading');
    await page.getByTestId('keep-tool').uncheck();
    await done();
    expect(await windowAfterDrag()).toBe(false);
    expect(await windowAfterDrag()).toBe(true);
  });

  test('on a calibrated screen a millimetre is a millimetre', async () => {
    // Not calibrated yet: the way there opens.
    await page.keyboard.press('=');
    const width = page.getByTestId('screen-width');
    await width.fill('342.5');
    expect(await accessible('settings')).toEqual([]);
    await page.getByTestId('screen-keep').click();
    expect(await page.getByTestId('screen-state').innerText()).toContain('4.00 CSS px');
    await done();
    await page.keyboard.press('=');
    await until(async () => (await corners()).includes('1:1 true size'));
    const perPixel = (ct.spacing[0] * 342.5) / 85.6;
    expect(await corners()).toContain(`Zoom ${Math.round(perPixel * 100)}%`);
    await page.keyboard.press('0');
    await until(async () => !(await corners()).includes('1:1'));
  });

  test('settings go to a file and come from one; a wrong file changes nothing', async () => {
    await settings('keys');
    const waiting = page.waitForEvent('download');
    await page.getByTestId('settings-export').click();
    const file = join(folder, 'mine.json');
    await (await waiting).saveAs(file);
    const kept = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
    expect(kept.keys).toEqual({ 'image.next': ['n'], 'finding.next': [] });
    await page.getByTestId('settings-reset').click();
    expect(await page.getByTestId('habit-lamplight').isChecked()).toBe(true);
    expect(await page.getByTestId('key-set-finding.next').innerText()).toBe('N');
    const wrong = join(folder, 'wrong.json');
    writeFileSync(wrong, JSON.stringify({ ...kept, buttons: { middle: 'spin' } }));
    await page.getByTestId('settings-import').setInputFiles(wrong);
    await page.getByText('(buttons)').waitFor();
    expect(await page.getByTestId('key-set-finding.next').innerText()).toBe('N');
    await page.getByTestId('settings-import').setInputFiles(file);
    await page.getByText('Settings loaded.').waitFor();
    expect(await page.getByTestId('key-set-image.next').innerText()).toBe('N');
    await done();
  });

  test('the reader’s keys and buttons are there after a reload', async () => {
    await expect
      .poll(
        () =>
          page.evaluate(
            () =>
              new Promise<unknown>((resolve) => {
                const opening = indexedDB.open('lamplight');
                opening.onsuccess = () => {
                  const got = opening.result.transaction('settings').objectStore('settings').get('settings');
                  got.onsuccess = () => {
                    opening.result.close();
                    resolve((got.result as { keys?: unknown } | undefined)?.keys);
                  };
                };
              }),
          ),
        { timeout: 20_000 },
      )
      .toEqual({ 'image.next': ['n'], 'finding.next': [] });
    await page.reload();
    await page.getByTestId('start-page').waitFor();
    await openFiles(page, paths);
    await oneView();
    const before = await slice();
    await page.keyboard.press('n');
    await until(async () => (await slice()) === before + 1);
    await settings('mouse');
    expect(await page.getByTestId('mouse-wheel').inputValue()).toBe('zoom');
    await page.getByTestId('habit-ohif').check();
    await done();
    // As in OHIF: R turns the image.
    const top = () => pane().locator('.vp-letter-top').innerText();
    const was = await top();
    await page.keyboard.press('r');
    await until(async () => (await top()) !== was);
    expect(visited.errors).toEqual([]);
    expect(visited.foreign).toEqual([]);
  });
});
