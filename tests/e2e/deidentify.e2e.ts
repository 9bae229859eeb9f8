/** A study goes out without its patient: words in images are asked for first, then nothing of the planted is found. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { BlobReader, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { find, plainOf } from '../../src/dicom/deidentify/element';
import { parseFile } from '../../src/dicom/deidentify/parse';
import { plantedDirectory, plantedObjects } from '../../src/dicom/deidentify/planted-objects';
import { found } from '../../src/dicom/deidentify/planted-search';
import { ORIGINAL_STUDY, type Plant, plantedStudy } from '../../src/dicom/deidentify/planted-study';
import { part10 } from '../../src/dicom/testing/part10';
import { launch, picture, servePage, visit } from './browser';
import { imageLoaded, minutes, openFiles } from './steps';

const US = { columns: 96, rows: 64, frames: 3, top: 12 } as const;

/** An ultrasound clip whose upper rows are white with "words", its image below: what a device prints on every frame. */
function ultrasound(): Uint8Array {
  const { columns, rows, frames, top } = US;
  const pixels = new Uint8Array(columns * rows * frames * 3);
  for (let f = 0; f < frames; f++)
    for (let y = 0; y < rows; y++)
      for (let x = 0; x < columns; x++)
        pixels.fill(
          y < top ? 250 : 60 + f,
          3 * ((f * rows + y) * columns + x),
          3 * ((f * rows + y) * columns + x) + 3,
        );
  return part10({
    '00080005 CS': 'ISO_IR 192',
    '00080008 CS': 'ORIGINAL\\PRIMARY',
    '00080016 UI': '1.2.840.10008.5.1.4.1.1.3.1',
    '00080018 UI': `${ORIGINAL_STUDY}.500`,
    '00080060 CS': 'US',
    '00100010 PN': 'Zhang^Weidong',
    '00100020 LO': 'MRN00482915',
    '00186011 SQ': [
      {
        '00186012 US': 1,
        '00186014 US': 1,
        '00186018 UL': 0,
        '0018601A UL': top,
        '0018601C UL': columns - 1,
        '0018601E UL': rows - 1,
      },
    ],
    '0020000D UI': ORIGINAL_STUDY,
    '0020000E UI': `${ORIGINAL_STUDY}.501`,
    '00200011 IS': '9',
    '00280002 US': 3,
    '00280004 CS': 'RGB',
    '00280006 US': 0,
    '00280008 IS': String(frames),
    '00280010 US': rows,
    '00280011 US': columns,
    '00280100 US': 8,
    '00280101 US': 8,
    '00280102 US': 7,
    '00280103 US': 0,
    '7FE00010 OB': pixels,
  });
}

