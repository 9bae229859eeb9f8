/** A real PACS, Orthanc, behind the page's own address: search, open, analyse, send back, find it all again elsewhere. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launch, picture, servePage, shared, visit } from './browser';
import { writeDemo } from './demo-files';
import { manyStudyUid, writeMany } from './many-images';
import { oneOrigin, type OneOrigin } from './one-origin';
import { hasOrthanc, startOrthanc, type Orthanc } from './orthanc';
import { analyse, filesOf, findingRows, imageLoaded, minutes, showTab } from './steps';

/** Images of the large study; so much of its bytes may have come when the first of them shows. */
const MANY = 1000;
const SHARE = 0.05;
/** Bytes a second of the line to the large study: slow enough that what came first is known. */
const SPEED = 1_000_000;

const LIDC = '1.3.6.1.4.1.14519.5.2.1.6279.6001.298806137288633453246975630178';

let folder: string;
let orthanc: Orthanc;
let server: Awaited<ReturnType<typeof servePage>>;
let site: OneOrigin;
let browser: Browser;
let studyUid: string;
let many: ReturnType<typeof writeMany>;

const settings = [{ name: 'Orthanc', url: '/dicom-web' }];

describe.skipIf(!hasOrthanc)('a study of a PACS', () => {
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'lamplight-pacs-'));
    [orthanc, server, browser] = await Promise.all([startOrthanc(), servePage(), launch()]);
    site = await oneOrigin({ page: server.url, archive: orthanc.url, servers: settings });
    many = writeMany(join(folder, 'many'), MANY);
    const lidc = shared && filesOf(join(shared, 'data', 'dicom', 'studies', 'lidc-idri-0001'), /\.dcm$/);
    await orthanc.load([...(lidc ?? writeDemo(join(folder, 'demo'))), ...many.paths]);
    studyUid = lidc
      ? LIDC
      : ((await (await fetch(`${orthanc.url}/dicom-web/studies`)).json()) as Found[])
          .map((one) => one['0020000D'].Value[0])
          .find((uid) => uid !== manyStudyUid)!;
  }, minutes(5));
  afterAll(async () => {
    await browser?.close();
    await site?.close();
    await server?.close();
    await orthanc?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  interface Found {
    readonly '0020000D': { readonly Value: readonly [string] };
  }

  /** Opens a study from the list that the page begins with. */
  const openRow = async (page: Page, uid: string): Promise<void> => {
    const row = page.locator(`[data-testid="worklist-row"][data-uid="${uid}"]`);
    await row.dblclick({ timeout: minutes(2) });
  };

  test('is found, read, analysed, sent back, and all of it is there in a fresh profile', async () => {
    const first = await visit(browser, site.url);
    await openRow(first.page, studyUid);
    await imageLoaded(first.page);
    expect(await analyse(first.page)).toBe('done');
    const [found] = await findingRows(first.page);
    await first.page.locator(`[data-testid="finding-row"][data-uid="${found.uid}"]`).click();
    await first.page.keyboard.press('a');
    await expect.poll(async () => (await findingRows(first.page))[0]?.review).toBe('accepted');

    await showTab(first.page, 'report');
    await first.page.getByTestId('export-menu').click();
    await first.page.getByTestId('export-all').click();
    await first.page.getByTestId('save-all-server').waitFor();
    await picture(first.page, 'archive-send');
    await first.page.getByTestId('save-all-send').click();
    const outcome = first.page.getByTestId('archive-outcome');
    await outcome.waitFor({ timeout: minutes(3) });
    await picture(first.page, 'archive-sent');
    expect(await outcome.getAttribute('data-failed')).toBe('0');
    const there = await orthanc.modalities(studyUid);
    for (const modality of ['SR', 'SEG']) expect(there).toContain(modality);
    // An encapsulated PDF has the modality of what it documents.
    expect(Number(await outcome.getAttribute('data-stored'))).toBeGreaterThanOrEqual(3);
    expect(await pdfs(studyUid)).toBe(1);
    expect(first.errors).toEqual([]);
    expect(first.foreign).toEqual([]);
    await first.page.context().close();

    const second = await visit(browser, site.url);
    await openRow(second.page, studyUid);
    await second.page.getByTestId('resume-taken').waitFor({ timeout: minutes(2) });
    const again = (await findingRows(second.page)).find(({ uid }) => uid === found.uid);
    expect(again).toMatchObject({ review: 'accepted', volume: found.volume, long: found.long });
    expect(second.errors).toEqual([]);
    await second.page.context().close();
  });

  /** Encapsulated PDFs of a study. */
  async function pdfs(uid: string): Promise<number> {
    const pdfClass = '1.2.840.10008.5.1.4.1.1.104.1';
    const answer = await fetch(`${orthanc.url}/dicom-web/studies/${uid}/instances?SOPClassUID=${pdfClass}`);
    return ((await answer.json()) as unknown[]).length;
  }

  test('of a thousand images shows its first one before a twentieth of it has come', async () => {
    const { page, errors } = await visit(browser, site.url);
    await page.locator('[data-testid="worklist-row"]').first().waitFor();
    site.setSpeed(SPEED);
    const before = site.bytes();
    const loaded = page.waitForFunction(
      () =>
        [...document.querySelectorAll<HTMLElement>('[data-testid^="viewport-"]')].some(
          (pane) => Number(pane.dataset.loaded) > 0 && Number(pane.dataset.slice) > 0,
        ),
      undefined,
      { polling: 20, timeout: minutes(3) },
    );
    await openRow(page, manyStudyUid);
    await loaded;
    const share = (site.bytes() - before) / many.bytes;
    console.log(`first image of ${MANY} after ${(100 * share).toFixed(2)} % of ${many.bytes} bytes`);
    expect(share).toBeLessThan(SHARE);
    await picture(page, 'archive-first-image');
    // How much of the series is here stands beside it; stopped, it stays so, and what is looked at comes all the same.
    const progress = page.getByTestId('series-progress');
    const came = async (): Promise<number> => Number(await progress.getAttribute('data-images'));
    await expect.poll(came).toBeGreaterThan(0);
    await page.getByTestId('series-hold').click();
    await expect.poll(() => progress.getAttribute('data-held')).toBe('true');
    const still = async (): Promise<number> => {
      const one = await came();
      await page.waitForTimeout(700);
      return (await came()) - one;
    };
    // Those that were on their way arrive.
    await expect.poll(still, { timeout: minutes(1) }).toBe(0);
    const stopped = await came();
    await page.locator('[data-testid^="viewport-"]').first().focus();
    await page.keyboard.press('End');
    await expect.poll(came, { timeout: minutes(1) }).toBeGreaterThan(stopped);
    await picture(page, 'archive-held');
    await page.keyboard.press('Control+Alt+h');
    await expect.poll(() => progress.getAttribute('data-held')).toBe('false');
    site.setSpeed(Infinity);
    await page.waitForFunction(
      (count) =>
        [...document.querySelectorAll<HTMLElement>('[data-slices]')].some(
          (pane) => Number(pane.dataset.slices) === count,
        ),
      MANY,
      { timeout: minutes(3) },
    );
    expect(errors).toEqual([]);
    await page.context().close();
  });
});
