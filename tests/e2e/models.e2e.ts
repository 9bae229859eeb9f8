/** A hospital brings its own model: through the page, with real small networks made by code. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createHash } from 'node:crypto';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, test } from 'vitest';
import { convNet } from '../../src/inference/import/graphs.fixture';
import { customDomainGraph, runnableGraphs } from '../models/graphs';
import { launch, long, picture, servePage, visit, type Visit } from './browser';

let browser: Browser;
let server: { url: string; close: () => Promise<void> };
let seen: Visit;
let page: Page;
const made: string[] = [];

beforeAll(async () => {
  [browser, server] = await Promise.all([launch(), servePage()]);
});
afterAll(async () => {
  await browser.close();
  await server.close();
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  seen = await visit(browser, server.url);
  page = seen.page;
});
afterEach(async () => {
  expect(seen.foreign).toEqual([]);
  expect(seen.errors).toEqual([]);
  await page.context().close();
});

const by = (id: string) => page.getByTestId(id);

/** Writes a folder of files; gives its path. */
function folderOf(name: string, files: Record<string, Uint8Array | string | object>): string {
  const root = mkdtempSync(join(tmpdir(), 'lamplight-models-'));
  made.push(root);
  for (const [path, content] of Object.entries(files)) {
    const file = join(root, name, path);
    mkdirSync(dirname(file), { recursive: true });
    const plain = content instanceof Uint8Array || typeof content === 'string';
    writeFileSync(file, plain ? content : JSON.stringify(content));
  }
  return join(root, name);
}

const small = convNet(1, 2, [64, 64]);
const hash = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const manifest = (bytes: Uint8Array, over: object = {}): object => ({
  schema: 'lamplight-model/1',
  id: 'two-classes',
  name: 'Two classes',
  version: '2.0.0',
  license: 'MIT',
  weightsLicense: 'CC-BY-4.0',
  intendedUse: 'Tests of the import.',
  notFor: 'Anything else.',
  status: 'research',
  weights: [{ ep: 'any', file: 'weights.onnx', sha256: hash(bytes), bytes: bytes.length }],
  inputs: [{ name: 'image', axes: 'NCHW', modality: ['CT'] }],
  window: { patch: [64, 64] },
  outputs: [{ name: 'pred', kind: 'labelmap', activation: 'softmax', labels: [{ id: 1, name: 'Lung' }] }],
  metrics: [{ name: 'Dice', value: 0.94, n: 70, ci: [0.92, 0.95], dataset: 'Held out', external: true }],
  card: 'card.md',
  ...over,
});
const pair = (over: object = {}): Record<string, Uint8Array | string | object> => ({
  'manifest.json': manifest(small, over),
  'weights.onnx': small,
  'card.md':
    '# Card\n\nMade by **code**. <img src=x onerror=alert(1)>\n\n| a | b |\n| --- | --- |\n| 1 | 2 |\n',
});

