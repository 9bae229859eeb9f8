/**
 * Patient data on a shared computer: encrypted, nothing of it stands anywhere in the browser's profile; locked, nothing of
 * it stands on the screen; forgotten, it can only be wiped.
 */
import { mkdtempSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { picture, servePage } from './browser';
import {
  addSentence,
  drawLine,
  NAME,
  openStudy,
  paint,
  PATIENT,
  STUDY,
  workOf,
  writeStudy,
} from './keep-study';
import { live, seeded } from './profile';
import { bytesOf, rawRows } from './raw-store';
import { minutes } from './steps';

const wait = { timeout: minutes(1) };
const PASS = 'correct horse 电池';
const WORDS = 'Sentence 7-7 about Zuverlaessig';

/** What must not be found: as UTF-8, and as UTF-16, in which Chromium keeps texts with Chinese in them. */
const needles = [NAME, 'Zuverlaessig', PATIENT, 'PLANTED-DESCRIPTION', STUDY, 'Sentence 7-7', PASS].flatMap(
  (text) => [
    { text, bytes: Buffer.from(text, 'utf8') },
    { text: `${text} (UTF-16)`, bytes: Buffer.from(text, 'utf16le') },
  ],
);

/** What of it stands in which file of a folder. */
function found(folder: string, pieces: readonly Buffer[] = []): string[] {
  const all = [...needles, ...pieces.map((bytes) => ({ text: 'piece', bytes }))];
  return readdirSync(folder, { recursive: true })
    .map((name) => join(folder, String(name)))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile())
    .flatMap((path) => {
      const bytes = readFileSync(path);
      return all.filter((one) => bytes.includes(one.bytes)).map(({ text }) => `${path}: ${text}`);
    });
}

const keepPage = async (page: Page): Promise<void> => {
  // A key that comes before the page is up reaches nobody.
  await page.locator('.status-bar').waitFor(wait);
  await page.keyboard.press('Shift+S');
  await page.getByTestId('settings-tab-keep').click();
  await page.getByTestId('stored-work').waitFor(wait);
};
async function seal(page: Page): Promise<void> {
  await page.getByTestId('keep-sealed').check();
  await page.getByTestId('keep-turn-first').fill(PASS);
  await page.getByTestId('keep-turn-second').fill(PASS);
  await page.getByTestId('keep-turn-go').click();
  await page.locator('[data-testid="keep-mode"][data-mode="sealed"]').waitFor(wait);
}
const saved = (page: Page): Promise<void> =>
  page.locator('[data-testid="status-save"][data-state="saved"]').waitFor(wait);

async function edit(page: Page, files: readonly string[]): Promise<void> {
  await openStudy(page, files);
  await page.getByTestId('tab-measure').click();
  await drawLine(page, seeded(5));
  await addSentence(page, WORDS);
  await saved(page);
}

const sizes = [
  { width: 1280, height: 720 },
  { width: 1920, height: 1080 },
  { width: 390, height: 844 },
];

/** Pictures of a screen at three sizes; axe finds nothing in the first. */
async function shown(page: Page, name: string, within: string): Promise<void> {
  for (const size of sizes) {
    await page.setViewportSize(size);
    await picture(page, `${name}-${size.width}`);
  }
  await page.setViewportSize(sizes[0]!);
  const { violations } = await new AxeBuilder({ page }).include(within).analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
}

