/**
 * The whole browser is killed at random moments while a hand edits and the page saves; the same profile is opened again.
 * Nothing that was done a second or more before is missing, and the store is never damaged. LAMPLIGHT_KILLS and
 * LAMPLIGHT_SEED choose how often and which moments (npm run crash: 30).
 */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { long, servePage } from './browser';
import { addSentence, drawLine, openStudy, paint, workOf, writeStudy, type Work } from './keep-study';
import { live, seeded, type Life } from './profile';
import { minutes } from './steps';

const KILLS = Number(process.env.LAMPLIGHT_KILLS ?? (long ? 30 : 3));
const SEED = Number(process.env.LAMPLIGHT_SEED ?? Date.now() % 1_000_000);
/** What was done this long before the end must be there, ms. */
const LOST_AT_MOST = 1000;
/** The end comes at some moment within, after the first edit begins, ms. */
const [SOONEST, LATEST] = [100, 2500];

/** A state of the work, and when the page showed it. */
interface Seen extends Work {
  readonly at: number;
}

/** Edits until the browser is gone. @returns what was seen, oldest first */
async function editUntil({ page }: Life, life: number, random: () => number, seen: Seen[]): Promise<void> {
  for (let step = 0; ; step++) {
    const last = seen.at(-1)!;
    const kind = random();
    // One sentence a life: its panel takes long to come up, and strokes are what makes large work.
    // It is typed letter by letter: the end comes in the middle of it, too.
    const text = `Sentence ${life}-${step}${'typedletterbyletter'.repeat(2)}`;
    if (step === 1)
      await addSentence(page, text, (soFar) => {
        if (/-\d/.test(soFar))
          seen.push({ ...last, at: performance.now(), sentences: [...last.sentences, soFar] });
      });
    else if (kind < 0.5) await drawLine(page, random);
    else await paint(page, random);
    const now = await page.evaluate(() => ({
      lines: document.querySelectorAll('[data-testid="measure-row"]').length,
      voxels: [...document.querySelectorAll<HTMLElement>('[data-testid="segment-row"]')].reduce(
        (sum, row) => sum + Number(row.dataset.voxels),
        0,
      ),
    }));
    const sentences = step === 1 ? [...last.sentences, text] : last.sentences;
    seen.push({ at: performance.now(), ...now, sentences });
  }
}

describe('a browser that is killed', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lamplight-crash-'));
  let server: { url: string; close: () => Promise<void> };
  beforeAll(async () => {
    server = await servePage();
  });
  afterAll(() => server?.close());

  test(
    `${KILLS} times loses nothing older than a second (seed ${SEED})`,
    { timeout: minutes(15) },
    async () => {
      console.log(`kills ${KILLS}, seed ${SEED}`);
      const random = seeded(SEED);
      const files = writeStudy(join(folder, 'ct'));
      const profile = join(folder, 'profile');
      const began = performance.now();
      let seen: Seen[] = [{ at: 0, lines: 0, voxels: 0, sentences: [] }];
      let killedAt = Infinity;
      for (let life = 0; life <= KILLS; life++) {
        const now = await live(profile, server.url);
        const { page, errors } = now;
        await openStudy(page, files);
        const must = seen.findLast(({ at }) => at <= killedAt - LOST_AT_MOST) ?? seen[0]!;
        if (life > 0 && must.lines + must.voxels > 0) await page.getByTestId('notice-restored').waitFor();
        const back = await workOf(page);
        expect(await page.getByTestId('notice-damaged').count()).toBe(0);
        const told = `life ${life}: must ${JSON.stringify(must)}, back ${JSON.stringify(back)}`;
        expect(back.lines, told).toBeGreaterThanOrEqual(must.lines);
        expect(back.voxels, told).toBeGreaterThanOrEqual(must.voxels);
        for (const text of must.sentences)
          expect(
            back.sentences.some((one) => one.startsWith(text)),
            `${text}, ${told}`,
          ).toBe(true);
        // Nothing was invented either: one edit may have been under the hand.
        expect(back.lines, told).toBeLessThanOrEqual(seen.at(-1)!.lines + 1);
        expect(errors).toEqual([]);
        if (life === KILLS) {
          await now.kill();
          break;
        }
        seen = [{ at: -Infinity, ...back }];
        const after = SOONEST + random() * (LATEST - SOONEST);
        const editing = editUntil(now, life, random, seen);
        await Promise.race([wait(after), editing]);
        killedAt = performance.now();
        await now.kill();
        await expect(editing).rejects.toThrow();
      }
      console.log(`${KILLS} kills in ${((performance.now() - began) / 1000).toFixed(0)} s`);
    },
  );

  test('in the middle of a sentence keeps it but for its last second', { timeout: minutes(3) }, async () => {
    const files = writeStudy(join(folder, 'ct'));
    const profile = join(folder, 'typing');
    const first = await live(profile, server.url);
    await openStudy(first.page, files);
    await first.page.getByTestId('tab-report').click();
    await first.page.getByTestId('add-sentence-findings').click();
    await first.page.keyboard.type('Sentence 9-9typed');
    // What the reader may lose at most.
    await wait(LOST_AT_MOST);
    await first.kill();

    const second = await live(profile, server.url);
    const { page } = second;
    await openStudy(page, files);
    await page.getByTestId('notice-restored').waitFor();
    expect((await workOf(page)).sentences).toEqual(['Sentence 9-9typed']);
    // Typed on, the sentence is one step of the history, however many letters it took.
    await page.getByTestId('tab-report').click();
    const line = page.getByTestId('report-sentence').filter({ hasText: '9-9' }).locator('.report-text');
    await line.click();
    await page.keyboard.press('End');
    await page.keyboard.type('andmore', { delay: 100 });
    await page.keyboard.press('Enter');
    expect((await workOf(page)).sentences).toEqual(['Sentence 9-9typedandmore']);
    await page.keyboard.press('z');
    await expect.poll(async () => (await workOf(page)).sentences).toEqual(['Sentence 9-9typed']);
    expect(second.errors).toEqual([]);
    await second.kill();
  });
});
