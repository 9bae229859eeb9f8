import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { packWork } from '../../src/dicom/objects/work';
import { writtenCases, type WrittenCase } from '../fixtures/objects/cases';
import { writeImages } from '../fixtures/objects/images';
import { workOn } from '../fixtures/objects/work';
import { writeCase } from '../fixtures/objects/write';
import { launch, picture, servePage, visit, type Visit } from './browser';
import { dciodvfyErrors, dsrdump, validators } from './dicom-tools';
import { keptParts } from './kept-work';
import { exportAs, findingRows, minutes, openFiles } from './steps';

type Work = Readonly<Record<string, unknown>>;

/** Kept with the work and no work: which rooms are open. */
const QUIET = 'room';

/** A value as it is with lists for typed arrays and without what is not there. */
const plain = (value: unknown): unknown => {
  if (ArrayBuffer.isView(value)) return [...(value as Uint8Array)];
  if (Array.isArray(value)) return value.map((one) => plain(one));
  if (typeof value !== 'object' || value === null) return value;
  const pairs = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return Object.fromEntries(pairs.map(([key, inner]) => [key, plain(inner)]));
};

/** What the page has kept of a study on this computer, typed arrays as lists; empty while there is nothing. */
const keptWork = async (page: Page, studyUid: string): Promise<Work> =>
  Object.fromEntries(
    Object.entries(await keptParts(page, studyUid))
      .filter(([part]) => part !== QUIET)
      .map(([part, value]) => [part, plain(value)]),
  );

/** What is chosen or looked at may differ between two pages. */
const lasting = (work: Work): Work => {
  const { findings, segments, ...rest } = work as Record<string, Record<string, unknown> | undefined>;
  const without = (part: typeof findings, names: readonly string[]) =>
    part && Object.fromEntries(Object.entries(part).filter(([key]) => !names.includes(key)));
  return {
    ...rest,
    findings: without(findings, ['currentUid', 'filter', 'order', 'lastReason']),
    segments: without(segments, ['currentUid']),
  };
};

const asJson = (work: unknown): Work =>
  JSON.parse(
    JSON.stringify(work, (...[, value]: [string, unknown]) =>
      ArrayBuffer.isView(value) ? [...(value as Uint8Array)] : value,
    ),
  ) as Work;

