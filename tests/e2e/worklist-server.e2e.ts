/** The worklist before a real PACS, and the ways by which another program opens a study of it. */
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serve } from '../../scripts/serve.mjs';
import { part10 } from '../../src/dicom/testing/part10';
import { zipOf } from '../security/hostile';
import { launch, long, picture, root, shared, visit } from './browser';
import { writeFilms } from './film-study';
import { drawLine, STUDY, writeStudy } from './keep-study';
import { oneOrigin, type OneOrigin } from './one-origin';
import { ownUid, putOwnStudies } from './own-studies';
import { hasOrthanc, startOrthanc, type Orthanc } from './orthanc';
import { filesOf, imageLoaded, minutes } from './steps';

const FILMS = '1.2.826.0.1.3680043.10.1578.11';
/** Film studies: two to read, one that was signed elsewhere, one with a report that nobody signed. */
const film = { first: 61, second: 62, signed: 63, draft: 64 } as const;
const uidOf = (study: number): string => `${FILMS}.${study}`;
const LIDC = '1.3.6.1.4.1.14519.5.2.1.6279.6001.298806137288633453246975630178';
/** Studies that were opened on this computer. */
const OWN = 5000;
const wait = { timeout: minutes(2) };

/** A report of a film study as another program has written it: a container without content. */
function writeReport(folder: string, study: number, verification: 'VERIFIED' | 'UNVERIFIED'): string {
  const path = join(folder, `report-${study}.dcm`);
  const bytes = part10({
    '00080016 UI': '1.2.840.10008.5.1.4.1.1.88.33',
    '00080018 UI': `${uidOf(study)}.900.1`,
    '00080020 DA': '20260107',
    '00080030 TM': '090000',
    '00080060 CS': 'SR',
    '00100010 PN': 'SYNTHETIC^Films',
    '00100020 LO': `FILMS-${study}`,
    '0020000D UI': uidOf(study),
    '0020000E UI': `${uidOf(study)}.900`,
    '00200011 IS': '900',
    '00200013 IS': '1',
    '0040A040 CS': 'CONTAINER',
    '0040A491 CS': 'COMPLETE',
    '0040A493 CS': verification,
  });
  writeFileSync(path, bytes);
  return path;
}

/** 44 slices of a real chest CT around its one large nodule: as few as the analysis takes. */
function slab(): readonly string[] {
  if (!shared) return [];
  const nodule = -125;
  return filesOf(join(shared, 'data', 'dicom', 'studies', 'lidc-idri-0001'), /\.dcm$/).filter((path) => {
    const z = /\0\x32\0DS..(?:[-\d.]+)\\(?:[-\d.]+)\\([-\d.]+)/s.exec(
      readFileSync(path).toString('latin1'),
    )?.[1];
    return z !== undefined && Math.abs(Number(z) - nodule) <= 55;
  });
}

/** A page of another program that opens this one in a window: what it hears stands in `heard`. */
async function otherProgram(): Promise<{ origin: string; server: Server; lead: (app: string) => void }> {
  let app = '';
  const server = createServer((...[, response]) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end(`<script>
      heard = []; addEventListener('message', (e) => heard.push({ origin: e.origin, ...e.data }));
      function go() { other = open('${app}'); }
      function say(data) { other.postMessage(data, '${new URL(app).origin}'); }</script>`),
  );
  await new Promise<void>((done) => {
    server.listen(0, '127.0.0.1', done);
  });
  const origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  return { origin, server, lead: (to) => void (app = to) };
}

