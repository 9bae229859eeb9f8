import { describe, expect, it } from 'vitest';
import { gridLayout, namedLayouts, transposed } from './layout';

describe('a layout on its side', () => {
  it('has the large plane above the two others', () => {
    const { rowShares, columnShares, cells } = transposed(namedLayouts.mpr);
    expect(rowShares).toEqual([3, 2]);
    expect(columnShares).toEqual([1, 1]);
    expect(cells).toEqual([
      { row: 0, column: 0, rows: 1, columns: 2 },
      { row: 1, column: 0, rows: 1, columns: 1 },
      { row: 1, column: 1, rows: 1, columns: 1 },
    ]);
  });

  it('is itself again when it is turned twice', () => {
    for (const layout of [...Object.values(namedLayouts), gridLayout(2, 3)])
      expect(transposed(transposed(layout))).toEqual(layout);
  });
});
