/** What is kept of the work: a full disk, damaged rows, a database of version 1, work as a file, and keeping nothing. */
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { unpackAll } from '../../src/features/keep/work-file';
import { launch, picture, servePage, visit, type Visit } from './browser';
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
import { seeded } from './profile';
import { damage, fillUp, makeRoom, rawRows, writeVersion1 } from './raw-store';
import { minutes } from './steps';

const wait = { timeout: minutes(1) };
/** The whole room of the origin, bytes; the test fills it. */
const QUOTA = 8_000_000;
const saved = async (page: Page): Promise<void> => {
  await page.locator('[data-testid="status-save"][data-state="saved"]').waitFor(wait);
};

/** Presses a button that saves all work to a file, and reads the file. */
async function workFile(page: Page, path: string, button: string) {
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByTestId(button).click()]);
  await download.saveAs(path);
  return unpackAll(new Blob([readFileSync(path)]));
}

describe('what is kept on this computer', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lamplight-storage-'));
  const random = seeded(3);
  let browser: Browser;
  let server: { url: string; close: () => Promise<void> };
  let files: string[];
  const begin = async (): Promise<Visit> => {
    const made = await visit(browser, server.url);
    await openStudy(made.page, files);
    await made.page.getByTestId('tab-measure').click();
    return made;
  };
  beforeAll(async () => {
    [browser, server] = [await launch(), await servePage()];
    files = writeStudy(join(folder, 'ct'));
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  test(
    'a full disk is said, the work leaves as a file that opens again, and is saved once there is room',
    { timeout: minutes(5) },
    async () => {
      // Without the page's own files, which are larger than the limit below.
      const { page, errors } = await visit(browser, `${server.url}models/index.json`, {
        serviceWorkers: 'block',
      });
      const cdp = await page.context().newCDPSession(page);
      const origin = new URL(server.url).origin;
      // The browser's own limit, set before the first write, as it remembers how much room there is for a while.
      await cdp.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: QUOTA });
      await page.goto(server.url);
      // That file brought no icon with it.
      errors.length = 0;
      await openStudy(page, files);
      await page.getByTestId('tab-measure').click();
      await drawLine(page, random);
      await addSentence(page, 'Sentence 1-1');
      await saved(page);
      const full = page.getByTestId('notice-full');
      await fillUp(page);
      await paint(page, random);
      await full.waitFor(wait);
      await drawLine(page, random);
      await picture(page, 'storage-full');
      const before = await workOf(page);
      expect(before.lines).toBeGreaterThan(1);
      expect(before.sentences).toEqual(['Sentence 1-1']);
      expect(before.voxels).toBeGreaterThan(0);

      const path = join(folder, 'all.lamplight');
      const { studies, failed } = await workFile(page, path, 'notice-save-all');
      expect(failed).toBe(0);
      expect(studies.map(({ studyUid }) => studyUid)).toEqual([STUDY]);

      // In another profile the file brings back what was never on the disk.
      const other = await visit(browser, server.url);
      await other.page.getByTestId('open-files').first().setInputFiles(path);
      await other.page.getByTestId('work-file-taken').waitFor(wait);
      await openStudy(other.page, files);
      await other.page.getByTestId('notice-restored').waitFor(wait);
      expect(await workOf(other.page)).toEqual(before);
      await other.page.context().close();

      await makeRoom(page);
      await cdp.send('Storage.overrideQuotaForOrigin', { origin });
      await full.waitFor({ state: 'detached', ...wait });
      await saved(page);
      await page.reload();
      await openStudy(page, files);
      await page.getByTestId('notice-restored').waitFor(wait);
      expect(await workOf(page)).toEqual(before);
      expect(errors).toEqual([]);

      await damaged(page, before, errors);
      await page.context().close();

      await version1(studies[0]!.parts, before);
    },
  );

  /** One damage after the other, each on a store with two lines drawn since the last. */
  async function damaged(page: Page, before: Awaited<ReturnType<typeof workOf>>, errors: string[]) {
    let { lines } = before;
    const again = async () => {
      await page.reload();
      await openStudy(page, files);
      await page.getByTestId('notice-restored').waitFor(wait);
    };
    const twoMore = async () => {
      await page.getByTestId('tab-measure').click();
      for (let n = 0; n < 2; n++) {
        const generation = (await rawRows(page, 'generations')).at(-1)?.key;
        await drawLine(page, random);
        await expect
          .poll(async () => (await rawRows(page, 'generations')).at(-1)?.key !== generation, wait)
          .toBe(true);
        await saved(page);
      }
      lines += 2;
    };
    for (const how of ['cut', 'number', 'gone'] as const) {
      await twoMore();
      // The last save: the one before it opens.
      await damage(page, 'generations', how);
      await again();
      // A save that is not there any more cannot be missed; the one before is whole.
      if (how !== 'gone')
        expect(await page.getByTestId('notice-damaged').textContent()).toContain('last save');
      if (how === 'cut') await picture(page, 'storage-damaged');
      const now = await workOf(page);
      expect(now.lines, how).toBeGreaterThanOrEqual(lines - 1);
      expect({ ...now, lines: 0 }, how).toEqual({ ...before, lines: 0 });
      ({ lines } = now);
    }
    // A line of the list of recent studies: the page starts all the same.
    await damage(page, 'recents', 'text');
    // Every piece: nothing can be brought back, everything is named, and the page goes on.
    await damage(page, 'pieces', 'flip', 'all');
    await page.reload();
    await openStudy(page, files);
    const notice = page.getByTestId('notice-damaged');
    await notice.waitFor(wait);
    const words = (await notice.textContent())!;
    for (const part of ['Segments', 'Measurements and marks', 'Report']) expect(words).toContain(part);
    expect((await workOf(page)).lines).toBe(0);
    const { studies } = await workFile(page, join(folder, 'aside.lamplight'), 'notice-save-all');
    // What was damaged is in the file too, for somebody who can mend it.
    expect(JSON.stringify(studies[0]!.parts.aside)).toContain('wrong checksum');
    await drawLine(page, random);
    await saved(page);
    await again();
    expect((await workOf(page)).lines).toBe(1);
    expect(errors).toEqual([]);
  }

  /** A database as the first version left it, with the same work. */
  async function version1(
    parts: Readonly<Record<string, unknown>>,
    before: Awaited<ReturnType<typeof workOf>>,
  ): Promise<void> {
    // A file of the server that runs no program.
    const old = await visit(browser, `${server.url}models/lung-nodule/manifest.json`);
    const recent = {
      studyUid: STUDY,
      patientName: NAME,
      patientId: PATIENT,
      date: '20260101',
      description: 'x',
      modalities: ['CT'],
      seriesCount: 1,
      imageCount: 3,
      synthetic: false,
      openedAt: '2026-01-02T03:04:05.000Z',
    };
    await writeVersion1(old.page, { studyUid: STUDY, parts }, recent);
    await old.page.goto(server.url);
    await expect.poll(() => old.page.locator('body').textContent(), wait).toContain(PATIENT);
    await openStudy(old.page, files);
    await old.page.getByTestId('notice-restored').waitFor(wait);
    expect(await workOf(old.page)).toEqual(before);
    expect(await rawRows(old.page, 'work')).toEqual([]);
    expect(await rawRows(old.page, 'aside')).toHaveLength(1);
    await old.page.context().close();
  }

  test('where nothing is to be kept, nothing is, and leaving warns', { timeout: minutes(4) }, async () => {
    const { page, errors } = await begin();
    await drawLine(page, random);
    await saved(page);
    expect((await rawRows(page, 'pieces')).length).toBeGreaterThan(0);
    await page.keyboard.press('Shift+S');
    await page.getByTestId('settings-tab-keep').click();
    await page.getByTestId('stored-work').waitFor(wait);
    expect(await page.getByTestId('stored-work').getAttribute('data-count')).toBe('1');
    await page.getByTestId('keep-nothing').check();
    await page.getByTestId('keep-turn-go').click();
    await page.locator('[data-testid="keep-mode"][data-mode="nothing"]').waitFor(wait);
    await page.getByTestId('settings-done').click();
    await drawLine(page, random);
    await page.getByTestId('status-save').filter({ hasText: 'in memory only' }).waitFor(wait);
    for (const table of ['generations', 'pieces', 'recents', 'audit', 'work', 'recent'])
      expect(await rawRows(page, table), table).toEqual([]);

    // The browser asks before the page is left with work in memory only.
    let asked = false;
    page.once('dialog', (dialog) => {
      asked = dialog.type() === 'beforeunload';
      void dialog.accept();
    });
    await page.reload();
    expect(asked).toBe(true);
    await openStudy(page, files);
    expect((await workOf(page)).lines).toBe(0);
    expect(errors).toEqual([]);
    await page.context().close();
  });
});
