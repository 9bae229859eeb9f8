import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launch, picture, servePage, visit, type Visit } from './browser';
import { dciodvfyErrors, dsrdump, validators } from './dicom-tools';
import { brokenMrrt, classicMrrt, editorMrrt } from './mrrt-files';
import { fakeSpeech, type FakeSpeech } from './fake-speech';
import { analysed, demoShown, exportJson, findingRows, minutes, openDemo } from './steps';

const key = (page: Page, name: string) => page.keyboard.press(name);

/** Tab after Tab until this has the focus: a control that the keyboard does not reach is not there. */
async function tabTo(page: Page, testId: string): Promise<void> {
  for (let n = 0; n < 250; n++) {
    const here = await page.evaluate(() => (document.activeElement as HTMLElement | null)?.dataset.testid);
    if (here === testId) return;
    await key(page, 'Tab');
  }
  throw new Error(`Tab does not reach ${testId}`);
}

/** Walks to an item of the open menu and takes it. */
async function take(page: Page, item: string): Promise<void> {
  for (let n = 0; n < 60; n++) {
    const here = await page.evaluate(() => (document.activeElement as HTMLElement | null)?.dataset.testid);
    if (here === item) return key(page, 'Enter');
    await key(page, 'ArrowDown');
  }
  throw new Error(`no way to ${item}`);
}

/** Opens a menu and walks to one of its items; rarer exports are under "more". */
async function choose(page: Page, menu: string, item: string): Promise<void> {
  await tabTo(page, menu);
  await key(page, 'Enter');
  await page.getByRole('menu').waitFor();
  if (menu === 'export-menu' && (await page.getByTestId(item).count()) === 0) await take(page, 'export-more');
  await page.getByTestId(item).waitFor();
  await take(page, item);
}

/** F4, until the focus is there: what is typed before would go elsewhere. */
async function toReport(page: Page): Promise<void> {
  await key(page, 'F4');
  await page.waitForFunction(() => document.activeElement?.id === 'tab-report');
}

/** An export by keys alone. */
async function exportByKeys(page: Page, item: string, folder: string): Promise<string> {
  await key(page, 'Escape');
  await toReport(page);
  const waiting = page.waitForEvent('download', { timeout: minutes(2) });
  await choose(page, 'export-menu', item);
  const download = await waiting;
  const path = join(folder, download.suggestedFilename());
  await download.saveAs(path);
  return path;
}

/** Starts the nodule analysis by keys alone and waits for its end. */
async function analyseByKeys(page: Page): Promise<string> {
  await tabTo(page, 'analyse');
  await key(page, 'Enter');
  await page.getByTestId('analysis-run').waitFor();
  await tabTo(page, 'analysis-run');
  await picture(page, 'sign-zh-analysis');
  await key(page, 'Enter');
  return analysed(page);
}

