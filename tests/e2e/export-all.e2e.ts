/** Everything of a report leaves in one go, in a form that other systems and this page read again. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { BlobReader, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js';
import { Fhir } from 'fhir';
import type { Browser, Download, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { packWork } from '../../src/dicom/objects/work';
import { writtenCases } from '../fixtures/objects/cases';
import { writeImages } from '../fixtures/objects/images';
import { workOn } from '../fixtures/objects/work';
import { writeCase } from '../fixtures/objects/write';
import { launch, picture, servePage, visit } from './browser';
import { dciodvfyErrors, dsrdump, validators } from './dicom-tools';
import { exportAs, minutes, openExports, openFiles, showTab } from './steps';

let folder: string;
let server: Awaited<ReturnType<typeof servePage>>;
let browser: Browser;
let page: Page;
let errors: string[];
let zip: string;

/** A study with reviewed findings, as its report brings them back. */
const study = writtenCases.find((one) => one.name === 'chinese')!;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lamplight-all-'));
  server = await servePage();
  browser = await launch();
  ({ page, errors } = await visit(browser, server.url));
  const packed = await packWork({
    studyUid: study.study.studyUid,
    savedAt: '2024-03-01T03:15:00.000Z',
    parts: workOn(study),
  });
  const files = [...writeImages(study), writeCase(study, { work: packed })[0].bytes];
  const paths = files.map((bytes, n) => {
    const path = join(folder, `source-${n}.dcm`);
    writeFileSync(path, bytes);
    return path;
  });
  await openFiles(page, paths);
  await page.getByTestId('resume-taken').waitFor();
  await showTab(page, 'report');
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
  rmSync(folder, { recursive: true, force: true });
});

const dialog = () => page.getByTestId('save-all');
const outcome = (state: string) =>
  page.locator(`[data-testid="save-all-outcome"][data-state="${state}"]`).waitFor({ timeout: minutes(2) });

async function openDialog(): Promise<void> {
  await showTab(page, 'report');
  await page.getByTestId('export-menu').click();
  await page.getByTestId('export-all').click();
  await dialog().waitFor();
}

/** Unpacks into a folder; the names in it. */
async function unpack(path: string, into: string): Promise<string[]> {
  const reader = new ZipReader(new BlobReader(new Blob([readFileSync(path)])), { useWebWorkers: false });
  const names: string[] = [];
  for (const entry of await reader.getEntries()) {
    if (entry.directory) continue;
    const to = join(into, entry.filename);
    mkdirSync(dirname(to), { recursive: true });
    writeFileSync(to, await entry.getData!(new Uint8ArrayWriter()));
    names.push(entry.filename);
  }
  return names;
}

