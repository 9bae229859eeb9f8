import { describe, expect, it } from 'vitest';
import { about, applyAffine, applyLinear, transposed, turn, turnOfWay, type Affine } from './affine';
import type { Vec3 } from './geometry';

const far = (a: Affine['rows'], b: Affine['rows']): number =>
  Math.max(...a.flatMap((row, r) => row.map((x, c) => Math.abs(x - b[r][c]))));

describe('the turn of a way', () => {
  const rows = turn([0.1, -0.22, 0.3]);
  const centre: Vec3 = [10, -40, 120];

  it('is that of a rigid map, wherever it moves', () => {
    const rigid = about(centre, rows, [25, -12, 40]);
    expect(
      far(
        turnOfWay((p) => applyAffine(rigid, p), [0, 5, 90], 60),
        rows,
      ),
    ).toBeLessThan(1e-9);
  });

  it('leaves stretching out: of a map stretched along the axes before it turns, the turn is exact', () => {
    const way = ([x, y, z]: Vec3): Vec3 => applyLinear({ rows }, [1.08 * x, 0.95 * y, 1.04 * z]);
    expect(far(turnOfWay(way, centre, 60), rows)).toBeLessThan(1e-9);
  });

  it('leaves out what bends nearer by, as breathing does', () => {
    const way = (p: Vec3): Vec3 => {
      const [x, y, z] = applyAffine(about(centre, rows), p);
      return [x + 1.5 * Math.sin(z / 7), y + 1.5 * Math.sin(x / 6), z + 2 * Math.sin(y / 8)];
    };
    // 1.5 mm over 60 mm, less than 2 degrees.
    expect(far(turnOfWay(way, centre, 60), rows)).toBeLessThan(0.05);
  });

  it('goes back by its rows and columns exchanged, and is none of a mirror', () => {
    const v: Vec3 = [3, -2, 5];
    const back = applyLinear({ rows: transposed(rows) }, applyLinear({ rows }, v));
    back.forEach((x, n) => expect(x).toBeCloseTo(v[n], 12));
    expect(turnOfWay(([x, y, z]) => [-x, y, z], centre, 60)).toEqual(turn([0, 0, 0]));
  });
});