describe('patient data on a shared computer', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lamplight-lock-'));
  let server: { url: string; close: () => Promise<void> };
  let files: string[];
  beforeAll(async () => {
    server = await servePage();
    files = writeStudy(join(folder, 'ct'));
  });
  afterAll(() => server?.close());

  test('is encrypted, locked and wiped', { timeout: minutes(6) }, async () => {
    // In the open the search finds it: so it would find it below.
    const open = join(folder, 'open');
    const plain = await live(open, server.url);
    await edit(plain.page, files);
    await plain.page.keyboard.press('b');
    await paint(plain.page, seeded(6));
    const voxels = plain.page.getByTestId('segment-row');
    await expect.poll(async () => Number(await voxels.getAttribute('data-voxels')), wait).toBeGreaterThan(0);
    await saved(plain.page);
    // A mask is packed: what is looked for are the bytes of its rows.
    const masks = (await bytesOf(plain.page, 'pieces')).map((bytes) => Buffer.from(bytes));
    expect(masks.length).toBeGreaterThan(2);
    const inTheOpen = () => found(open, masks).join('\n');
    await expect.poll(inTheOpen, wait).toContain('piece');
    for (const text of [NAME, PATIENT, STUDY]) expect(inTheOpen()).toContain(text);

    // Encrypted afterwards, nothing of it stays in the browser's files; nor of what is wiped in the open.
    await keepPage(plain.page);
    await seal(plain.page);
    // The browser throws its old files away in its own time.
    await expect.poll(inTheOpen, wait).toBe('');
    await plain.page.getByTestId('keep-open').check();
    await plain.page.getByTestId('keep-turn-old').fill(PASS);
    await plain.page.getByTestId('keep-turn-go').click();
    await plain.page.locator('[data-testid="keep-mode"][data-mode="open"]').waitFor(wait);
    await expect.poll(inTheOpen, wait).toContain(NAME);
    await plain.page.getByTestId('wipe').click();
    await plain.page.getByTestId('wipe-dialog').waitFor(wait);
    const [log] = await Promise.all([
      plain.page.waitForEvent('download'),
      plain.page.getByTestId('wipe-save-log').click(),
    ]);
    const told = readFileSync(await log.path(), 'utf8');
    for (const text of ['study.open', STUDY]) expect(told).toContain(text);
    await shown(plain.page, 'wipe-en', '[data-testid="wipe-dialog"]');
    await plain.page.getByTestId('wipe-sure').click();
    await plain.page.getByTestId('start-page').waitFor(wait);
    await expect.poll(inTheOpen, wait).toBe('');
    // The new log begins with that, and nothing of a patient is in it.
    await expect.poll(async () => (await rawRows(plain.page, 'audit')).length, wait).toBe(1);
    await plain.page.getByTestId('status-offline').click();
    await plain.page.getByTestId('version-audit').click();
    await plain.page.locator('[data-testid="audit-row"][data-kind="kept.wiped"]').waitFor(wait);
    const words = await plain.page.getByTestId('audit').innerText();
    for (const text of [STUDY, PATIENT, NAME]) expect(words).not.toContain(text);
    await picture(plain.page, 'audit-wiped');
    expect(plain.errors).toEqual([]);
    await plain.close();
    expect(inTheOpen()).toBe('');

    // Encrypted from the beginning.
    const profile = join(folder, 'sealed');
    let now = await live(profile, server.url);
    let { page } = now;
    await keepPage(page);
    await page.getByTestId('keep-sealed').check();
    await page.getByTestId('keep-turn-first').fill('short');
    await page.getByTestId('keep-turn-second').fill('short');
    await page.getByTestId('keep-turn-go').click();
    expect(await page.getByTestId('keep-turn-said').textContent()).toContain('8');
    await shown(page, 'keep-turn-en', '[data-testid="settings"]');
    await seal(page);
    await page.getByTestId('settings-done').click();
    await edit(page, files);
    const before = await workOf(page);
    expect(before).toMatchObject({ lines: 1, sentences: ['Sentence 7-7'] });

    // Locked with a study open: no name and no pixel, to nobody's eyes or keys; then it is all there again.
    await page.keyboard.press('F10');
    const lock = page.getByTestId('lock-screen');
    await lock.waitFor(wait);
    await shown(page, 'lock-en', '[data-testid="lock-screen"]');
    expect(await page.evaluate(() => document.body.innerText)).not.toContain('Zuverlaessig');
    const behind = await page.evaluate(() => {
      const all = [...document.querySelectorAll<HTMLElement>('.behind-lock *')];
      return {
        all: all.length,
        seen: all.filter((one) => getComputedStyle(one).visibility === 'visible').length,
      };
    });
    expect(behind.all).toBeGreaterThan(50);
    expect(behind.seen).toBe(0);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await page.getByTestId('lock-passphrase').fill('wrong one');
    await page.getByTestId('unlock').click();
    await expect.poll(() => page.getByTestId('lock-said').textContent(), wait).toContain('Wrong');
    await page.getByTestId('lock-passphrase').fill(PASS);
    await page.getByTestId('unlock').click();
    await lock.waitFor({ state: 'detached', ...wait });
    expect(await workOf(page)).toEqual(before);
    expect(now.errors).toEqual([]);
    await now.close();
    expect(found(profile)).toEqual([]);

    // A new start asks first, and nothing is read before.
    now = await live(profile, server.url);
    ({ page } = now);
    await page.evaluate(() => localStorage.setItem('lamplight.language', 'zh'));
    await page.reload();
    await page.getByTestId('lock-screen').waitFor(wait);
    await page.getByTestId('lock-passphrase').fill(PASS);
    await page.getByTestId('unlock').click();
    await expect.poll(() => page.locator('body').textContent(), wait).toContain(PATIENT);
    await openStudy(page, files);
    await page.getByTestId('notice-restored').waitFor(wait);
    // A report in the other language has sentences of its own.
    expect((await workOf(page)).lines).toBe(before.lines);

    // Nobody there: it locks by itself, after the minutes that were chosen.
    await keepPage(page);
    await shown(page, 'keep-sealed-zh', '[data-testid="settings"]');
    await page.getByTestId('keep-idle').selectOption('1');
    await page.getByTestId('settings-done').click();
    await page.evaluate(() => {
      const { now: real } = Date;
      Date.now = () => real() + 61_000;
    });
    await page.getByTestId('lock-screen').waitFor(wait);

    // Forgotten: all that is left is to wipe, said with what goes, and asked once.
    await page.getByTestId('lock-forgotten').click();
    await shown(page, 'lock-forgotten-zh', '[data-testid="lock-screen"]');
    await page.getByTestId('lock-wipe').click();
    await page.getByTestId('wipe-dialog').waitFor(wait);
    await picture(page, 'wipe');
    await page.getByTestId('wipe-sure').click();
    await page.getByTestId('start-page').waitFor(wait);
    for (const table of ['generations', 'pieces', 'recents', 'aside'])
      expect(await rawRows(page, table)).toEqual([]);
    const left = await page.evaluate(async () => ({
      models: await caches.has('lamplight-models'),
      kept: Object.keys(localStorage).filter(
        (name) => name.startsWith('lamplight') && !name.includes('audit'),
      ),
    }));
    expect(left.kept).toEqual([]);
    await openStudy(page, files);
    expect(await workOf(page)).toMatchObject({ lines: 0, sentences: [] });
    expect(now.errors).toEqual([]);
    await now.close();
  });
});
