import { expect, it } from 'vitest';
import { isMonotone } from './curve';

it('tells a curve that goes one way from one that turns round', () => {
  expect(isMonotone(Float32Array.of(0, 0.2, 0.2, 1))).toBe(true);
  expect(isMonotone(Float32Array.of(1, 0.5, 0))).toBe(true);
  expect(isMonotone(Float32Array.of(0, 1, 0.9))).toBe(false);
});
