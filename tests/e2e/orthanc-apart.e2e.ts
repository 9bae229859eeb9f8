/** A real PACS, Orthanc, on another origin than the page: reading across origins, signing in, searching, earlier studies. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { StudyQuery } from '../../src/dicom/web/contract';
import { searchStudies } from '../../src/dicom/web/search';
import { apart, type Apart } from './apart';
import { launch, picture, servePage, visit } from './browser';
import { CLIENT, signInAt, startIssuer, type Issuer } from './issuer';
import { oneOrigin, type OneOrigin } from './one-origin';
import { hasOrthanc, startOrthanc, type Orthanc } from './orthanc';
import { patients, uidOf, writePatients } from './patients';
import { imageLoaded, minutes } from './steps';

const wait = { timeout: minutes(2) };

describe.skipIf(!hasOrthanc)('a PACS on another origin', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lamplight-apart-'));
  let orthanc: Orthanc;
  let server: Awaited<ReturnType<typeof servePage>>;
  let open: Apart;
  let guarded: Apart;
  let issuer: Issuer;
  const sites: OneOrigin[] = [];
  let browser: Browser;

  const siteOf = async (named: Readonly<Record<string, unknown>>): Promise<string> => {
    const connect = [open.origin, guarded.origin, issuer.url];
    const site = await oneOrigin({ page: server.url, archive: server.url, connect, servers: [named] });
    sites.push(site);
    return site.url;
  };

  beforeAll(async () => {
    [orthanc, server, browser, issuer] = await Promise.all([
      startOrthanc(),
      servePage(),
      launch(),
      startIssuer(),
    ]);
    const archive = orthanc.url;
    open = await apart({ archive });
    guarded = await apart({ archive, permits: (said) => issuer.permits(said) });
    await orthanc.load(writePatients(folder));
  }, minutes(2));
  afterAll(async () => {
    await browser?.close();
    for (const one of [...sites, open, guarded, issuer, server, orthanc]) await one?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const row = (page: Page, study: string) =>
    page.locator(`[data-testid="worklist-row"][data-uid="${uidOf(study)}"]`);

  test('finds names in Chinese with wildcards, in both character sets, and by date, modality and accession', async () => {
    const config = {
      id: 'orthanc',
      name: 'Orthanc',
      url: `${orthanc.url}/dicom-web`,
      auth: { kind: 'none' as const },
      headers: {},
      patience: 30,
      remember: false,
    };
    const found = async (query: Partial<StudyQuery>): Promise<string[]> => {
      const { studies } = await searchStudies(config, { limit: 100, offset: 0, ...query });
      return studies.map(({ studyUid }) => patients.find((p) => uidOf(p.study) === studyUid)!.study).sort();
    };
    expect(await found({ patientName: '王' })).toEqual(['before', 'now', 'xiao']);
    expect(await found({ patientName: '*=王^小*' })).toEqual(['before', 'now']);
    expect(await found({ patientName: '*王^?' })).toEqual(['xiao']);
    expect(await found({ patientName: 'wang^xi*' })).toEqual(['before', 'now', 'xiao']);
    expect(await found({ text: '小东' })).toEqual(['before', 'now']);
    expect(await found({ from: '20250101', to: '20260301' })).toEqual(['before', 'now']);
    expect(await found({ from: '20260302' })).toEqual(['other']);
    expect(await found({ modality: 'mr' })).toEqual(['other']);
    expect(await found({ accession: 'A-4' })).toEqual(['xiao']);
    expect(await found({ patientId: 'P-100' })).toEqual(['before', 'now']);
    expect(await found({ patientName: '王', modality: 'CT', from: '20260101' })).toEqual(['now']);
    const { studies } = await searchStudies(config, { limit: 10, offset: 0, accession: 'A-2' });
    expect(studies[0].patientName).toBe('Wang^XiaoDong=王^小东');
  });

  test('is read across origins; earlier studies of the patient are found and come when they are asked for', async () => {
    const url = await siteOf({ name: 'Apart', url: `${open.origin}/dicom-web` });
    const { page, errors, foreign } = await visit(browser, url, { locale: 'zh-CN' });
    await row(page, 'now').dblclick(wait);
    await imageLoaded(page);
    expect(await page.getByTestId('study-name').textContent()).toContain('王小东');
    expect(open.asked.some((line) => line.includes('/frames/1'))).toBe(true);
    // The strip's picture is drawn by the server, and is one.
    const small = page.locator('[data-testid="series-item"] canvas[data-rendered]');
    await small.waitFor(wait);
    const greys = await small.evaluate((canvas: HTMLCanvasElement) => {
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
      return new Set(data.filter((...[, n]) => n % 4 === 0)).size;
    });
    expect(greys).toBeGreaterThan(20);
    expect(open.asked.some((line) => line.includes('/rendered?viewport=192,192'))).toBe(true);
    const before = `studies/${uidOf('before')}/series`;
    expect(open.asked.filter((line) => line.includes(before))).toEqual([]);
    await page.getByTestId('open-priors').click();
    await page.getByTestId('prior').waitFor(wait);
    expect(await page.getByTestId('prior').getAttribute('data-study-uid')).toBe(uidOf('before'));
    await picture(page, 'apart-priors');
    expect(open.asked.filter((line) => line.includes(before))).toEqual([]);
    await page.getByTestId('prior-open').click();
    const series = page.locator(`[data-testid="series-item"][data-series-uid="${uidOf('before')}.1"]`);
    await series.waitFor(wait);
    // What was read stays in view until the reader asks for the other.
    await expect.poll(() => page.locator('[data-slices]').first().getAttribute('data-slices')).toBe('30');
    await series.click();
    await expect
      .poll(() => page.locator('[data-slices]').first().getAttribute('data-slices'), wait)
      .toBe('4');
    await imageLoaded(page);
    await picture(page, 'apart-prior-open');
    expect(errors).toEqual([]);
    expect(foreign.every((address) => address.startsWith(open.origin))).toBe(true);
    await page.context().close();
  });

  test('lets in who signed in at an issuer; the token is renewed, asked for again, and forgotten', async () => {
    const url = await siteOf({
      name: 'Guarded',
      url: `${guarded.origin}/dicom-web`,
      auth: { kind: 'oidc', issuer: issuer.url, clientId: CLIENT, scope: 'openid offline_access' },
    });
    issuer.serve(`${url}signed-in.html`);
    const { page } = await visit(browser, url);
    const signIn = page.getByTestId('wl-sign-in-preset:Guarded');
    await signIn.waitFor(wait);
    expect(await page.getByTestId('sign-in').count()).toBe(0);
    await picture(page, 'apart-sign-in-line');
    await signIn.click();
    await picture(page, 'apart-sign-in');
    const opened = page.context().waitForEvent('page');
    await page.getByTestId('sign-in-submit').click();
    await signInAt(await opened);
    await row(page, 'other').waitFor(wait);
    expect(guarded.asked.some((line) => line.includes('/dicom-web/studies?'))).toBe(true);
    expect(issuer.given).toEqual({ authorization_code: 1 });
    // The access token lives for seconds: what is asked later is asked with a new one, and nobody is disturbed.
    await expect
      .poll(
        async () => {
          await page.getByTestId('wl-refresh').click();
          return issuer.given.refresh_token ?? 0;
        },
        { ...wait, interval: 1000 },
      )
      .toBeGreaterThan(0);
    await row(page, 'now').dblclick(wait);
    await imageLoaded(page);
    expect(await page.getByTestId('sign-in').count()).toBe(0);
    await page.getByTestId('more-menu').click();
    await page.getByTestId('close-study').click();

    issuer.stopRenewing();
    await expect
      .poll(
        async () => {
          if ((await signIn.count()) === 0) await page.getByTestId('wl-refresh').click();
          return signIn.count();
        },
        { ...wait, interval: 1000 },
      )
      .toBe(1);
    await row(page, 'before').dblclick(wait);
    await page.getByTestId('sign-in').waitFor(wait);
    await page.getByTestId('sign-in-cancel').click();
    await page.getByTestId('server-fault').waitFor(wait);
    await picture(page, 'apart-not-signed-in');
    await page.context().close();
  });

  test('is left by signing out: the session ends at the issuer too', async () => {
    issuer.renewAgain();
    const url = sites.at(-1)!.url;
    const { page } = await visit(browser, url);
    await page.getByTestId('wl-sign-in-preset:Guarded').click(wait);
    const opened = page.context().waitForEvent('page');
    await page.getByTestId('sign-in-submit').click();
    await signInAt(await opened);
    await row(page, 'other').waitFor(wait);
    await page.getByTestId('open-servers').click();
    const leaving = page.context().waitForEvent('page');
    await page.getByTestId('server-sign-out').click();
    const window = await leaving;
    await window.locator('button[value="yes"]').click(wait);
    // Chromium loses a close that comes while the next page is taking the window over.
    await window.waitForURL('**/session/end/success', wait);
    await window.close();
    expect(await page.getByTestId('server-sign-out').count()).toBe(0);
    await page.getByTestId('servers-done').click();
    await page.getByTestId('wl-refresh').click();
    await page.getByTestId('wl-sign-in-preset:Guarded').click(wait);
    const anew = page.context().waitForEvent('page');
    await page.getByTestId('sign-in-submit').click();
    // Asked for the name again, which a session that went on would not.
    await (await anew).locator('input[name="login"]').waitFor(wait);
    await page.context().close();
  });
});