async function openPage(): Promise<void> {
  await by('open-models').click();
  await by('models-page').waitFor();
}
async function importFolder(path: string): Promise<void> {
  if (!(await by('models-page').isVisible())) await openPage();
  await by('import-folder').setInputFiles(path);
  await by('import-dialog').waitFor();
}
/** From the form to the list. */
async function testAndAdd(): Promise<void> {
  await by('import-check').click();
  await by('import-verdict').waitFor({ timeout: 120_000 });
  await expect.poll(() => by('model-verdict').getAttribute('data-usable')).toBe('true');
  await by('import-add').click();
  await by('import-dialog').waitFor({ state: 'detached' });
}
async function clean(): Promise<void> {
  const found = await new AxeBuilder({ page }).analyze();
  expect(
    found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).join(', ')}`),
  ).toEqual([]);
}

describe('models', () => {
  test('the shipped model is listed with its use, figures and card, and is tested here', async () => {
    await openPage();
    await by('model-lung-nodule').click();
    await by('model-metrics').waitFor();
    expect(await by('model-metrics').locator('tbody tr').count()).toBeGreaterThan(10);
    await by('model-card').locator('summary').click();
    await by('model-card').locator('table').first().waitFor();
    await clean();
    await picture(page, 'models-shipped');
    await by('model-test').click();
    await by('model-verdict').waitFor({ timeout: 180_000 });
    await picture(page, 'models-tested');
    // The kept copy goes; the model stays in the list.
    await by('model-remove').click();
    await by('remove-confirm').click();
    await by('models-said').waitFor();
    await by('model-lung-nodule').waitFor();
  });

  test('over a study: from the menu, a test is cancelled, and Esc gives the focus back', async () => {
    await by('open-demo').click();
    await by('more-menu').waitFor({ timeout: 120_000 });
    await by('more-menu').click();
    await by('menu-models').click();
    await by('model-lung-nodule').click();
    await by('model-test').click();
    await by('work-cancel').click();
    await by('model-test').waitFor();
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.getAttribute('data-testid')))
      .toBe('model-test');
    expect(await by('model-failure').count()).toBe(0);
    await picture(page, 'models-over-study');
    await page.keyboard.press('Escape');
    await by('models-page').waitFor({ state: 'detached' });
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.getAttribute('data-testid')))
      .toBe('more-menu');
  });

  test('a Lamplight pair is found, tested, added, kept over a reload, and removed', async () => {
    await importFolder(folderOf('pair', pair()));
    await by('import-found').waitFor();
    await picture(page, 'models-import-found');
    await clean();
    await testAndAdd();
    await by('model-detail').getByText('Tests of the import.').waitFor();
    await page.reload();
    await openPage();
    await by('model-two-classes').click();
    await by('model-card').locator('summary').click();
    // The card's own HTML is text.
    expect(await by('model-card').locator('img').count()).toBe(0);
    await by('model-verdict').waitFor();
    await picture(page, 'models-imported');
    await clean();
    // The same id again: the version is replaced, and it says so.
    await importFolder(folderOf('pair', pair({ version: '3.0.0' })));
    await by('import-check').click();
    await by('import-verdict').getByText('version 2.0.0').waitFor({ timeout: 120_000 });
    await by('import-add').click();
    await by('model-two-classes').getByText('version 3.0.0').waitFor();
    expect(await by('model-two-classes').count()).toBe(1);
    await by('model-remove').click();
    await picture(page, 'models-remove');
    await by('remove-confirm').click();
    await by('model-two-classes').waitFor({ state: 'detached' });
    await page.reload();
    await openPage();
    await by('model-lung-nodule').waitFor();
    expect(await by('model-two-classes').count()).toBe(0);
  });

  test('a MONAI bundle is converted; its licence is asked', async () => {
    const bundle = folderOf('spleen_ct', {
      'configs/metadata.json': {
        version: '0.5.9',
        monai_version: '1.4.0',
        name: 'Spleen CT segmentation',
        authors: 'MONAI team',
        intended_use: 'This is an example, not to be used for diagnostic purposes',
        eval_metrics: { mean_dice: 0.961 },
        network_data_format: {
          inputs: { image: { modality: 'CT', num_channels: 1, spatial_shape: [16, 16, 16] } },
          outputs: { pred: { channel_def: { '0': 'background', '1': 'spleen' } } },
        },
      },
      'configs/inference.json': {
        preprocessing: {
          _target_: 'Compose',
          transforms: [
            { _target_: 'Orientationd', axcodes: 'RAS' },
            { _target_: 'Spacingd', pixdim: [1.5, 1.5, 2] },
            { _target_: 'ScaleIntensityRanged', a_min: -57, a_max: 164, b_min: 0, b_max: 1, clip: true },
          ],
        },
        inferer: { _target_: 'SlidingWindowInferer', roi_size: [16, 16, 16], overlap: 0.5 },
        postprocessing: {
          _target_: 'Compose',
          transforms: [
            { _target_: 'Activationsd', softmax: true },
            { _target_: 'AsDiscreted', argmax: true },
          ],
        },
      },
      'models/model.onnx': convNet(1, 2, ['d', 'h', 'w']),
    });
    await importFolder(bundle);
    await by('import-form').waitFor();
    // Nothing is guessed: going on says what is missing.
    await by('import-check').click();
    expect(await by('import-form').getByRole('alert').count()).toBe(2);
    await by('field-license').locator('input').fill('Apache-2.0');
    await by('field-weightsLicense').locator('input').fill('CC-BY-SA-4.0');
    await picture(page, 'models-monai');
    await testAndAdd();
    await by('model-spleen_ct').waitFor();
  });

  test('an nnU-Net export asks for its configuration and is rewritten for WebGPU', async () => {
    const graph = runnableGraphs().find((g) => g.name === 'nnUNet')!;
    const shared = { normalization_schemes: ['CTNormalization'], patch_size: [4, 16, 16] };
    const folder = folderOf('Dataset003', {
      'plans.json': {
        dataset_name: 'Dataset003_Liver',
        transpose_forward: [0, 1, 2],
        configurations: {
          '3d_fullres': { ...shared, spacing: [1, 0.77, 0.77] },
          '3d_lowres': { inherits_from: '3d_fullres', spacing: [2, 1.5, 1.5] },
        },
        foreground_intensity_properties_per_channel: {
          '0': { mean: 99, std: 37, percentile_00_5: -15, percentile_99_5: 197 },
        },
      },
      'dataset.json': { channel_names: { '0': 'CT' }, labels: { background: 0, liver: 1, tumor: 2 } },
      'fold_0/model.onnx': graph.bytes,
    });
    await importFolder(folder);
    await by('import-choose').getByRole('button', { name: '3d_lowres' }).click();
    await by('field-intendedUse').locator('textarea').fill('Liver and tumour on CT');
    await by('field-license').locator('input').fill('Apache-2.0');
    await by('field-weightsLicense').locator('input').fill('CC-BY-SA-4.0');
    await testAndAdd();
    await by('model-detail').getByText('Liver and tumour on CT').waitFor();
    await by('model-detail').getByText('liver, tumor').waitFor();
  });

  test('a network alone is described in the form', async () => {
    await importFolder(folderOf('bare', { 'net.onnx': convNet(3, 2, ['h', 'w']) }));
    const field = (name: string) => by(`field-${name}`);
    await field('name').locator('input').fill('Kidney 2D');
    await field('intendedUse').locator('textarea').fill('Kidneys on CT');
    await field('license').locator('input').fill('MIT');
    await field('weightsLicense').locator('input').fill('MIT');
    await field('modality').getByLabel('CT', { exact: true }).check();
    await field('channels').getByLabel('3 neighbouring slices').check();
    await field('orientation').locator('select').selectOption('SPL');
    await field('spacing').getByLabel('not resampled, as in the scan').check();
    await field('preprocessing').locator('select').selectOption('ctSoft');
    await field('patch').getByLabel('H (rows)').fill('64');
    await field('patch').getByLabel('W (columns)').fill('64');
    await field('kind').locator('select').selectOption('labelmap');
    await field('activation').locator('select').selectOption('softmax');
    await field('labels').getByLabel('Label 1', { exact: true }).fill('Kidney');
    await picture(page, 'models-form');
    await clean();
    await testAndAdd();
    await by('model-kidney-2d').waitFor();
  });

  test('what cannot be imported is refused with its file, the reason and what helps', async () => {
    const cases: [string, Record<string, Uint8Array | string | object>, string, RegExp][] = [
      [
        'cut',
        { 'cut.onnx': small.slice(0, small.length - 9) },
        'onnxBad',
        /cut\.onnx.*download was interrupted/,
      ],
      ['odd', { 'odd.onnx': customDomainGraph().bytes }, 'unsupported', /DeformableAttention.*standard ONNX/],
      ['sha', { ...pair(), 'weights.onnx': convNet(1, 2, [64, 32]) }, 'shaMismatch', /SHA-256/],
      ['field', pair({ window: { patch: [64] } }), 'manifestInvalid', /window/],
      ['none', { 'notes.txt': 'hello' }, 'noOnnx', /no ONNX file/],
    ];
    for (const [name, files, key, words] of cases) {
      await importFolder(folderOf(name, files));
      const problem = by('import-refused').locator(`[data-problem=${key}]`).first();
      await problem.waitFor();
      expect((await problem.innerText()).replaceAll('\n', ' ')).toMatch(words);
      if (name === 'odd') await picture(page, 'models-refused');
      await page.keyboard.press('Escape');
      await by('import-dialog').waitFor({ state: 'detached' });
    }
    expect(await by('models-page').isVisible()).toBe(true);
  });

  test('a model that does not give the answer stored with it is not added', async () => {
    const floats = (length: number, value: number) =>
      new Uint8Array(new Float32Array(length).fill(value).buffer);
    const stored = {
      input: 'in.bin',
      shape: [1, 1, 64, 64],
      output: 'out.bin',
      outputShape: [1, 2, 64, 64],
      maxAbsErr: 0.001,
    };
    const files = { 'in.bin': floats(64 * 64, 0), 'out.bin': floats(2 * 64 * 64, 1) };
    await importFolder(folderOf('wrong', { ...pair({ test: stored }), ...files }));
    await by('import-check').click();
    await by('import-failed').getByText('does not give the answer').waitFor({ timeout: 120_000 });
    expect(await by('import-add').count()).toBe(0);
    await picture(page, 'models-wrong');
    await by('import-discard').click();
    await by('import-dialog').waitFor({ state: 'detached' });
    expect(await by('model-two-classes').count()).toBe(0);
  });

  test('a network dropped on the page goes to the import, not to the images', async () => {
    // Before that the page is not up, and nobody is there to take it.
    await by('open-demo').waitFor();
    await page.evaluate(
      (bytes) => {
        const data = new DataTransfer();
        data.items.add(new File([new Uint8Array(bytes)], 'dropped.onnx'));
        for (const type of ['dragenter', 'dragover', 'drop'])
          document.body.dispatchEvent(
            new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }),
          );
      },
      [...small],
    );
    await by('import-form').waitFor();
    expect(await by('open-problem').count()).toBe(0);
  });

  test('fits the screens that people have, in both languages', async () => {
    const screens = [
      [1280, 720, 'zh-CN'],
      [1920, 1080, 'en-US'],
      [390, 844, 'zh-CN'],
      [1280, 720, 'en-US'],
      [1920, 1080, 'zh-CN'],
      [390, 844, 'en-US'],
    ] as const;
    for (const [width, height, locale] of long ? screens : screens.slice(0, 3)) {
      await page.context().close();
      seen = await visit(browser, server.url, { locale, viewport: { width, height } });
      page = seen.page;
      await openPage();
      await by('model-lung-nodule').waitFor();
      if (width === 390) await picture(page, `models-list-${width}-${locale}`);
      await by('model-lung-nodule').click();
      await by('model-metrics').waitFor();
      await clean();
      await picture(page, `models-${width}-${locale}`);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(wide).toBeLessThanOrEqual(width);
      if (width === 390)
        await page.getByTestId('model-detail').locator('..').getByRole('button').first().click();
      await importFolder(folderOf('bare', { 'net.onnx': convNet(3, 2, ['h', 'w']) }));
      await by('import-form').waitFor();
      await clean();
      await picture(page, `models-form-${width}-${locale}`);
      expect(seen.errors).toEqual([]);
    }
  });
});
