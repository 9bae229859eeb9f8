import { existsSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Fields, ctSlice, part10 } from '../../src/dicom/testing/part10';
import { launch, picture, servePage, shared, visit, type Visit } from './browser';
import { openFiles } from './steps';

const root = '1.2.840.10008.5.1.4.1.1.';
const ctUid = `${root}2`;

/** Some CT slices of 64 x 64 pixels, 2 mm apart. */
const slices = [0, 2, 4, 6].map((z) =>
  ctSlice(z, {
    '00200013 IS': String(z / 2 + 1),
    '00280010 US': 64,
    '00280011 US': 64,
    '00281050 DS': '40',
    '00281051 DS': '400',
    '7FE00010 OW': new Uint8Array(Int16Array.from({ length: 4096 }, (_, n) => 512 + (n % 64)).buffer),
  }),
);
const uidOf = (slice: number): string => slices[slice]['00080018 UI'] as string;

const object = (sopClass: string, modality: string, n: number, more: Fields): Fields => ({
  '00080005 CS': 'ISO_IR 192',
  '00080016 UI': root + sopClass,
  '00080018 UI': `1.2.9.${n}`,
  '00080060 CS': modality,
  '00100010 PN': 'Test^Case',
  '0020000D UI': '1.2.3',
  '0020000E UI': `1.2.3.9.${n}`,
  '00200011 IS': String(100 + n),
  ...more,
});

const ref = (slice: number): Fields => ({ '00081150 UI': ctUid, '00081155 UI': uidOf(slice) });
const code = (value: string, meaning: string, scheme = 'DCM'): Fields => ({
  '00080100 SH': value,
  '00080102 SH': scheme,
  '00080104 LO': meaning,
});
const floats = (...values: number[]): Uint8Array => new Uint8Array(Float32Array.from(values).buffer);

const item = (type: string, concept: Fields, more: Fields, relation = 'CONTAINS'): Fields => ({
  '0040A010 CS': relation,
  '0040A040 CS': type,
  '0040A043 SQ': [concept],
  ...more,
});
const image = (slice: number): Fields => ({
  '0040A010 CS': 'CONTAINS',
  '0040A040 CS': 'IMAGE',
  '00081199 SQ': [ref(slice)],
});

const structures = object('481.3', 'RTSTRUCT', 1, {
  '00200052 UI': '1.2.3.77',
  '30060002 SH': 'Plan A',
  '30060020 SQ': [
    { '30060022 IS': '1', '30060024 UI': '1.2.3.77', '30060026 LO': '肿瘤 GTV' },
    { '30060022 IS': '2', '30060024 UI': '1.2.3.77', '30060026 LO': 'Spinal cord' },
  ],
  '30060039 SQ': [
    {
      '3006002A IS': '255\\0\\0',
      '30060040 SQ': [
        { '30060042 CS': 'CLOSED_PLANAR', '30060050 DS': '0\\-10\\4\\15\\-10\\4\\15\\0\\4\\0\\0\\4' },
      ],
      '30060084 IS': '1',
    },
    {
      '3006002A IS': '0\\255\\0',
      '30060040 SQ': [{ '30060042 CS': 'POINT', '30060050 DS': '20\\-5\\4' }],
      '30060084 IS': '2',
    },
  ],
});

const keys = object('88.59', 'KO', 2, {
  '0040A040 CS': 'CONTAINER',
  '0040A043 SQ': [code('113004', 'For Teaching')],
  '0040A730 SQ': [
    item('TEXT', code('113012', 'Key Object Description'), { '0040A160 UT': '典型表现' }),
    image(3),
    image(0),
    { ...image(0), '00081199 SQ': [{ '00081150 UI': ctUid, '00081155 UI': '9.9.9' }] },
  ],
});

const report = object('88.33', 'SR', 3, {
  '0040A040 CS': 'CONTAINER',
  '0040A043 SQ': [code('126000', 'Imaging Measurement Report')],
  '0040A491 CS': 'COMPLETE',
  '0040A493 CS': 'UNVERIFIED',
  '0040A730 SQ': [
    item('TEXT', code('121106', 'Comment'), { '0040A160 UT': '右肺上叶实性结节' }),
    item('CONTAINER', code('125007', 'Measurement Group'), {
      '0040A730 SQ': [
        item('TEXT', code('112039', 'Tracking Identifier'), { '0040A160 UT': 'Nodule 1' }),
        item('NUM', code('103339001', 'Long axis', 'SCT'), {
          '0040A300 SQ': [{ '0040A30A DS': '9.1', '004008EA SQ': [code('mm', 'millimeter', 'UCUM')] }],
          '0040A730 SQ': [
            {
              '0040A010 CS': 'INFERRED FROM',
              '0040A040 CS': 'SCOORD',
              '00700022 FL': floats(20.5, 20.5, 44.5, 20.5),
              '00700023 CS': 'POLYLINE',
              '0040A730 SQ': [{ ...image(1), '0040A010 CS': 'SELECTED FROM' }],
            },
          ],
        }),
        image(1),
      ],
    }),
  ],
});