describe('save all', () => {
  test('the menu begins with what is wanted every day; the rest is one key away', async () => {
    await page.getByTestId('export-menu').press('Enter');
    const items = page.getByRole('menu').getByRole('menuitem');
    expect(await items.evaluateAll((all) => all.map((one) => (one as HTMLElement).dataset.testid))).toEqual([
      'export-pdf',
      'export-copy',
      'export-all',
      'export-more',
    ]);
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await page.getByTestId('export-fhir').waitFor();
    expect(await page.getByTestId('export-more').getAttribute('aria-expanded')).toBe('true');
    await picture(page, 'export-menu');
    const { violations } = await new AxeBuilder({ page }).include('.menu-list').analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes.map((n) => n.html)])).toEqual([]);
    await page.keyboard.press('Escape');
    expect(await page.getByRole('menu').count()).toBe(0);
  });

  test('called off, nothing is saved', async () => {
    const came: string[] = [];
    const note = (download: Download): void => void came.push(download.suggestedFilename());
    page.on('download', note);
    await openDialog();
    const { violations } = await new AxeBuilder({ page }).include('dialog').analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes.map((n) => n.html)])).toEqual([]);
    await picture(page, 'export-all');
    await page.evaluate(() => {
      const button = (id: string) => document.querySelector<HTMLElement>(`[data-testid="${id}"]`);
      // Called off with the first part under way, however fast this computer is.
      new MutationObserver((...[, observer]) => {
        if (!document.querySelector('[data-testid="save-all-progress"]')?.textContent) return;
        observer.disconnect();
        button('save-all-cancel')!.click();
      }).observe(document.body, { childList: true, subtree: true, characterData: true });
      button('save-all-zip')!.click();
    });
    await outcome('cancelled');
    await page.getByTestId('save-all-close').click();
    page.off('download', note);
    expect(came).toEqual([]);
  });

  test('a ZIP holds documents, objects, images and a DICOMDIR, and says what it lacks', async () => {
    await openDialog();
    await page.getByTestId('save-all-images').check();
    const waiting = page.waitForEvent('download', { timeout: minutes(2) });
    await page.getByTestId('save-all-zip').click();
    const download = await waiting;
    await outcome('saved');
    await picture(page, 'export-all-saved');
    const left = await page
      .getByTestId('save-all-left-out')
      .locator('li')
      .evaluateAll((all) =>
        all.map((one) => `${(one as HTMLElement).dataset.what} ${(one as HTMLElement).dataset.why}`),
      );
    await page.getByTestId('save-all-close').click();
    zip = join(folder, download.suggestedFilename());
    await download.saveAs(zip);
    expect(download.suggestedFilename()).toMatch(/_all\.zip$/);

    const into = join(folder, 'all');
    const names = await unpack(zip, into);
    for (const ending of ['.pdf', '.docx', '.html', '.txt', '_report.json', '_FHIR-R4.json'])
      expect(names.filter((name) => name.startsWith('REPORT/') && name.endsWith(ending))).toHaveLength(1);
    expect(names.filter((name) => name.startsWith('DICOM/')).toSorted()).toEqual(
      expect.arrayContaining([
        'DICOM/KO000001',
        'DICOM/PD000001',
        'DICOM/PR000001',
        'DICOM/RT000001',
        'DICOM/SG000001',
        'DICOM/SR000001',
      ]),
    );
    // The images, and the report that was opened beside them.
    const images = names.filter((name) => name.startsWith('IMAGES/'));
    expect(images).toHaveLength(study.series.instances.length + 1);
    expect(readFileSync(join(into, images[0]))).toEqual(
      readFileSync(join(folder, `source-${Number(images[0].slice(-6)) - 1}.dcm`)),
    );
    expect(left.some((line) => line.startsWith('images'))).toBe(false);
    const contents = readFileSync(join(into, 'CONTENTS.TXT'), 'utf8');
    for (const name of names.filter((n) => /^(REPORT|DICOM)\//.test(n))) expect(contents).toContain(name);

    const fhir = JSON.parse(
      readFileSync(
        join(
          into,
          names.find((name) => name.endsWith('_FHIR-R4.json'))!,
        ),
        'utf8',
      ),
    ) as object;
    expect(
      new Fhir()
        .validate(fhir as never, { errorOnUnexpected: true })
        .messages.filter((m) => m.severity === 'error'),
    ).toEqual([]);
    if (!validators) return;
    for (const name of [...names.filter((n) => n.startsWith('DICOM/')), 'DICOMDIR'])
      expect(dciodvfyErrors(join(into, name)), name).toEqual([]);
    expect(dsrdump(join(into, 'DICOM/SR000001'))).toContain('Imaging Measurement Report');
    const dump = execFileSync('dcmdump', ['+P', '0004,1500', join(into, 'DICOMDIR')], { encoding: 'utf8' });
    const listed = [...dump.matchAll(/\[(.*?)\]/g)].map((m) => m[1].replaceAll('\\', '/'));
    expect(listed).toHaveLength(names.filter((n) => /^(DICOM|IMAGES)\//.test(n)).length);
    for (const path of listed) expect(existsSync(join(into, path)), path).toBe(true);
  });

  test('the ZIP opens again in a fresh page: nothing that its DICOMDIR names is missing', async () => {
    const again = await visit(browser, server.url);
    await openFiles(again.page, [zip]);
    await again.page
      .getByTestId('resume-taken')
      .or(again.page.getByTestId('resume-notice'))
      .first()
      .waitFor();
    const summary = await again.page.getByTestId('file-summary').innerText();
    expect(summary).not.toMatch(/not there|missing/i);
    await again.page.locator('[data-slices="20"]').first().waitFor();
    expect(again.errors).toEqual([]);
    await again.page.context().close();
  });

  test('a folder takes the same, and a second time stands beside the first', async () => {
    await page.evaluate(() => {
      (globalThis as { showDirectoryPicker?: unknown }).showDirectoryPicker = async () =>
        (await navigator.storage.getDirectory()).getDirectoryHandle('chosen', { create: true });
    });
    for (let n = 0; n < 2; n++) {
      await openDialog();
      await page.getByTestId('save-all-folder').click();
      await outcome('saved');
      await page.getByTestId('save-all-close').click();
    }
    const found = await page.evaluate(async () => {
      const names: string[] = [];
      const walk = async (at: FileSystemDirectoryHandle, path: string): Promise<void> => {
        for await (const [name, one] of at.entries())
          if (one.kind === 'directory') await walk(one as FileSystemDirectoryHandle, `${path}${name}/`);
          else names.push(`${path}${name}`);
      };
      const root = await (await navigator.storage.getDirectory()).getDirectoryHandle('chosen');
      await walk(root, '');
      return names;
    });
    const tops = [...new Set(found.map((name) => name.split('/')[0]))].toSorted();
    expect(tops).toHaveLength(2);
    expect(tops[1]).toBe(`${tops[0]}-2`);
    for (const top of tops) {
      expect(found).toContain(`${top}/DICOMDIR`);
      expect(found).toContain(`${top}/DICOM/SR000001`);
      expect(found.some((name) => name.startsWith(`${top}/IMAGES/`))).toBe(false);
    }
  });

  test('Word and HTML files are whole, and the report prints alone', async () => {
    const docx = await exportAs(page, 'docx', folder);
    const into = join(folder, 'word');
    const names = await unpack(docx, into);
    for (const name of names.filter((n) => n.endsWith('.xml'))) {
      const xml = readFileSync(join(into, name), 'utf8');
      const fault = await page.evaluate(
        (text) =>
          new DOMParser().parseFromString(text, 'application/xml').querySelector('parsererror')?.textContent,
        xml,
      );
      expect(fault, name).toBeUndefined();
    }
    const html = readFileSync(await exportAs(page, 'html', folder), 'utf8');
    const context = await browser.newContext({ viewport: { width: 820, height: 1100 } });
    const view = await context.newPage();
    const asked: string[] = [];
    view.on('request', (request) => asked.push(request.url()));
    await view.setContent(html);
    await picture(view, 'export-html');
    const { violations } = await new AxeBuilder({ page: view }).analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes.map((n) => n.html)])).toEqual([]);
    expect(asked.filter((url) => !url.startsWith('data:'))).toEqual([]);
    expect(
      await view
        .locator('img')
        .evaluateAll((all) => all.every((one) => (one as HTMLImageElement).naturalWidth > 0)),
    ).toBe(true);
    const text = await view.locator('body').innerText();
    await context.close();

    await page.addInitScript(() => {
      if (window === window.top) return;
      window.print = () => {
        window.top!.document.body.dataset.printed = document.body.innerText;
        dispatchEvent(new Event('afterprint'));
      };
    });
    await openExports(page);
    await page.getByTestId('export-print').click();
    await page.locator('body[data-printed]').waitFor({ timeout: minutes(1) });
    const printed = await page.evaluate(() => document.body.dataset.printed!);
    expect(printed.replace(/\s+/g, '')).toBe(text.replace(/\s+/g, ''));
    await expect.poll(() => page.locator('iframe.report-print').count()).toBe(0);
  });

  test('has thrown nothing', () => expect(errors).toEqual([]));
});

if (spawnSync('dcmdump', ['--version']).error) console.log('skipped: dcmdump (dcmtk) is not installed');