describe('work goes out in a report and comes back in a fresh page', () => {
  let browser: Browser;
  let server: { url: string; close: () => Promise<void> };
  const folder = mkdtempSync(join(tmpdir(), 'lamplight-round-trip-'));
  const caseOf = (name: string): WrittenCase => writtenCases.find((one) => one.name === name)!;
  const save = (name: string, bytes: Uint8Array): string => {
    const path = join(folder, name);
    writeFileSync(path, bytes);
    return path;
  };
  const imagesOf = (c: WrittenCase): string[] =>
    writeImages(c).map((bytes, n) => save(`${c.name.replaceAll(' ', '-')}-${n}.dcm`, bytes));

  beforeAll(async () => {
    server = await servePage();
    browser = await launch();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  const fresh = (): Promise<Visit> => visit(browser, server.url);
  /** Waits until the page has kept all of this, and no other part; a part may have grown values since. */
  const kept = async (page: Page, wanted: Work, studyUid: string): Promise<void> => {
    const parts = async (): Promise<string[]> => Object.keys(await keptWork(page, studyUid)).sort();
    await expect.poll(parts, { timeout: minutes(1) }).toEqual(Object.keys(wanted).sort());
    await expect
      .poll(async () => lasting(await keptWork(page, studyUid)), { timeout: minutes(1) })
      .toMatchObject(lasting(asJson(wanted)));
  };

  test.each(['oblique', 'chinese', 'radiograph'])(
    'of the case "%s": the whole model is the same, and the page writes it so again',
    async (name) => {
      const c = caseOf(name);
      const { studyUid } = c.study;
      const work = workOn(c);
      const packed = await packWork({ studyUid, savedAt: '2024-03-01T03:15:00.000Z', parts: work });
      const images = imagesOf(c);
      const [report] = writeCase(c, { work: packed });
      const path = save(`${name}.sr.dcm`, report.bytes);

      const first = await fresh();
      await openFiles(first.page, [...images, path]);
      await first.page.getByTestId('resume-taken').waitFor();
      await kept(first.page, work, studyUid);
      const written = await exportAs(first.page, 'sr', folder);
      if (validators) {
        expect(dciodvfyErrors(written)).toEqual([]);
        expect(dsrdump(written)).toContain('UNVERIFIED');
      }
      expect(first.errors).toEqual([]);
      const before = await keptWork(first.page, studyUid);
      await first.page.context().close();

      const second = await fresh();
      await openFiles(second.page, images);
      expect(await keptWork(second.page, studyUid)).toEqual({});
      await second.page.getByTestId('open-files').first().setInputFiles([written]);
      await second.page.getByTestId('resume-taken').waitFor();
      await kept(second.page, before, studyUid);
      expect(lasting(await keptWork(second.page, studyUid))).toEqual(lasting(before));
      expect((await findingRows(second.page)).length).toBe(
        c.findings.filter((f) => f.review === 'pending').length,
      );
      await picture(second.page, `round-trip-${name}`);
      expect(second.errors).toEqual([]);
      await second.page.context().close();
    },
  );

  test('without the private block, the report and its outlines bring back findings and measurements', async () => {
    const c = caseOf('oblique');
    const { studyUid } = c.study;
    const objects = writeCase(c, { axes: true })
      .filter(({ kind }) => kind === 'sr' || kind === 'seg')
      .map(({ kind, bytes }, n) => save(`plain-${n}.${kind}.dcm`, bytes));
    const { page, errors } = await fresh();
    await openFiles(page, imagesOf(c));
    await page.getByTestId('open-files').first().setInputFiles(objects);
    const written = c.findings.filter((f) => f.review === 'accepted' || f.review === 'edited');
    const facts = (list: readonly Record<string, unknown>[]): unknown[] =>
      list.map(({ trackingUid, number, review, type, lobe, laterality }) =>
        JSON.stringify([trackingUid, number, review, type, lobe, laterality]),
      );
    const back = async (): Promise<{ findings: unknown[]; annotations: unknown[] }> => {
      const work = (await keptWork(page, studyUid)) as Record<
        string,
        Record<string, Record<string, unknown>[]>
      >;
      return {
        findings: facts(work.findings?.findings ?? []),
        annotations: (work.annotations?.annotations ?? []).map(({ uid }) => uid).sort(),
      };
    };
    await expect.poll(back, { timeout: minutes(1) }).toEqual({
      findings: facts(written as unknown as Record<string, unknown>[]),
      annotations: c.annotations.map(({ uid }) => uid).sort(),
    });
    expect(errors).toEqual([]);
    await page.context().close();
  });

  test('other work is there: the reader is asked, and undo brings it back', async () => {
    const c = caseOf('oblique');
    const { studyUid } = c.study;
    const work = workOn(c);
    const images = imagesOf(c);
    const pack = (parts: Work) => packWork({ studyUid, savedAt: '2024-03-01T03:15:00.000Z', parts });
    const mine = { ...work, annotations: undefined, keyImages: undefined };
    const own = save('mine.sr.dcm', writeCase(c, { work: await pack(asPlain(mine)) })[0].bytes);
    const other = save(
      'other.sr.dcm',
      writeCase({ ...c, report: { ...c.report } }, { work: await pack(work) })[0].bytes,
    );

    const { page, errors } = await fresh();
    await openFiles(page, [...images, own]);
    await page.getByTestId('resume-taken').waitFor();
    await kept(page, asPlain(mine), studyUid);
    await page.getByTestId('open-files').first().setInputFiles([other]);
    await page.getByTestId('resume-dialog').waitFor();
    await picture(page, 'round-trip-question');
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map((v) => v.id)).toEqual([]);
    await page.getByTestId('resume-keep').press('Enter');
    await page.getByTestId('resume-kept').waitFor();
    await kept(page, asPlain(mine), studyUid);

    await page.locator('[data-testid="series-item"]:has(.thumbnail-object)').last().click();
    await page.getByTestId('resume-take').click();
    await page.getByTestId('resume-taken').waitFor();
    await kept(page, work, studyUid);
    await page.keyboard.press('z');
    await kept(page, asPlain(mine), studyUid);
    expect(errors).toEqual([]);
    await page.context().close();
  });
});

/** Without the parts that are left out. */
const asPlain = (work: Work): Work =>
  Object.fromEntries(Object.entries(work).filter(([, part]) => part !== undefined));
