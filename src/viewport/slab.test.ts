import { describe, expect, it } from 'vitest';
import { nearestSlab } from './slab';

describe('the slab by steps of the wheel', () => {
  it('begins as a thin MIP and ends as the plane alone', () => {
    expect(nearestSlab(undefined, 1)).toEqual({ mode: 'mip', mm: 2 });
    expect(nearestSlab({ mode: 'mip', mm: 2 }, -1)).toBeUndefined();
    expect(nearestSlab(undefined, -1)).toBeUndefined();
  });

  it('keeps its mode and stops at the thickest', () => {
    expect(nearestSlab({ mode: 'mean', mm: 10 }, 1)).toEqual({ mode: 'mean', mm: 15 });
    expect(nearestSlab({ mode: 'minip', mm: 200 }, 3)).toEqual({ mode: 'minip', mm: 200 });
  });

  it('goes from a thickness between two steps to the next of them', () => {
    expect(nearestSlab({ mode: 'mip', mm: 4 }, 1)?.mm).toBe(5);
    expect(nearestSlab({ mode: 'mip', mm: 4 }, -1)?.mm).toBe(3);
    expect(nearestSlab({ mode: 'mip', mm: 4 }, 2)?.mm).toBe(8);
  });
});