/** What axe has against a part of the page. */
async function violations(page: Page, part: string): Promise<string[]> {
  const found = await new AxeBuilder({ page }).include(part).analyze();
  return found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).join(', ')}`);
}

const status = (page: Page) => page.getByTestId('report-state').getAttribute('data-status');
const paper = (page: Page) => page.locator('.report-paper').innerText();

describe('from findings to a signed report in Chinese, by keyboard alone', () => {
  let browser: Browser;
  let server: { url: string; close: () => Promise<void> };
  let seen: Visit;
  let page: Page;
  let signedText = '';
  const out = mkdtempSync(join(tmpdir(), 'lamplight-sign-'));

  beforeAll(async () => {
    server = await servePage();
    browser = await launch();
    seen = await visit(browser, server.url, { locale: 'zh-CN' });
    ({ page } = seen);
    await tabTo(page, 'open-demo');
    await key(page, 'Enter');
    await demoShown(page);
    expect(await analyseByKeys(page)).toBe('done');
  }, minutes(18));
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  test('the template suits the chest CT; normal findings come only when they are taken', async () => {
    await findingRows(page);
    await key(page, 'Escape');
    await key(page, 'n');
    for (let n = 0; n < 3; n++) await key(page, 'a');
    const rows = await findingRows(page);
    expect(rows.filter((row) => row.review === 'accepted')).toHaveLength(3);
    await toReport(page);
    await page.getByTestId('report-panel').waitFor();
    expect(await page.getByTestId('template-name').innerText()).toContain('肺部CT');
    expect(await status(page)).toBe('draft');
    expect(await paper(page)).not.toContain('未见积液');
    await choose(page, 'insert-menu-findings', 'insert-all-normals');
    const text = await paper(page);
    for (const said of ['双侧胸腔未见积液', '纵隔居中', '扫描范围内上腹部']) expect(text).toContain(said);
    // What the accepted nodules contradict was not offered.
    expect(text).not.toContain('双肺未见明确结节');
    await picture(page, 'sign-zh-draft');
    expect(await violations(page, '.right-panel')).toEqual([]);
  });

  test('a short word becomes its sentence; a field of the template is filled in', async () => {
    await tabTo(page, 'report-setup');
    await key(page, 'Enter');
    await tabTo(page, 'setup-tab-head');
    await tabTo(page, 'head-hospital');
    await page.keyboard.insertText('灯下医院');
    await key(page, 'Tab');
    await page.keyboard.insertText('放射科');
    const logo = (name: string, inside: string) => ({
      name,
      mimeType: 'image/svg+xml',
      buffer: Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="90" height="30">${inside}</svg>`),
    });
    await page.getByTestId('logo-file').setInputFiles(logo('bad.svg', '<script>globalThis.ran = 1</script>'));
    await page.getByText('bad.svg').waitFor();
    await page
      .getByTestId('logo-file')
      .setInputFiles(logo('good.svg', '<rect width="90" height="30" fill="#145"/>'));
    await page.getByRole('img', { name: '院徽' }).waitFor();
    await picture(page, 'sign-zh-head');
    await tabTo(page, 'setup-tab-head');
    await key(page, 'ArrowRight');
    await tabTo(page, 'macro-word');
    await page.keyboard.insertText('sf');
    await key(page, 'Tab');
    await page.keyboard.insertText('建议3个月后复查低剂量胸部CT。');
    await key(page, 'Enter');
    await page.getByTestId('macro').waitFor();
    await picture(page, 'sign-zh-macros');
    await tabTo(page, 'setup-done');
    await key(page, 'Enter');
    await tabTo(page, 'template-field');
    await page.keyboard.insertText('体检发现肺结节');
    await key(page, 'Enter');
    await tabTo(page, 'add-sentence-recommendation');
    await key(page, 'Enter');
    await page.keyboard.type('sf');
    await key(page, 'Tab');
    await key(page, 'Enter');
    const text = await paper(page);
    expect(text).toContain('建议3个月后复查低剂量胸部CT。');
    expect(await page.getByTestId('template-field').first().inputValue()).toBe('体检发现肺结节');
  });

  test('speech: nothing is heard before the doctor agreed; the words stand where the caret is', async () => {
    const dictate = 'dictate-recommendation';
    const said = page.getByTestId('voice-said');
    const last = () =>
      page.evaluate(() => (globalThis as unknown as { speech: FakeSpeech }).speech.last ?? null);
    const hear = (words: string, isFinal: boolean) =>
      page.evaluate(
        ([text, done]) => (globalThis as unknown as { speech: FakeSpeech }).speech.hear(text, done),
        [words, isFinal] as const,
      );
    const fresh = async (onDevice: 'available' | 'unavailable'): Promise<void> => {
      await page.evaluate(fakeSpeech, onDevice);
      await key(page, 'F2');
      await toReport(page);
      await page.getByTestId(dictate).waitFor();
    };
    const press = async (testId: string): Promise<void> => {
      await tabTo(page, testId);
      await key(page, 'Enter');
    };
    await fresh('unavailable');
    await press(dictate);
    await page.getByTestId('voice-dialog').waitFor();
    expect(await page.getByTestId('voice-dialog').innerText()).toContain('服务器');
    expect(await violations(page, '[data-testid="voice-dialog"]')).toEqual([]);
    await picture(page, 'sign-zh-voice');
    await key(page, 'Escape');
    await page.getByTestId('voice-dialog').waitFor({ state: 'detached' });
    expect(await last()).toBeNull();
    await press(dictate);
    await press('voice-agree');
    await said.waitFor();
    expect(await last()).toEqual({ lang: 'zh-CN', running: true });
    await hear('建议半年', false);
    await expect.poll(() => said.innerText()).toBe('建议半年');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('');
    await hear('建议半年后复诊。', true);
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('建议半年后复诊。');
    await key(page, 'Enter');
    await page.getByTestId('report-recommendation').getByText('建议半年后复诊。').waitFor();
    // Words that come when no text has the caret any more are a sentence of their own.
    await toReport(page);
    await hear('门诊随诊。', true);
    await page.getByTestId('report-recommendation').getByText('门诊随诊。').waitFor();
    await press(dictate);
    expect((await last())!.running).toBe(false);
    await said.waitFor({ state: 'detached' });
    await press(dictate);
    await said.waitFor();
    await page.evaluate(() => (globalThis as unknown as { speech: FakeSpeech }).speech.fail('not-allowed'));
    await expect.poll(() => said.getAttribute('data-fault')).toBe('notAllowed');
    expect(await said.innerText()).toContain('麦克风');
    await key(page, 'Escape');
    // On this computer nobody need agree; the language is the report's.
    await fresh('available');
    await press('report-language-en');
    await press(dictate);
    await said.waitFor();
    expect(await last()).toEqual({ lang: 'en-US', processLocally: true, running: true });
    await press('report-language-zh');
    await expect.poll(async () => (await last())!.running).toBe(false);
  });

  test('an edited sentence whose data changed is not exported and not signed before it was looked at', async () => {
    const first = page.getByTestId('report-findings').locator('[data-key^="finding:"]').first();
    const uid = (await first.getAttribute('data-key'))!.slice('finding:'.length);
    await first.getByRole('textbox').focus();
    await key(page, 'Control+End');
    await page.keyboard.insertText('边缘光整。');
    await key(page, 'Enter');
    await key(page, 'F2');
    await page.locator(`[data-testid="finding-row"][data-uid="${uid}"]`).focus();
    await key(page, 'Enter');
    await page.getByTestId('set-type').first().waitFor();
    // The type is another fact of the finding: the sentence under the reader's words would now be another one.
    await page.getByTestId('set-type').first().focus();
    await key(page, 'Home');
    await toReport(page);
    await page.getByTestId('bar-unsettled').waitFor();
    expect(await first.getAttribute('data-stale')).toBe('true');
    await choose(page, 'export-menu', 'export-txt');
    expect(await page.getByTestId('export-outcome').innerText()).toContain('未导出');
    await key(page, 'Control+Enter');
    await page.getByTestId('sign-dialog').waitFor();
    expect(await page.locator('[data-testid="sign-check"][data-level="prohibit"]').count()).toBe(1);
    expect(await page.getByTestId('sign-confirm').isDisabled()).toBe(true);
    await picture(page, 'sign-zh-barred');
    await key(page, 'Escape');
    // What it was about has the focus again: the sentence, and its tools are the next stops.
    await first.getByRole('textbox').focus();
    await tabTo(page, 'confirm-sentence');
    await key(page, 'Enter');
    await page.getByTestId('bar-unsettled').waitFor({ state: 'detached' });
    expect(await first.innerText()).toContain('边缘光整。');
  });

  test('Ctrl Enter asks for the name, tells what waits, and locks the report', async () => {
    await toReport(page);
    await key(page, 'Control+Enter');
    const dialog = page.getByTestId('sign-dialog');
    await dialog.waitFor();
    const pending = (await findingCounts(page)).pending;
    expect(pending).toBeGreaterThan(0);
    expect(await dialog.innerText()).toContain(`${pending} 处 AI 所见待审阅`);
    await page.keyboard.insertText('张三');
    await picture(page, 'sign-zh-dialog');
    expect(await violations(page, '[data-testid="sign-dialog"]')).toEqual([]);
    await key(page, 'Enter');
    await expect.poll(() => status(page)).toBe('final');
    expect(await page.getByTestId('report-state').innerText()).toContain('张三');
    signedText = await paper(page);
    expect(signedText).toContain('体检发现肺结节');
    expect(await page.locator('.report-text[contenteditable="plaintext-only"]').count()).toBe(0);
    await picture(page, 'sign-zh-signed');
  });

  test('PDF, SR and JSON leave with the signature', async () => {
    const pdf = await exportByKeys(page, 'export-pdf', out);
    expect(readFileSync(pdf).subarray(0, 5).toString()).toBe('%PDF-');
    const sr = await exportByKeys(page, 'export-sr', out);
    const json = (await exportJson(page, out)) as unknown as {
      status: string;
      signature: { name: string; at: string };
      header: { hospital: string };
      versions: unknown[];
    };
    expect(json).toMatchObject({
      status: 'final',
      signature: { name: '张三' },
      header: { hospital: '灯下医院' },
    });
    expect(json.signature.at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$/);
    expect(json.versions).toHaveLength(1);
    if (!validators) return;
    expect(dciodvfyErrors(sr)).toEqual([]);
    const dump = dsrdump(sr);
    expect(dump).toContain('张三');
    expect(dump).toContain('VERIFIED');
    // The dump shortens long text; the file holds it as UTF-8.
    expect(readFileSync(sr, 'utf8')).toContain('边缘光整。');
  });

  test('what changes after signing changes nothing on the paper, and is told; an addendum says it', async () => {
    await key(page, 'F2');
    const accepted = page.locator('[data-testid="finding-row"][data-review="accepted"]').first();
    await accepted.focus();
    await key(page, 'Enter');
    await key(page, 'r');
    await page.getByTestId('reject-picker').waitFor();
    await key(page, '1');
    await toReport(page);
    await page.getByTestId('bar-changed').waitFor();
    expect(await paper(page)).toBe(signedText);
    await picture(page, 'sign-zh-changed');
    await tabTo(page, 'write-addendum');
    await key(page, 'Enter');
    await page.getByTestId('report-new-addendum').waitFor();
    await page.keyboard.insertText('复阅后，其中一处为血管断面。');
    await key(page, 'Enter');
    await key(page, 'Control+Enter');
    await page.getByTestId('sign-dialog').waitFor();
    await key(page, 'Enter');
    await expect.poll(() => status(page)).toBe('addendum');
    const text = await paper(page);
    expect(text).toContain('复阅后，其中一处为血管断面。');
    expect(text.startsWith(signedText.slice(0, 200))).toBe(true);
    await picture(page, 'sign-zh-addendum');
  });

  test('the versions tell what changed and by whom; the first one can be looked at', async () => {
    await tabTo(page, 'report-versions');
    await key(page, 'Enter');
    const dialog = page.getByTestId('versions');
    await dialog.waitFor();
    expect(await page.getByTestId('version').count()).toBe(2);
    expect(await dialog.innerText()).toContain('复阅后，其中一处为血管断面。');
    await picture(page, 'sign-zh-versions');
    expect(await violations(page, '[data-testid="versions"]')).toEqual([]);
    await tabTo(page, 'view-version-1');
    await key(page, 'Enter');
    await page.getByTestId('bar-viewing').waitFor();
    expect(await paper(page)).not.toContain('复阅后');
    await page.getByTestId('bar-viewing').getByRole('button').press('Enter');
    await page.getByTestId('bar-viewing').waitFor({ state: 'detached' });
  });

  test('two kinds of MRRT templates come in, without their scripts; a broken one says what is wrong', async () => {
    await tabTo(page, 'report-setup');
    await key(page, 'Enter');
    await tabTo(page, 'setup-tab-head');
    await key(page, 'ArrowRight');
    await key(page, 'ArrowRight');
    const file = (name: string, text: string) => ({ name, mimeType: 'text/html', buffer: Buffer.from(text) });
    await page
      .getByTestId('template-file')
      .setInputFiles([
        file('classic.html', classicMrrt),
        file('editor.html', editorMrrt),
        file('broken.html', brokenMrrt),
      ]);
    const said = page.getByTestId('template-said');
    await expect.poll(() => said.locator('p').count()).toBe(3);
    const words = await said.innerText();
    expect(words).toContain('broken.html');
    expect(words).toContain('data-field-type "PICTURE"');
    const own = page.locator('[data-testid="template-row"][data-source="mrrt"]');
    expect(await own.count()).toBe(2);
    expect(await own.nth(0).innerText()).toContain('6 个字段');
    expect(await own.nth(1).innerText()).toContain('5 个字段');
    expect(await page.evaluate(() => (globalThis as { ran?: unknown }).ran)).toBeUndefined();
    // The browser says of each handler that its policy keeps it from running, even where nothing ever would.
    const told = seen.errors.splice(0);
    expect(told.filter((error) => !/inline event handler violates/.test(error))).toEqual([]);
    await picture(page, 'sign-zh-templates');
    expect(await violations(page, '[data-testid="report-setup-dialog"]')).toEqual([]);
    await own.nth(1).getByRole('button').last().press('Enter');
    await expect.poll(() => own.count()).toBe(1);
    await page.getByTestId('template-undo').press('Enter');
    await expect.poll(() => own.count()).toBe(2);
    await tabTo(page, 'setup-done');
    await key(page, 'Enter');
  });

  test('all of it is there after a reload, and nothing left the computer', async () => {
    await page.waitForFunction(
      () => !document.querySelector('[data-testid="autosave"][data-state="saving"]'),
    );
    await page.waitForTimeout(1500);
    await page.reload();
    await openDemo(page);
    await page
      .getByTestId('finding-row')
      .first()
      .waitFor({ timeout: minutes(1) });
    await toReport(page);
    await expect.poll(() => status(page), { timeout: minutes(1) }).toBe('addendum');
    expect(await paper(page)).toContain('复阅后，其中一处为血管断面。');
    // Whoever starts afresh is told which signed report would go, whose and of when.
    await key(page, 'Escape');
    await key(page, '/');
    await page.keyboard.insertText('重新开始此检查');
    await key(page, 'Enter');
    const afresh = page.getByTestId('afresh-dialog');
    await afresh.waitFor();
    expect(await afresh.locator('li').allInnerTexts()).toEqual([
      expect.stringMatching(/张三，\d{4}-\d\d-\d\d \d\d:\d\d/),
      expect.stringMatching(/张三，\d{4}-\d\d-\d\d \d\d:\d\d/),
    ]);
    await picture(page, 'sign-zh-afresh');
    await key(page, 'Escape');
    await afresh.waitFor({ state: 'detached' });
    expect(await status(page)).toBe('addendum');
    await page.setViewportSize({ width: 1920, height: 1080 });
    await picture(page, 'sign-zh-1920');
    await page.setViewportSize({ width: 390, height: 844 });
    await page.locator('.sheet-panel').getByTestId('report-panel').waitFor();
    await picture(page, 'sign-zh-390');
    expect(await violations(page, '.sheet-panel')).toEqual([]);
    expect(seen.errors).toEqual([]);
    expect(seen.foreign).toEqual([]);
  });
});

/** What the foot of the report counts. */
async function findingCounts(page: Page): Promise<{ pending: number }> {
  const text = await page.getByTestId('report-summary').innerText();
  return { pending: Number(/(\d+) 个待审/.exec(text)?.[1] ?? 0) };
}