const presentation = object('11.1', 'PR', 4, {
  '00700080 CS': 'MIRRORED',
  '00081115 SQ': [{ '00081140 SQ': [ref(2)], '0020000E UI': '1.2.3.4' }],
  '00283110 SQ': [{ '00281050 DS': '10', '00281051 DS': '120' }],
  '00700001 SQ': [
    {
      '00700002 CS': 'MARKS',
      '00700008 SQ': [
        {
          '00700003 CS': 'PIXEL',
          '00700006 ST': '箭头处',
          '00700010 FL': floats(10, 10),
          '00700011 FL': floats(40, 20),
          '00700012 CS': 'LEFT',
        },
      ],
      '00700009 SQ': [
        {
          '00700005 CS': 'PIXEL',
          '00700020 US': 2,
          '00700021 US': 2,
          '00700022 FL': floats(32, 32, 42, 32),
          '00700023 CS': 'CIRCLE',
          '00700024 CS': 'N',
        },
      ],
    },
  ],
  '00700041 CS': 'Y',
  '00700042 US': 90,
  '00700060 SQ': [{ '00700002 CS': 'MARKS', '00700062 IS': '1' }],
});

const audio = object('9.4.1', 'AU', 5, {});

describe('objects beside the images', () => {
  let browser: Browser;
  let server: { url: string; close: () => Promise<void> };
  const folder = mkdtempSync(join(tmpdir(), 'lamplight-objects-'));
  const write = (name: string, fields: Fields): string => {
    const path = join(folder, name);
    writeFileSync(path, part10(fields));
    return path;
  };
  const images = slices.map((fields, n) => write(`ct${n}.dcm`, fields));
  const made = { structures, keys, report, presentation, audio };
  const objects = Object.entries(made).map(([name, fields]) => write(`${name}.dcm`, fields));
  const open: Visit[] = [];

  beforeAll(async () => {
    server = await servePage();
    browser = await launch();
  });
  afterAll(async () => {
    for (const { page } of open) await page.context().close();
    await browser?.close();
    await server?.close();
  });

  const start = async (paths: string[], context: BrowserContextOptions = {}): Promise<Visit> => {
    const visited = await visit(browser, server.url, context);
    open.push(visited);
    await openFiles(visited.page, paths);
    return visited;
  };
  const choose = async (page: Page, n: number): Promise<void> => {
    await page.locator(`[data-testid="series-item"][data-series-uid="1.2.3.9.${n}"]`).click();
    await page.getByTestId('object-panel').waitFor();
  };
  const slice = (page: Page): Promise<string | null> =>
    page.getByTestId('viewport-stack').getAttribute('data-slice');
  const slicesOf = async (page: Page, wanted: string): Promise<void> => {
    await expect.poll(() => slice(page)).toBe(wanted);
  };

  test('structures, key images, reports and presentation states on the images they belong to', async () => {
    const { page, errors } = await start([...images, ...objects]);
    const stack = page.getByTestId('viewport-stack');

    await choose(page, 1);
    await slicesOf(page, '3');
    await expect.poll(() => stack.locator('[data-shape="roi-1"] path.line').count()).toBe(1);
    await page.getByRole('button', { name: 'Hide 肿瘤 GTV' }).click();
    await expect.poll(() => stack.locator('[data-shape="roi-1"]').count()).toBe(0);
    expect(await stack.locator('[data-shape="roi-2"] path.line').count()).toBe(1);
    await picture(page, 'objects-structures-en');
    // As a segment of the reader's own: its voxels, and what became none by name.
    await page.getByTestId('take-as-segments').click();
    await page.getByText('1 segment taken from the file').waitFor();
    expect(await page.getByTestId('unplaced').textContent()).toContain(
      'Spinal cord: 1 are points or open lines',
    );
    await picture(page, 'objects-structures-taken-en');
    await page.keyboard.press('z');

    await choose(page, 2);
    await slicesOf(page, '4');
    expect(await page.getByTestId('object-panel').textContent()).toContain('For Teaching');
    expect(await page.getByTestId('images-missing').textContent()).toContain('1 of 3');
    await page.getByTestId('key-image-next').click();
    await slicesOf(page, '1');

    await choose(page, 3);
    expect(await page.getByTestId('object-report').textContent()).toContain('右肺上叶实性结节');
    expect(await page.getByTestId('sr-groups').textContent()).toContain('9.1 mm');
    await page.getByTestId('image-link').first().click();
    await slicesOf(page, '2');
    // Its line becomes a measurement of the reader's, with the report's number and where it is from; undo takes it away.
    const take = page.getByTestId('take-measurements');
    await take.click();
    const mine = stack.locator('[data-annotation]', { hasText: 'Nodule 1 (from another system)' });
    await expect.poll(() => mine.count()).toBe(1);
    expect(await mine.textContent()).toContain('9.1 mm');
    expect(await take.count()).toBe(0);
    await picture(page, 'objects-taken-en');
    await page.keyboard.press('z');
    await expect.poll(() => mine.count()).toBe(0);

    await choose(page, 4);
    await slicesOf(page, '3');
    await expect.poll(() => stack.getAttribute('data-window')).toBe('120/10');
    await expect.poll(() => stack.locator('[data-layer="MARKS"] text').textContent()).toBe('箭头处');
    await picture(page, 'objects-presentation-en');
    await page.getByTestId('presentation-switch').click();
    await expect.poll(() => stack.locator('[data-layer="MARKS"]').count()).toBe(0);
    await expect.poll(() => stack.getAttribute('data-window')).toBe('400/40');

    await choose(page, 5);
    expect(await page.getByTestId('object-not-shown').textContent()).toContain('Voice recording');
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map((v) => v.id)).toEqual([]);
    expect(errors).toEqual([]);
  });

  test('what cannot be shown is said in the list of files by its name', async () => {
    const { page } = await start([...images, ...objects]);
    await page.getByTestId('file-summary').click();
    expect(await page.getByTestId('file-results').textContent()).toContain('Basic Voice Audio Waveform');
  });

  test('an object that is added to an open study opens beside it', async () => {
    const { page, errors } = await start(images);
    await page.getByTestId('open-files').first().setInputFiles([objects[0]]);
    await page.getByTestId('shape-list').waitFor();
    expect(await page.getByTestId('object-panel').textContent()).toContain('肿瘤 GTV');
    expect(await page.getByTestId('object-shown').count()).toBe(1);
    await picture(page, 'objects-added-en');
    expect(errors).toEqual([]);
  });

  test('objects without any image are read all the same', async () => {
    const visited = await visit(browser, server.url);
    open.push(visited);
    const { page, errors } = visited;
    await page.getByTestId('open-files').first().setInputFiles(objects);
    await page.getByTestId('objects-only').waitFor();
    await choose(page, 1);
    await page.getByTestId('object-note').waitFor();
    await choose(page, 3);
    await page.getByTestId('object-report').waitFor();
    await picture(page, 'objects-only-en');
    expect(errors).toEqual([]);
  });

  test('in Chinese on a phone', async () => {
    const { page, errors } = await start([...images, ...objects], {
      locale: 'zh-CN',
      viewport: { width: 390, height: 844 },
      hasTouch: true,
      isMobile: true,
    });
    await choose(page, 1);
    await page.getByTestId('shape-list').waitFor();
    await picture(page, 'objects-structures-zh-phone');
    await page.keyboard.press('Escape');
    await choose(page, 3);
    await page.getByTestId('object-report').waitFor();
    await picture(page, 'objects-report-zh-phone');
    const sideways = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(sideways, 'the page scrolls sideways').toBe(0);
    expect(errors).toEqual([]);
  });

  const data = shared && join(shared, 'data/dicom/objects');
  test.skipIf(!data || !existsSync(data))('objects made by others', { timeout: 600_000 }, async () => {
    const filesIn = (sub: string): string[] =>
      readdirSync(join(data!, sub), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name));
    const outcomes: string[] = [];
    for (const sub of [
      'seg/dcmqi',
      'seg/highdicom',
      'seg/dcmjs',
      'seg/pydicom-liver',
      'rt',
      'sr/dwv-tid1500',
      'sr/demo-archive',
      'pdf',
      'ann',
      'parametric',
      'stl',
      'ko',
    ]) {
      const visited = await visit(browser, server.url, { locale: sub.startsWith('sr') ? 'zh-CN' : 'en-US' });
      const { page, errors } = visited;
      await page.getByTestId('open-files').first().setInputFiles(filesIn(sub));
      await page.locator('[data-testid="file-summary"]').waitFor({ timeout: 60_000 });
      const entries = page.locator('[data-testid="series-item"]:has(.thumbnail-object)');
      for (let n = 0; n < (await entries.count()); n++) {
        await entries.nth(n).click();
        const panel = page.getByTestId('object-panel');
        await panel.waitFor();
        const next = page.getByTestId('object-next');
        const count =
          (await next.count()) > 0
            ? Number((await page.getByTestId('object-place').textContent())?.match(/(\d+)\D*$/)?.[1])
            : 1;
        for (let i = 0; i < count; i++) {
          await page.waitForTimeout(200);
          const note = page.getByTestId('object-note');
          const drawn = await page.locator('.vp-objects path.line').count();
          outcomes.push(
            `${sub} ${n}.${i}: ${(await panel.locator('h2').textContent()) ?? ''}, ${drawn} outlines${(await note.count()) > 0 ? `, ${await note.textContent()}` : ''}`,
          );
          // Pictures of each take a third of the time: for who wants to look at them.
          if (i === 0 && process.env.LAMPLIGHT_PICTURES)
            await picture(page, `objects-${sub.replace('/', '-')}-${n}`);
          if (i + 1 < count) await next.click();
        }
      }
      expect(errors, sub).toEqual([]);
      await page.context().close();
    }
    console.log(outcomes.join('\n'));
    expect(outcomes.length).toBeGreaterThan(50);
  });
});
