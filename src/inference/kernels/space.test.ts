import { expect, it } from 'vitest';
import { Space } from './space';

it('hands out what was given back, and joins gaps that touch', () => {
  const space = new Space(256);
  const [a, b, c] = [space.take(100), space.take(64), space.take(1)];
  expect([a, b, c]).toEqual([256, 384, 448]);
  expect(space.end).toBe(512);
  space.give(a);
  expect(space.take(129)).toBe(512);
  space.give(b);
  // Of a and b together.
  expect(space.take(192)).toBe(256);
  expect(space.end).toBe(704);
  space.give(12345);
  space.give(c);
  space.give(c);
  expect([space.take(64), space.take(64)]).toEqual([448, 704]);
});