describe.skipIf(!hasOrthanc)('the worklist before a PACS', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lamplight-worklist-pacs-'));
  const study = join(folder, 'study');
  const paths = writeStudy(study);
  const zip = join(folder, 'study.zip');
  let orthanc: Orthanc;
  let server: Awaited<ReturnType<typeof serve>>;
  let site: OneOrigin;
  let ris: Awaited<ReturnType<typeof otherProgram>>;
  let stranger: Awaited<ReturnType<typeof otherProgram>>;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let errors: string[];

  beforeAll(async () => {
    writeFileSync(
      zip,
      zipOf(paths.map((path) => ({ name: basename(path), data: new Uint8Array(readFileSync(path)) }))),
    );
    [orthanc, ris, stranger, browser] = await Promise.all([
      startOrthanc(),
      otherProgram(),
      otherProgram(),
      launch(),
    ]);
    // The built page with a deployment's own file beside it.
    const dist = join(folder, 'dist');
    mkdirSync(dist);
    for (const name of readdirSync(join(root, 'dist')))
      symlinkSync(join(root, 'dist', name), join(dist, name));
    writeFileSync(join(dist, 'links.json'), JSON.stringify({ messages: [ris.origin] }));
    server = await serve(0, dist);
    site = await oneOrigin({
      page: server.url,
      archive: orthanc.url,
      servers: [{ name: 'PACS', url: '/dicom-web' }],
      also: (asked, answer) => {
        if (asked.url !== '/exports/study.zip') return false;
        answer.writeHead(200, { 'content-type': 'application/zip' }).end(readFileSync(zip));
        return true;
      },
    });
    ris.lead(site.url);
    stranger.lead(site.url);
    const films = Object.values(film).flatMap((n) =>
      writeFilms(join(folder, 'films'), n, [{ modality: 'CR', view: 'PA' }]),
    );
    const reports = [
      writeReport(folder, film.signed, 'VERIFIED'),
      writeReport(folder, film.draft, 'UNVERIFIED'),
    ];
    await orthanc.load([...paths, ...films, ...reports, ...slab()]);
    ({ page, errors } = await visit(browser, `${site.url}?study=${STUDY}&server=PACS`));
    context = page.context();
  }, minutes(3));
  afterAll(async () => {
    await browser?.close();
    await site?.close();
    await server?.close();
    await orthanc?.close();
    for (const one of [ris, stranger]) one?.server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const row = (uid: string) => page.locator(`[data-testid="worklist-row"][data-uid="${uid}"]`);
  const lines = (): Promise<number> => page.getByTestId('measure-row').count();
  const close = async (): Promise<void> => {
    await page.getByTestId('more-menu').click();
    await page.getByTestId('close-study').click();
    await page.getByTestId('start-page').waitFor(wait);
  };
  /** The study stands, and with it what was drawn. */
  const comesBack = async (from: string): Promise<void> => {
    await imageLoaded(page);
    await page.getByTestId('tab-measure').click();
    await expect.poll(lines, { ...wait, message: from }).toBe(1);
  };

  test('a link opens a study of it', async () => {
    await imageLoaded(page);
    expect(await page.getByTestId('study-name').textContent()).toContain('Zuverlaessig');
    await page.getByTestId('tab-measure').click();
    await drawLine(page, () => 0.4);
    await expect.poll(lines).toBe(1);
    await expect.poll(() => page.getByTestId('status-save').getAttribute('data-state'), wait).toBe('saved');
  });

  test('work on a study comes back whatever brings the study: a folder, a ZIP, an address, the PACS', async () => {
    await close();
    await expect.poll(() => row(STUDY).getAttribute('data-status'), wait).toBe('draft');
    await page.getByTestId('open-folder').first().setInputFiles(study);
    await comesBack('folder');
    await close();
    await page.getByTestId('open-files').first().setInputFiles(zip);
    await comesBack('ZIP');
    await page.goto(`${site.url}?url=/exports/study.zip`);
    await comesBack('address');
    await page.goto(site.url);
    // Rows that arrive move the others.
    await row(uidOf(film.signed)).waitFor(wait);
    await row(STUDY).dblclick(wait);
    await comesBack('PACS');
    await close();
  });

  test('a study with a verified report on the PACS counts as signed; one whose report nobody signed does not', async () => {
    await expect.poll(() => row(uidOf(film.signed)).getAttribute('data-status'), wait).toBe('signed');
    expect(await row(uidOf(film.draft)).getAttribute('data-status')).toBe('new');
    await row(uidOf(film.signed)).click();
    expect(await page.getByTestId('wl-signed-on').textContent()).toContain('PACS');
  });

  test('what was asked of the PACS is counted as sent', async () => {
    const sent = page.getByTestId('status-sent');
    // What the browser itself says that it asked: the line of each request, and a few headers of the page's own.
    const asked: string[] = [];
    page.on('request', (request) => {
      const { pathname, search } = new URL(request.url());
      if (pathname.startsWith('/dicom-web/'))
        asked.push(`${request.method()} ${pathname}${search} HTTP/1.1\r\n`);
    });
    await page.goto(site.url);
    await expect.poll(() => row(uidOf(film.signed)).getAttribute('data-status'), wait).toBe('signed');
    const bytes = Number(await sent.getAttribute('data-bytes'));
    const lines = asked.join('').length;
    expect(asked.length).toBeGreaterThanOrEqual(2);
    expect(bytes).toBeGreaterThan(lines);
    expect(bytes).toBeLessThan(lines + 200 * asked.length);
    expect(await sent.getAttribute('data-places')).toBe(`${site.url}dicom-web`);
    // It is a server that the page was given: no warning.
    expect(await sent.textContent()).toMatch(/^\d+ .?(B|bytes) sent$/i);
    expect(await page.getByTestId('start-private').textContent()).toContain('PACS');
  });

  test('the next key goes from study to study and passes over what is signed', async () => {
    const open = () => page.getByTestId('study-name').textContent(wait);
    await page.getByTestId('wl-search').fill('FILMS-6');
    await expect.poll(() => page.getByTestId('worklist-row').count(), wait).toBe(4);
    const order = await page
      .getByTestId('worklist-row')
      .evaluateAll((rows) => rows.map((one) => ({ ...(one as HTMLElement).dataset })));
    expect(order.map(({ status }) => status)).toEqual(['new', 'new', 'new', 'signed']);
    // "SYNTHETIC" in a name or a description makes nobody the demo study: once opened the row keeps its patient.
    await page.getByTestId('worklist-grid').focus();
    for (const { uid } of order.slice(0, 3)) {
      await page.keyboard.press('`');
      await expect.poll(open, wait).toContain(`FILMS-${uid?.split('.').at(-1)}`);
      await imageLoaded(page);
    }
    // After the last one the list shows.
    await page.keyboard.press('`');
    await page.getByTestId('worklist-over').waitFor(wait);
    expect(await row(uidOf(film.first)).textContent()).toContain(`FILMS-${film.first}`);
    await page.keyboard.press('F7');
    await page.keyboard.press('~');
    await expect.poll(open, wait).toContain(`FILMS-${order[1]?.uid?.split('.').at(-1)}`);
    expect(errors).toEqual([]);
    await close();
  });

  test('a double tap on a phone opens a study once', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    const asked: string[] = [];
    page.on('request', (request) => {
      if (request.url().includes(`/dicom-web/studies/${uidOf(film.second)}`)) asked.push(request.url());
    });
    await row(uidOf(film.second)).dblclick(wait);
    await imageLoaded(page);
    expect(asked.length).toBeGreaterThan(0);
    expect([...new Set(asked)]).toEqual(asked);
    await page.setViewportSize({ width: 1280, height: 720 });
    await close();
  });

  test.runIf(shared && long)(
    'AI ahead says nothing to a second reader; once they have looked, what is urgent comes first',
    async () => {
      await page.getByTestId('wl-search').fill('FILMS-61');
      await page.getByTestId('worklist-grid').focus();
      await page.keyboard.press('Enter');
      await imageLoaded(page);
      await page.getByTestId('tab-findings').click();
      await page.getByTestId('second-reader').check();
      await close();
      await page.getByTestId('wl-search').fill('LIDC-IDRI-0001');
      await expect.poll(() => page.getByTestId('worklist-row').count(), wait).toBe(1);
      await page.getByTestId('wl-ahead').click();
      await expect.poll(() => row(LIDC).getAttribute('data-status'), { timeout: minutes(8) }).toBe('aiRan');
      await page.getByTestId('wl-ahead').click();
      await page.getByTestId('wl-search').fill('');
      await expect.poll(() => page.getByTestId('worklist-row').count(), wait).toBe(6);
      // The oldest of those that wait: nothing that AI found moves it.
      expect(await page.getByTestId('wl-urgent').count()).toBe(0);
      expect(await row(LIDC).getAttribute('data-at')).toBe('4');
      await row(LIDC).dblclick();
      await imageLoaded(page);
      await page.getByTestId('tab-findings').click();
      await page.getByTestId('first-reading').waitFor(wait);
      expect(await page.getByTestId('finding-row').count()).toBe(0);
      await page.getByTestId('finish-first').click();
      await page.getByTestId('finding-row').first().waitFor(wait);
      await page.keyboard.press('F7');
      const first = page.locator('[data-testid="worklist-row"][data-at="0"]');
      await expect.poll(() => first.getAttribute('data-uid'), wait).toBe(LIDC);
      expect(await first.getByTestId('wl-urgent').textContent()).toMatch(/Urgent.*\d\d\.\d mm/);
      await picture(page, 'worklist-urgent');
      await page.keyboard.press('F7');
      await close();
      expect(errors).toEqual([]);
    },
    minutes(12),
  );

  test('five thousand studies of this computer are all in the list, and soon', async () => {
    await page.goto(site.url);
    await expect.poll(() => page.getByTestId('worklist-row').count(), wait).toBe(shared ? 6 : 5);
    const before = await page.getByTestId('worklist-row').count();
    await putOwnStudies(page, OWN);
    await page.addInitScript(() => {
      const longest = globalThis as unknown as { longest: number };
      longest.longest = 0;
      new PerformanceObserver((list) => {
        for (const { duration } of list.getEntries()) longest.longest = Math.max(longest.longest, duration);
      }).observe({ type: 'longtask' });
    });
    const started = performance.now();
    await page.reload();
    const counts = page.getByTestId('wl-counts');
    await expect.poll(() => counts.getAttribute('data-shown'), wait).toBe(String(OWN + before));
    const ms = Math.round(performance.now() - started);
    const longest = await page.evaluate(() => (globalThis as unknown as { longest: number }).longest);
    console.log(`${OWN} own studies listed ${ms} ms after a reload; longest task ${Math.round(longest)} ms`);
    await page.getByTestId('wl-search').fill(`自${OWN - 2}`);
    await expect.poll(() => page.getByTestId('worklist-row').count(), wait).toBe(1);
    expect(await row(ownUid(OWN - 2)).getAttribute('data-status')).toBe('signed');
    // Their images lie somewhere else: the reader is asked for the folder, and told when it is another patient's.
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), row(ownUid(OWN - 2)).dblclick()]);
    await chooser.setFiles(study);
    await imageLoaded(page);
    expect(await page.getByTestId('notice-missed').textContent()).toContain(`OWN-${OWN - 2}`);
    await close();
    expect(errors).toEqual([]);
  });

  test('the start page tells what is stored and how much, and clears it by kind', async () => {
    const counts = page.getByTestId('wl-counts');
    await page.getByTestId('wl-search').fill('');
    const before = Number(await counts.getAttribute('data-all'));
    await page.getByTestId('start-stored').click();
    const listed = page.getByTestId('stored-recent');
    await listed.waitFor(wait);
    expect(Number(await listed.getAttribute('data-count'))).toBeGreaterThanOrEqual(OWN);
    expect(Number(await listed.getAttribute('data-bytes'))).toBeGreaterThan(OWN * 100);
    expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id }) => id)).toEqual([]);
    await page.getByTestId('stored-clear-recent').click();
    await page.getByTestId('stored-sure-recent').click();
    await expect.poll(() => listed.getAttribute('data-count'), wait).toBe('0');
    await page.getByTestId('start-stored-close').click();
    await expect.poll(() => counts.getAttribute('data-all'), wait).toBe(String(before - OWN));
    // The work is another kind, and stays.
    expect(await row(STUDY).getAttribute('data-status')).toBe('draft');
  });

  type Heard = { origin: string; status: string; id?: number };
  /** Opens the page in a window of a program elsewhere. */
  const openedBy = async (origin: string): Promise<{ program: Page; opened: Page; said: string[] }> => {
    const program = await context.newPage();
    await program.goto(origin);
    const [opened] = await Promise.all([program.waitForEvent('popup'), program.evaluate('go()')]);
    const said: string[] = [];
    opened.on('console', (message) => said.push(message.text()));
    await opened.getByTestId('start-page').waitFor(wait);
    return { program, opened, said };
  };
  const heard = (program: Page): Promise<Heard[]> => program.evaluate('heard');
  const ask = JSON.stringify({ lamplight: 1, id: 1, study: STUDY, server: 'PACS' });

  test('a program that the deployment names opens a study by a message and is answered', async () => {
    const { program, opened } = await openedBy(ris.origin);
    const status = async (id?: number) =>
      (await heard(program)).filter((one) => one.id === id).map((one) => one.status);
    await expect.poll(() => status(), wait).toEqual(['ready']);
    await program.evaluate(`say(${ask})`);
    await expect.poll(() => status(1), wait).toEqual(['opening', 'open']);
    expect(new Set((await heard(program)).map(({ origin }) => `${origin}/`))).toEqual(new Set([site.url]));
    expect(await opened.getByTestId('study-name').textContent()).toContain('Zuverlaessig');
    await opened.close();
    await program.close();
  });

  test('one that it does not name hears nothing and opens nothing', async () => {
    const { program, opened, said } = await openedBy(stranger.origin);
    await program.evaluate(`say(${ask})`);
    await expect.poll(() => said.join(), wait).toContain(`a message from ${stranger.origin} was not heard`);
    expect(await opened.getByTestId('start-page').count()).toBe(1);
    expect(await heard(program)).toEqual([]);
    await opened.close();
    await program.close();
  });
});