let folder: string;
let server: Awaited<ReturnType<typeof servePage>>;
let browser: Browser;
let page: Page;
let errors: string[];
const planted = plantedStudy();
const hidden = plantedObjects();
/** A folder named after the patient, and a directory of the disk: neither goes along. */
const FOLDER = 'Ouyang Zhenhua PID-7741-XQ';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lamplight-deid-'));
  const write = (name: string, bytes: Uint8Array): string => {
    writeFileSync(join(folder, name), bytes);
    return join(folder, name);
  };
  // The compressed image of the planted study has a comment and no picture: the page would say so, rightly.
  const paths = planted.files
    .filter(({ name }) => name !== 'jpeg.dcm')
    .map(({ name, bytes }) => write(name, bytes));
  paths.push(write('us.dcm', ultrasound()));
  server = await servePage();
  browser = await launch();
  ({ page, errors } = await visit(browser, server.url));
  // While `held` is set, files beyond the third wait before the worker: an export that is under way for as long as asked.
  await page.evaluate(() => {
    const send = Worker.prototype.postMessage;
    let added = 0;
    Worker.prototype.postMessage = function (this: Worker, message: unknown, ...rest: never[]) {
      const { kind } = message as { kind?: string };
      if (kind === 'begin') added = 0;
      const held = (globalThis as { held?: boolean }).held;
      if (kind === 'add' && held && ++added > 3) return;
      send.call(this, message, ...rest);
    };
  });
  await openFiles(page, paths);
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function accessible(): Promise<void> {
  const found = await new AxeBuilder({ page }).include('[data-testid="deidentify-dialog"]').analyze();
  expect(found.violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`)).toEqual([]);
}

async function filesOf(path: string): Promise<Buffer[]> {
  const zip = new ZipReader(new BlobReader(new Blob([readFileSync(path)])));
  const files: Buffer[] = [];
  for (const entry of await zip.getEntries())
    if (!entry.directory) files.push(Buffer.from(await entry.getData(new Uint8ArrayWriter())));
  return files;
}

const step = (name: string) => page.getByTestId(`deid-step-${name}`).click();

describe('export de-identified', () => {
  it('says what is in the study, and what cannot go out', async () => {
    await page.getByTestId('out-menu').click();
    await page.getByTestId('out-deidentify').click();
    await page.getByTestId('deid-series').waitFor();
    expect(await page.getByTestId('deid-series').innerText()).toContain('cannot be cleaned and stays out');
    await accessible();
    await picture(page, 'deidentify-series');
  });

  it('shows every change before it is made, and filters', async () => {
    await step('options');
    await page.getByTestId('deid-preset-research').check();
    await accessible();
    await picture(page, 'deidentify-options');
    await step('preview');
    const rows = page.getByTestId('deid-preview').locator('tbody tr');
    await page.getByTestId('deid-preview').getByText('MRN00482915', { exact: true }).waitFor();
    await accessible();
    await picture(page, 'deidentify-preview');
    const all = await rows.count();
    await page.getByTestId('deid-filter').fill('birth');
    await expect.poll(() => rows.count()).toBeLessThan(all);
    expect(await rows.allInnerTexts()).toContainEqual(expect.stringContaining('19580614'));
  });

  it('does not export before the words in the images were seen to', async () => {
    await page.getByTestId('deid-blocked').waitFor();
    expect(await page.getByTestId('deid-export').isDisabled()).toBe(true);
    await step('pixels');
    const canvas = page.getByTestId('deid-canvas');
    const box = (await canvas.boundingBox())!;
    const at = (x: number, y: number): [number, number] => [
      box.x + (x / US.columns) * box.width,
      box.y + (y / US.rows) * box.height,
    ];
    await page.mouse.move(...at(0.5, 0.5));
    await page.mouse.down();
    await page.mouse.move(...at(50, 8), { steps: 3 });
    await page.mouse.move(...at(US.columns - 0.2, US.top - 0.5), { steps: 3 });
    await page.mouse.up();
    const sides = page.locator('.deid-rectangles input');
    await expect
      .poll(() => sides.evaluateAll((all) => all.map((one) => (one as HTMLInputElement).value)))
      .toEqual(['0', '0', String(US.columns), String(US.top)]);
    // A name stands in the picture itself too: it is painted over, and what was painted too much is rubbed out.
    const black = async () => Number(await canvas.getAttribute('data-black'));
    const strip = US.columns * US.top;
    await expect.poll(black).toBe(strip);
    await canvas.press('b');
    expect(await page.getByTestId('deid-tool-brush').getAttribute('aria-pressed')).toBe('true');
    for (let n = 0; n < 3; n++) await canvas.press(']');
    expect(await page.getByTestId('deid-brush-size').innerText()).toContain('10 px');
    await page.mouse.move(...at(20, 40));
    await page.mouse.down();
    await page.mouse.move(...at(70, 40), { steps: 4 });
    await page.mouse.up();
    const line = strip + 500;
    await expect.poll(black).toBeGreaterThan(line);
    const painted = await black();
    await canvas.press('e');
    await page.mouse.move(...at(60, 40));
    await page.mouse.down();
    await page.mouse.up();
    await expect.poll(black).toBeLessThan(painted);
    const rubbed = await black();
    await canvas.press('Control+z');
    await expect.poll(black).toBe(painted);
    await canvas.press('Control+y');
    await expect.poll(black).toBe(rubbed);
    // The same by keys alone: pen down, five leaps to the right, pen up; Escape lifts it and leaves nothing.
    await canvas.press('b');
    await canvas.press('Space');
    for (let n = 0; n < 2; n++) await canvas.press('Shift+ArrowDown');
    expect(await page.getByTestId('deid-pen').innerText()).toContain('Pen down, column 61, row 61');
    await canvas.press('Escape');
    expect(await page.getByTestId('deid-pen').innerText()).toContain('Pen up');
    expect(await black()).toBe(rubbed);
    await canvas.press('Enter');
    await canvas.press('Shift+ArrowRight');
    await canvas.press('Enter');
    await expect.poll(black).toBeGreaterThan(rubbed);
    await canvas.press('PageDown');
    expect(await canvas.getAttribute('data-frame')).toBe('2');
    // A mask alone does not let it out: the reader says that nothing stands beside it.
    await step('preview');
    expect(await page.getByTestId('deid-export').isDisabled()).toBe(true);
    await page.getByTestId('deid-blocked').getByRole('button').click();
    await page.getByTestId('deid-confirm').check();
    await accessible();
    await picture(page, 'deidentify-pixels');
    // What was confirmed was this mask and no other.
    await page.getByTestId('deid-undo').click();
    expect(await page.getByTestId('deid-confirm').isChecked()).toBe(false);
    await page.getByTestId('deid-confirm').check();
  });

  it('stops in the middle and leaves nothing half made', async () => {
    await step('preview');
    const downloads: string[] = [];
    page.on('download', (one) => downloads.push(one.suggestedFilename()));
    await page.evaluate(() => ((globalThis as { held?: boolean }).held = true));
    await page.getByTestId('deid-export').click();
    await expect.poll(() => page.getByTestId('deid-progress').innerText()).toContain('Files done: 3 of');
    const workers = page.workers().length;
    await page.getByTestId('deid-stop').click();
    await page.getByTestId('deid-progress').waitFor({ state: 'detached' });
    await page.evaluate(() => ((globalThis as { held?: boolean }).held = false));
    // The headers are read anew; the decisions stand, and the export can begin again.
    await expect.poll(() => page.getByTestId('deid-export').isEnabled()).toBe(true);
    expect(await page.getByTestId('deid-done').count()).toBe(0);
    expect(downloads).toEqual([]);
    expect(page.workers().length).toBeLessThanOrEqual(workers);
  });

  it('hands over an archive in which nothing of the patient is found, masked in every frame', async () => {
    await step('preview');
    const [download] = await Promise.all([
      page.waitForEvent('download', { timeout: minutes(2) }),
      page.getByTestId('deid-export').click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/^ANON-[A-Z0-9]{6}\.zip$/);
    await page.getByTestId('deid-done').waitFor();
    // Scans that nobody looked at are not called anonymous.
    expect(await page.getByTestId('deid-verdict').innerText()).toContain('not reviewed');
    await accessible();
    await picture(page, 'deidentify-done');
    const path = join(folder, 'out.zip');
    await download.saveAs(path);
    const files = await filesOf(path);
    // Nine of ten: the document stays out; and the clip.
    expect(files).toHaveLength(planted.files.length - 2 + 1);
    const whole = Buffer.concat([readFileSync(path), ...files]);
    const there = planted.plants.filter(
      // Six figures of a time of day are found in a long random UID now and then.
      ({ text }) =>
        text.length > 6 &&
        [text, ...text.split(/[\^=]/)].some((part) => part.length > 1 && whole.includes(part)),
    );
    expect(there).toEqual([]);
    const clip = files
      .map((bytes) => parseFile(bytes).dataSet)
      .find((set) => plainOf(set, 0x00080060) === 'US')!;
    const pixels = find(clip, 0x7fe00010)!.bytes;
    const { columns, rows, frames, top } = US;
    const valueAt = (f: number, x: number, y: number): number =>
      pixels[3 * ((f * rows + y) * columns + x) + 1];
    for (let f = 0; f < frames; f++) {
      const start = 3 * f * columns * rows;
      expect(pixels.subarray(start, start + 3 * columns * top).every((byte) => byte === 0)).toBe(true);
      // Black where the brush went and the eraser did not; else as it was.
      const seen = [valueAt(f, 30, 40), valueAt(f, 60, 40), valueAt(f, 30, 20), valueAt(f, 90, 60)];
      expect(seen).toEqual([0, 60 + f, 60 + f, 60 + f]);
      const image = pixels.subarray(start + 3 * columns * top, start + 3 * columns * rows);
      expect([...new Set(image)].sort((a, b) => a - b)).toEqual([0, 60 + f]);
    }
    expect(plainOf(clip, 0x00280301)).toBe('NO');
    expect(find(clip, 0x00120064)!.items!.map((item) => plainOf(item, 0x00080100))).toContain('113101');
  });

  it('saves a report of counts, which names nobody', async () => {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByTestId('deid-save-report').click(),
    ]);
    const text = readFileSync(await download.path(), 'utf8');
    expect(text).toContain('(0010,0010) PatientName: replaced');
    expect(planted.plants.filter((plant) => plant.text.length > 4 && text.includes(plant.text))).toEqual([]);
    await page.getByTestId('deid-close').click();
  });

  it('opens what it made', async () => {
    await openFiles(page, [join(folder, 'out.zip')]);
    await imageLoaded(page);
    await expect.poll(() => page.locator('body').innerText()).toMatch(/ANON-[A-Z0-9]{6}/);
    expect(errors).toEqual([]);
  });

  it('lets nothing out from objects beside the images, odd corners of files, their names and a disk', async () => {
    const plants: Plant[] = [...hidden.plants, { where: 'folder', text: FOLDER }];
    const directory = plantedDirectory((where, text) => {
      plants.push({ where, text });
      return text;
    });
    mkdirSync(join(folder, FOLDER));
    const paths = [directory, ...hidden.files].map(({ name, bytes }, n) => {
      const path = join(folder, FOLDER, n === 0 ? name : `Ouyang-Zhenhua-${name}`);
      writeFileSync(path, bytes);
      return path;
    });
    await openFiles(page, paths);
    await page.getByTestId('out-menu').click();
    await page.getByTestId('out-deidentify').click();
    await page.getByTestId('deid-series').waitFor();
    expect(await page.getByTestId('deid-series').locator('li').count()).toBe(5);
    await step('options');
    await page.getByTestId('deid-preset-research').check();
    await step('preview');
    const [download] = await Promise.all([
      page.waitForEvent('download', { timeout: minutes(2) }),
      page.getByTestId('deid-export').click(),
    ]);
    const path = join(folder, 'hidden.zip');
    await download.saveAs(path);
    const entries = await filesOf(path);
    expect(entries).toHaveLength(hidden.files.length);
    for (const bytes of [readFileSync(path), ...entries]) expect(found(bytes, plants)).toEqual([]);
    await page.getByTestId('deid-close').click();
  });
});
