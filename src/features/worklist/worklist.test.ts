import { describe, expect, it } from 'vitest';
import { jumpByLetters } from './letters';
import { poolOf, scrollTo, slotsOf, windowAt } from './virtual';

const ROW = 32;

describe('the window of a long list', () => {
  it('holds what is to be seen and some more, never beyond the list', () => {
    for (const top of [0, 31, 1000, 320_000, 3_199_400]) {
      const { from, to, page } = windowAt(top, 600, ROW, 100_000);
      expect(page).toBe(18);
      expect(from).toBeLessThanOrEqual(Math.floor(top / ROW));
      expect(to).toBeGreaterThanOrEqual(Math.min(100_000, Math.ceil((top + 600) / ROW)));
      expect(from).toBeGreaterThanOrEqual(0);
      expect(to).toBeLessThanOrEqual(100_000);
      expect(to - from).toBeLessThanOrEqual(poolOf(page));
    }
    expect(windowAt(0, 600, ROW, 0)).toEqual({ from: 0, to: 0, page: 18 });
  });

  it('shows every place in one element, and keeps a place in its element while it is there', () => {
    const slots = (top: number) =>
      new Map(slotsOf(windowAt(top, 600, ROW, 5000)).map((one) => [one.place, one.slot]));
    let before = slots(0);
    for (let top = 0; top < 5000 * ROW; top += 777) {
      const now = slots(top);
      expect(new Set(now.values()).size).toBe(now.size);
      for (const [place, slot] of now) if (before.has(place)) expect(slot).toBe(before.get(place));
      before = now;
    }
  });

  it('moves only as far as a row needs', () => {
    expect(scrollTo(10, 0, 600, ROW)).toBeUndefined();
    expect(scrollTo(18, 0, 600, ROW)).toBe(8);
    expect(scrollTo(3, 320, 600, ROW)).toBe(96);
  });
});

describe('letters typed in the list', () => {
  const names = ['Ann', 'Bo', 'Beth', 'Cy', 'Bea'];
  const go = (key: string, at: number, now: number) =>
    jumpByLetters(key, at, names.length, (n) => names[n], now);

  it('go to the next name that begins so; the same letter walks on', () => {
    expect(go('b', 0, 0)).toBe(1);
    expect(go('b', 1, 100)).toBe(2);
    expect(go('b', 2, 200)).toBe(4);
    expect(go('b', 4, 5000)).toBe(1);
  });

  it('join to a word while they are typed quickly', () => {
    expect(go('b', 0, 10_000)).toBe(1);
    expect(go('e', 1, 10_100)).toBe(2);
    expect(go('a', 2, 10_200)).toBe(4);
    expect(go('x', 4, 10_300)).toBe(-1);
  });

  it('are no other keys', () => {
    for (const key of ['ArrowDown', 'F7', '/', '`', ' ']) expect(go(key, 0, 20_000)).toBeUndefined();
  });
});
