import { expect, test } from 'vitest';
import { picture } from '../browser';
import { findingRows, imageLoaded, minutes } from '../steps';
import {
  choose,
  focused,
  jsonByKeys,
  key,
  keys,
  referenceNodule,
  row,
  stateOf,
  toFindings,
  toReport,
  type Flow,
} from './flow';

/** Most that a grown nodule may differ from the readers' median volume. */
const GROWN = 0.5;

/** The reader looks alone; AI's marks are hidden until the reader has done so. */
export function firstReading(flow: Flow): void {
  /** The one mark that is there: the reader's. */
  const mine = async () => {
    const { page } = flow;
    await page
      .getByTestId('finding-row')
      .first()
      .waitFor({ timeout: minutes(2) });
    const [first, ...others] = await findingRows(page);
    expect(others).toEqual([]);
    expect(Math.abs(first.volume / referenceNodule().reference.medianVolume - 1)).toBeLessThan(GROWN);
    return first;
  };
  const taken = () => row(flow.page, flow.own).waitFor({ state: 'detached' });

  test('first reading: the analysis is done and nothing tells what it found', async () => {
    const { page } = flow;
    await key(page, 'Shift+H');
    await page.getByTestId('first-reading').waitFor();
    await key(page, 'Shift+I');
    await expect.poll(() => focused(page)).toBe('analysis-run');
    await key(page, 'Enter');
    await page.locator('[data-testid="analysis-state"][data-state="done"]').waitFor({ timeout: minutes(15) });
    expect(await stateOf(page)).toMatchObject({ rows: 0, dots: 0, tab: 0 });
    expect(await page.locator('[data-mark]').count()).toBe(0);
    expect(await page.getByTestId('analysis-state').textContent()).not.toMatch(/\d+ found/);
    await toReport(page);
    const report = await page.getByTestId('report-panel').innerText();
    expect(report).toContain('not shown until the reader has finished the first reading');
    expect(report).not.toMatch(/candidate|await review/);
    const { findings } = await jsonByKeys(page, flow.out);
    expect(findings).toEqual([]);
    await key(page, 'F2');
    await picture(page, 'nodules-en-first-reading');
  });

  test('the reader goes to the nodule’s slice and marks it with one click', async () => {
    const { page } = flow;
    const { reference, slice } = referenceNodule();
    const pane = page.getByTestId('viewport-stack');
    await key(page, 'Escape');
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    await key(page, 'Home');
    await keys(page, 'PageDown', Math.floor(slice / 10));
    await keys(page, 'ArrowDown', slice % 10);
    await page.waitForFunction(
      (at) => document.querySelector<HTMLElement>('[data-testid="viewport-stack"]')?.dataset.slice === at,
      String(slice + 1),
    );
    await imageLoaded(page);
    await key(page, 'm');
    // The image of 512 pixels is fitted to the height of its pane.
    const box = (await pane.boundingBox())!;
    const zoom = Math.min(box.width, box.height) / 512;
    const [column, line] = reference.centre;
    await page.mouse.click(
      box.x + box.width / 2 + (column + 0.5 - 256) * zoom,
      box.y + box.height / 2 + (line + 0.5 - 256) * zoom,
    );
    flow.own = (await mine()).uid;
    // From here on the mouse is out of the hand.
    await page.mouse.move(0, 0);
    await key(page, 'z');
    await taken();
  });

  test('the same by keys: the cross is walked there, and where planes cross', async () => {
    const { page } = flow;
    const { reference } = referenceNodule();
    await key(page, 'm');
    // The first step puts the cross in the middle of the image, each one after it a pixel farther.
    await key(page, 'Control+ArrowLeft');
    const [column, line] = reference.centre;
    const away = [Math.round(column + 0.5 - 256), Math.round(line + 0.5 - 256)];
    await page.keyboard.down('Control');
    for (const [n, names] of [
      ['ArrowRight', 'ArrowLeft'],
      ['ArrowDown', 'ArrowUp'],
    ].entries()) {
      const name = names[away[n] > 0 ? 0 : 1];
      const steps = Math.abs(away[n]);
      await keys(page, name, steps % 5);
      // A held key goes five pixels at each of its repeats.
      if (steps % 5 !== steps) await page.keyboard.down(name);
      for (let held = 0; held < Math.floor(steps / 5); held++) await page.keyboard.down(name);
      await page.keyboard.up(name);
    }
    await page.keyboard.up('Control');
    await picture(page, 'nodules-en-cross');
    await key(page, 'Enter');
    flow.own = (await mine()).uid;
    await key(page, 'z');
    await taken();
    // The planes cross where the finding was.
    await key(page, 'l');
    await page.getByTestId('viewport-sagittal').waitFor();
    await imageLoaded(page);
    await key(page, 'Shift+P');
    const { uid, number } = await mine();
    flow.own = uid;
    expect(number).toBe(1);
    await page.locator('[data-testid="card-planes"][data-ready="true"]').waitFor({ timeout: minutes(1) });
    await key(page, 'l');
    await page.getByTestId('viewport-stack').waitFor();
    await imageLoaded(page);
  });

  test('Shift R ends the first reading: marks by suspicion, the reader’s own joined and not doubled', async () => {
    const { page } = flow;
    const { own } = flow;
    await key(page, 'Shift+R');
    await page.getByTestId('reading-comparison').waitFor();
    expect(await page.getByTestId('reading-comparison').textContent()).toMatch(
      /0 by you alone, 1 by you and AI/,
    );
    const state = await stateOf(page);
    expect(state.rows).toBeGreaterThan(1);
    expect([...state.scores].sort((a, b) => b - a)).toEqual(state.scores);
    expect(state.numbers.toSorted((a, b) => a - b)).toEqual(state.numbers.map((_n, at) => at + 1));
    expect(await row(page, own).getAttribute('data-maker')).toBe('reader');
    await picture(page, 'nodules-en-second-reading');
    // Without the reader's mark AI's own candidate stands there; undo joins them again, and so on.
    await choose(page, own);
    await key(page, 'r');
    await taken();
    expect((await stateOf(page)).rows).toBe(state.rows);
    await key(page, 'z');
    await row(page, own).waitFor();
    expect((await stateOf(page)).rows).toBe(state.rows);
    await key(page, 'Shift+Z');
    await taken();
    await toFindings(page);
  });
}
