/** A whole session: every request of the browser is recorded, and the audit log tells what was done. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pageHeaders } from '../../scripts/headers.mjs';
import { unpinned } from '../../scripts/audit.mjs';
import { headerFiles } from '../../scripts/deploy-headers.mjs';
import { NOTHING } from '../../scripts/deployment.mjs';
import { launch, picture, root, servePage, visit } from './browser';
import { hasNginx, serveNginx } from './nginx';
import { writeDemo } from './demo-files';
import { isBrowsersOwn, recordingProxy, type RecordingProxy } from './recording-proxy';
import { analyse, exportAs, findingRows, keepOffline, minutes, openFiles, showTab } from './steps';

interface Entry {
  readonly number: number;
  readonly kind: string;
  readonly studyUid?: string;
  readonly facts?: Readonly<Record<string, unknown>>;
  readonly dicom?: { readonly code: string };
}

describe('a whole session', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lamplight-session-'));
  let server: Awaited<ReturnType<typeof servePage>>;
  let proxy: RecordingProxy;
  let browser: Browser;
  let page: Page;
  let errors: string[];

  beforeAll(async () => {
    // As a hospital serves it, where nginx is installed.
    server = hasNginx ? await serveNginx(folder) : await servePage();
    proxy = await recordingProxy([new URL(server.url).origin]);
    browser = await launch({ args: proxy.flags });
    ({ page, errors } = await visit(browser, server.url, { serviceWorkers: 'allow' }));
  });
  afterAll(async () => {
    await browser?.close();
    await proxy?.close();
    await server?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const logged = (kind: string) => page.locator(`[data-testid="audit-row"][data-kind="${kind}"]`);
  const openAudit = async (): Promise<void> => {
    await page.getByTestId('status-offline').click();
    await page.getByTestId('version-audit').click();
    await page.getByTestId('audit-chain').waitFor({ timeout: minutes(1) });
  };
  const save = async (as: 'csv' | 'json'): Promise<string> => {
    const waiting = page.waitForEvent('download', { timeout: minutes(1) });
    await page.getByTestId(`audit-${as}`).click();
    const download = await waiting;
    const path = join(folder, download.suggestedFilename());
    await download.saveAs(path);
    return readFileSync(path, 'utf8');
  };

  test('the header files of deploy/ are those of the page', () => {
    for (const [path, text] of Object.entries(headerFiles(NOTHING)))
      expect(readFileSync(join(root, 'deploy', path), 'utf8'), path).toBe(text);
  });

  test('every package is one version with its sha512', () => expect(unpinned()).toEqual([]));

  test.skipIf(!hasNginx)(
    'nginx sends the page’s headers, types, what may be kept, and the PACS on one origin',
    async () => {
      const ask = (path: string, headers = {}) => fetch(new URL(path, server.url), { headers });
      const wanted = Object.entries(pageHeaders({ dev: false }));
      const assets = readdirSync(join(root, 'dist', 'assets'));
      const wasm = `assets/${assets.find((name) => /^ort-.*\.wasm$/.test(name))}`;
      for (const path of ['', 'service-worker.js', 'models/lung-nodule/weights.onnx', wasm, 'no/such/file']) {
        const answer = await ask(path);
        await answer.body?.cancel();
        for (const [name, value] of wanted) expect(answer.headers.get(name), `${path} ${name}`).toBe(value);
      }
      const facts = async (path: string) => {
        const { status, headers } = await ask(path, { 'accept-encoding': 'gzip' });
        return [
          status,
          headers.get('content-type')?.split(';')[0],
          headers.get('content-encoding'),
          headers.get('cache-control'),
        ];
      };
      expect(await facts('')).toEqual([200, 'text/html', 'gzip', 'no-cache']);
      expect(await facts(wasm)).toEqual([
        200,
        'application/wasm',
        'gzip',
        'public, max-age=31536000, immutable',
      ]);
      expect(await facts('models/lung-nodule/weights.onnx')).toEqual([
        200,
        'application/octet-stream',
        'gzip',
        'no-cache',
      ]);
      expect((await facts('app.webmanifest'))[1]).toBe('application/manifest+json');
      expect((await facts('no/such/file'))[0]).toBe(404);
      expect(await (await ask('links.json')).json()).toEqual({ servers: [] });
      const pacs = await ask('dicom-web/studies?limit=1', { accept: 'application/dicom+json' });
      expect(await pacs.json()).toMatchObject({
        url: '/dicom-web/studies?limit=1',
        accept: 'application/dicom+json',
      });
      expect(pacs.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox");
      expect(pacs.headers.get('access-control-allow-origin')).toBeNull();
    },
  );

  test('open, analyse, review, sign, export: nothing is asked of another place, nothing is uploaded', async () => {
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
    await openFiles(page, writeDemo(join(folder, 'study'), 70, 110));
    expect(await analyse(page)).toBe('done');
    expect((await findingRows(page)).length).toBeGreaterThan(1);
    await page.keyboard.press('n');
    await page.keyboard.press('a');
    await page.keyboard.press('r');
    await page.getByTestId('reject-picker').waitFor();
    await page.keyboard.press('1');
    await expect
      .poll(async () => (await findingRows(page)).map(({ review }) => review))
      .toEqual(expect.arrayContaining(['accepted', 'rejected']));
    await showTab(page, 'report');
    for (const what of ['pdf', 'docx', 'html', 'sr', 'seg', 'fhir'] as const)
      await exportAs(page, what, folder);
    await page.keyboard.press('Control+Enter');
    await page.getByTestId('sign-dialog').waitFor();
    await page.keyboard.insertText('Dr Wu');
    await page.keyboard.press('Enter');
    await page.locator('[data-testid="report-state"]', { hasText: 'Dr Wu' }).waitFor({ timeout: minutes(1) });
    // A line of the log that is being written when the page goes is lost: it is not what is tested here.
    await page.locator('[data-testid="status-save"][data-state="saved"]').waitFor();
    await openAudit();
    await logged('report.signed').first().waitFor();
    await page.getByTestId('audit-done').click();
    // Loaded again from what is kept, and the rest fetched for the time without a network.
    await page.reload();
    await keepOffline(page);
    await page.getByTestId('version-done').click();

    const { origin } = new URL(server.url);
    const asked = proxy.requests.filter((one) => !isBrowsersOwn(one));
    expect(asked.filter(({ url }) => !url.startsWith(`${origin}/`))).toEqual([]);
    expect(asked.filter(({ method, bytes }) => !['GET', 'HEAD'].includes(method) || bytes > 0)).toEqual([]);
    // The record is no empty one: workers, their scripts, models and the service worker's own fetches are in it.
    for (const part of [
      /\/models\/lung-nodule\/weights\.onnx$/,
      /decode\.worker/,
      /\.wasm$/,
      /service-worker\.js$/,
      /\.ttf$/,
    ])
      expect(
        asked.some(({ url }) => part.test(url)),
        String(part),
      ).toBe(true);
    // No address carries anything of the study.
    expect(asked.filter(({ url }) => new URL(url).search !== '')).toEqual([]);
    const sent = page.getByTestId('status-sent');
    expect(await sent.getAttribute('data-bytes')).toBe('0');
    expect(await sent.getAttribute('data-foreign')).toBe('0');
    expect(errors).toEqual([]);
  });

  test('the log tells it, survives loading again, is exported and filtered', async () => {
    await openAudit();
    const chain = page.getByTestId('audit-chain');
    expect(await chain.getAttribute('data-fault')).toBeNull();
    for (const kind of [
      'study.open',
      'ai.run',
      'finding.accept',
      'finding.reject',
      'report.signed',
      'out.file',
    ])
      expect(await logged(kind).count(), kind).toBeGreaterThan(0);
    const manifest = JSON.parse(
      readFileSync(join(root, 'public', 'models', 'lung-nodule', 'manifest.json'), 'utf8'),
    ) as { version: string; weights: { sha256: string }[] };
    const { chain: said, entries } = JSON.parse(await save('json')) as { chain: string; entries: Entry[] };
    expect(said).toBe('whole');
    const of = (kind: string): Entry => entries.find((one) => one.kind === kind)!;
    expect(of('ai.run').facts).toMatchObject({
      model: 'lung-nodule',
      modelVersion: manifest.version,
      sha256: manifest.weights[0].sha256,
      provider: 'wasm',
    });
    expect(typeof of('ai.run').facts!.threshold).toBe('number');
    expect(of('ai.run').studyUid).toBe(of('study.open').studyUid);
    expect(of('study.open').facts!.series).toContain(of('ai.run').facts!.series);
    expect(of('finding.reject').facts!.reason).toBeTruthy();
    expect(of('report.signed').facts).toMatchObject({ by: 'Dr Wu', version: 1 });
    expect(entries.filter(({ kind }) => kind === 'out.file').map(({ facts }) => String(facts!.name))).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/\.pdf$/),
        expect.stringMatching(/SEG.*\.dcm$|\.seg\.dcm$/i),
      ]),
    );
    expect(of('out.file').dicom!.code).toBe('110106');

    const csv = await save('csv');
    expect(csv.split('\r\n')[0]).toContain('dicomCode');
    expect(csv).toContain(manifest.weights[0].sha256);
    await page.getByTestId('audit-group').selectOption('report');
    expect(await page.getByTestId('audit-row').count()).toBe(1);
    await page.getByTestId('audit-group').selectOption('');
    await page.getByTestId('audit-search').fill('Dr Wu');
    expect(await page.getByTestId('audit-row').count()).toBe(1);
    await page.getByTestId('audit-search').fill('');
    const axe = await new AxeBuilder({ page }).include('[data-testid="audit"]').analyze();
    expect(axe.violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)).toEqual([]);
    await picture(page, 'audit-en');
    await page.setViewportSize({ width: 390, height: 844 });
    await picture(page, 'audit-390-en');
    await page.setViewportSize({ width: 1920, height: 1080 });
    await page.getByTestId('audit-done').click();
    await page.getByTestId('lang-toggle').click();
    await openAudit();
    await picture(page, 'audit-1920-zh');
  });

  test('is deleted only after a warning, and says so', async () => {
    await page.getByTestId('audit-clear').click();
    await page.getByTestId('audit-keep').click();
    expect(await logged('ai.run').count()).toBe(1);
    await page.getByTestId('audit-clear').click();
    await page.getByTestId('audit-clear-now').click();
    await expect.poll(() => page.getByTestId('audit-row').count()).toBe(1);
    expect(await logged('audit.cleared').count()).toBe(1);
    expect(await page.getByTestId('audit-chain').getAttribute('data-fault')).toBeNull();
  });
});
