import { expect, test } from 'vitest';
import { picture } from '../browser';
import { imageLoaded, minutes } from '../steps';
import {
  choose,
  focused,
  jsonByKeys,
  key,
  keys,
  referenceNodule,
  reviewOf,
  row,
  stateOf,
  toFindings,
  toReport,
  walkTo,
  type Flow,
} from './flow';

/** AI's marks: how many, which, and what the reader makes of them. */
export function review(flow: Flow): void {
  test('the nodule of four readers is within the first three by score, its volume within 30 %', async () => {
    const { page } = flow;
    const { reference, centre } = referenceNodule();
    const { findings } = await jsonByKeys(page, flow.out);
    const ranked = [...findings].sort((a, b) => (b.score?.value ?? 0) - (a.score?.value ?? 0));
    const rank = ranked.findIndex(
      ({ point }) => Math.hypot(...point.value.map((value, axis) => value - centre[axis])) < 12,
    );
    expect(rank, 'rank by score of the nodule that four readers outlined').toBeGreaterThanOrEqual(0);
    expect(rank).toBeLessThan(3);
    flow.found = ranked[rank];
    const volume = flow.found.measurements.volume.value;
    console.log(
      `lidc-idri-0001: rank ${rank + 1} of ${ranked.length}, volume ${volume.toFixed(0)} mm3, readers' median ${reference.medianVolume.toFixed(0)} mm3`,
    );
    expect(Math.abs(volume / reference.medianVolume - 1)).toBeLessThan(0.3);
  });

  test('the slider changes list, map, counts and report at once', async () => {
    const { page } = flow;
    await toFindings(page);
    await key(page, 'F9');
    await page
      .getByTestId('nodule-dot')
      .first()
      .waitFor({ timeout: minutes(1) });
    const pending = async () => {
      await toReport(page);
      const text = await page.getByTestId('report-summary').innerText();
      await toFindings(page);
      return Number(/leaves out (\d+) pending/.exec(text)?.[1] ?? 0);
    };
    const agree = async () => {
      const state = await stateOf(page);
      expect(state).toMatchObject({ dots: state.rows, tab: state.rows, shown: state.rows });
      expect(await pending()).toBe(state.rows);
      return state;
    };
    const slider = async (name: string, times = 1) => {
      await toFindings(page);
      await walkTo(page, 'threshold-slider', 'Shift+Tab');
      await keys(page, name, times);
    };
    const before = await agree();
    await slider('End');
    const most = await agree();
    expect(most.rows).toBe(most.all);
    expect(most.rows).toBeGreaterThan(before.rows);
    await picture(page, 'nodules-en-all-marks');
    await slider('Home');
    const least = await agree();
    expect(least.rows).toBeLessThan(before.rows);
    // The keys do the same from anywhere.
    await key(page, '>');
    expect((await agree()).rows).toBeGreaterThanOrEqual(least.rows);
    await key(page, '<');
    expect((await agree()).rows).toBe(least.rows);
    for (let n = 0; n < 40 && (await stateOf(page)).rows < before.rows; n++) await slider('ArrowRight');
    expect((await agree()).rows).toBeGreaterThanOrEqual(2);
  });

  test('a dot of the map opens its finding', async () => {
    const { page } = flow;
    await key(page, 'F9');
    await expect.poll(() => focused(page)).toBe('nodule-map-title');
    await walkTo(page, 'nodule-dot', 'Tab', 3);
    await key(page, 'Enter');
    const current = await row(page, (await stateOf(page)).current!).getAttribute('data-number');
    const dot = await page.evaluate(() => (document.activeElement as HTMLElement).dataset.number);
    expect(dot).toBe(current);
  });

  test('next, accept, reject with a reason, undo', async () => {
    const { page } = flow;
    const uid = flow.found.trackingUid;
    await choose(page, uid);
    await key(page, 'a');
    expect(await reviewOf(page, uid)).toBe('accepted');
    const next = (await stateOf(page)).current!;
    expect(next).not.toBe(uid);
    await key(page, 'r');
    await page.getByTestId('reject-picker').waitFor();
    await key(page, '1');
    expect(await reviewOf(page, next)).toBe('rejected');
    expect(await row(page, next).textContent()).toContain('Vessel');
    await key(page, 'z');
    expect(await reviewOf(page, next)).toBe('pending');
    expect((await stateOf(page)).current).toBe(next);
    await key(page, 'Shift+Z');
    expect(await reviewOf(page, next)).toBe('rejected');
    await key(page, 'n');
    const after = (await stateOf(page)).current!;
    expect(after).not.toBe(next);
    await key(page, 'p');
    // What was judged never vanishes, however strict the marks are.
    await toFindings(page);
    await walkTo(page, 'threshold-slider', 'Shift+Tab');
    await key(page, 'Home');
    expect(await reviewOf(page, next)).toBe('rejected');
    expect(await reviewOf(page, uid)).toBe('accepted');
  });

  test('its outline is cut by all three planes, at its place', async () => {
    const { page } = flow;
    const uid = flow.found.trackingUid;
    await choose(page, uid);
    await key(page, 'l');
    await page.getByTestId('viewport-sagittal').waitFor();
    await imageLoaded(page);
    for (const pane of ['axial', 'coronal', 'sagittal']) {
      const mark = page.getByTestId(`viewport-${pane}`).locator(`.vp-marks [data-mark="${uid}"]`);
      await mark.waitFor({ timeout: minutes(1) });
      const { width, height, inside } = await mark.evaluate((group) => {
        const box = group.getBoundingClientRect();
        const pane = group.closest('.vp-pane')!.getBoundingClientRect();
        return {
          width: box.width,
          height: box.height,
          inside:
            box.left > pane.left && box.right < pane.right && box.top > pane.top && box.bottom < pane.bottom,
        };
      });
      expect(inside, pane).toBe(true);
      // A nodule is about as wide as it is high in every plane; a cut that missed it would be none or a line.
      expect(Math.min(width, height), pane).toBeGreaterThan(4);
      expect(Math.max(width, height) / Math.min(width, height), pane).toBeLessThan(4);
    }
    await picture(page, 'lidc-en-mpr-outline');
    await key(page, 'l');
    await page.getByTestId('viewport-stack').waitFor();
    await imageLoaded(page);
  });

  test('the planes of its card are walked through, and left again', async () => {
    const { page } = flow;
    await choose(page, flow.found.trackingUid);
    const plane = (name: string) => page.getByTestId(`card-plane-${name}`);
    await page.locator('[data-testid="card-planes"][data-ready="true"]').waitFor({ timeout: minutes(1) });
    await key(page, 'Enter');
    for (const name of ['axial', 'coronal', 'sagittal']) {
      expect(await focused(page)).toBe(`card-plane-${name}`);
      await keys(page, 'ArrowDown', 2);
      await expect.poll(() => plane(name).getAttribute('aria-valuenow')).toBe('2');
      await expect.poll(() => plane(name).getAttribute('data-drawn')).toBe('2');
      await key(page, 'Tab');
    }
    await key(page, 'Escape');
    expect(await focused(page)).toBe('finding-row');
  });
}
