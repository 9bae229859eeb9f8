import { expect, it } from 'vitest';
import { since } from './moment';

it('time goes by whichever clock stands still or is set back', () => {
  const then = { day: 10_000_000, count: 500 };
  expect(since(then, { day: 10_060_000, count: 60_500 })).toBe(60_000);
  // Set back by an hour.
  expect(since(then, { day: 10_060_000 - 3_600_000, count: 60_500 })).toBe(60_000);
  // The computer slept.
  expect(since(then, { day: 10_060_000, count: 500 })).toBe(60_000);
});
