import { describe, expect, it } from 'vitest';
import type { Point2 } from './annotation';
import { angle } from './angle';
import { even, imageOf, uneven, unknown, valueOf } from './annotation.fixture';
import { bidirectional } from './bidirectional';
import { cobb } from './cobb';
import { length } from './length';
import { lengthBetween, middle } from './plane-geometry';
import { probe } from './probe';

const lengthOf = (a: Point2, b: Point2, scale = uneven) =>
  valueOf(length.measure([a, b], { scale }).values, 'length')!;

describe('length', () => {
  it('is that of the patient where columns and rows are spaced apart differently', () => {
    expect(lengthOf([10, 10], [40, 10])).toBeCloseTo(21, 10);
    expect(lengthOf([10, 10], [10, 50])).toBeCloseTo(20, 10);
    expect(lengthOf([10, 10], [40, 50])).toBeCloseTo(29, 10);
  });

  it('says where its mm come from, and px where there are none', () => {
    const mm = length.measure([[0, 0], [3, 4]], { scale: { ...even, source: 'ultrasound' } }); // prettier-ignore
    expect(mm.values).toEqual([{ name: 'length', value: 5, unit: 'mm', source: 'ultrasound' }]);
    const px = length.measure([[0, 0], [3, 4]], { scale: unknown }); // prettier-ignore
    expect(px.values).toEqual([{ name: 'length', value: 5, unit: 'px', source: 'none' }]);
  });
});

describe('bidirectional', () => {
  const long: readonly Point2[] = [
    [10, 20],
    [50, 40],
  ];

  const rightAngle = (p: readonly Point2[], scale = uneven) =>
    (p[1][0] - p[0][0]) * (p[3][0] - p[2][0]) * scale.x ** 2 +
    (p[1][1] - p[0][1]) * (p[3][1] - p[2][1]) * scale.y ** 2;

  it('holds the short axis at a right angle in mm, not in pixels', () => {
    const points = bidirectional.complete([...long, [25, 45], [37, 15]], uneven);
    expect(rightAngle(points)).toBeCloseTo(0, 9);
    expect(points.slice(0, 2)).toEqual(long);
    // The first end of the short axis is where it was clicked: its foot lies within the long axis.
    expect(points[2][0]).toBeCloseTo(25, 9);
    expect(points[2][1]).toBeCloseTo(45, 9);
  });

  it('measures 30 x 12 mm of a lesion of that size, turned', () => {
    const turn = 0.6;
    const [c, s] = [Math.cos(turn), Math.sin(turn)];
    const at = (a: number, b: number): Point2 => [(20 + a * c - b * s) / 0.7, (18 + a * s + b * c) / 0.5];
    const points = bidirectional.complete([at(-15, 0), at(15, 0), at(3, -6), at(4, 6)], uneven);
    const { values } = bidirectional.measure(points, { scale: uneven });
    expect(Math.abs(valueOf(values, 'longAxis')! - 30)).toBeLessThan(0.01);
    expect(Math.abs(valueOf(values, 'shortAxis')! - 12)).toBeLessThan(0.01);
  });

  it('shows no short axis before one is drawn', () => {
    expect(bidirectional.measure(long, { scale: even }).values.map((v) => v.name)).toEqual(['longAxis']);
    const three = bidirectional.complete([...long, [30, 20]], even);
    expect(bidirectional.measure(three, { scale: even }).values.map((v) => v.name)).toEqual(['longAxis']);
  });

  it('calls the longer one the long axis, whichever was drawn first', () => {
    const points = bidirectional.complete([[0, 0], [10, 0], [5, -20], [5, 20]], even); // prettier-ignore
    const { values } = bidirectional.measure(points, { scale: even });
    expect(valueOf(values, 'longAxis')).toBeCloseTo(40, 9);
    expect(valueOf(values, 'shortAxis')).toBeCloseTo(10, 9);
  });

  it('turns the short axis with the long one, at the same share and size', () => {
    const points = bidirectional.complete([[0, 0], [40, 0], [10, -5], [10, 8]], even); // prettier-ignore
    const turned = bidirectional.drag(points, 1, [0, 40], even);
    expect(turned[2][0]).toBeCloseTo(5, 9);
    expect(turned[2][1]).toBeCloseTo(10, 9);
    expect(turned[3][0]).toBeCloseTo(-8, 9);
    expect(turned[3][1]).toBeCloseTo(10, 9);
  });

  it('slides the short axis along the long one and never past its ends', () => {
    const points = bidirectional.complete([[0, 0], [40, 0], [10, -5], [10, 8]], even); // prettier-ignore
    const slid = bidirectional.drag(points, 2, [25, -9], even);
    expect(slid.slice(2).flat()).toEqual([25, -9, 25, 8]);
    const past = bidirectional.drag(points, 3, [70, 6], even);
    expect(past.slice(2).flat()).toEqual([40, -5, 40, 6]);
    for (const to of [
      [-30, 4],
      [90, -90],
      [13, 0],
    ] as const)
      // prettier-ignore
      expect(rightAngle(bidirectional.drag(points, 2, to, uneven), uneven)).toBeCloseTo(0, 9);
  });
});

describe('angle', () => {
  const of = (points: readonly Point2[], scale = even) =>
    valueOf(angle.measure(points, { scale }).values, 'angle');

  it.each([0, 0.5, 12.5, 30, 45, 90, 133.7, 179.5, 180])('is %s degrees', (degrees) => {
    const t = (degrees * Math.PI) / 180;
    for (const turn of [0, 1.1, 4]) {
      const end = (by: number, size: number): Point2 => [
        7 + size * Math.cos(turn + by),
        9 + size * Math.sin(turn + by),
      ];
      expect(of([end(0, 20), [7, 9], end(t, 35)])).toBeCloseTo(degrees, 9);
      expect(of([end(0, 20), [7, 9], end(-t, 35)])).toBeCloseTo(degrees, 9);
    }
  });

  it('is the angle in the patient, not in the pixels', () => {
    const rows = { ...even, y: 2 };
    expect(of([[10, 0], [0, 0], [10, 5]], rows)).toBeCloseTo(45, 10); // prettier-ignore
  });

  it('has none where an arm has no length', () => {
    expect(of([[1, 1], [1, 1], [5, 5]])).toBeUndefined(); // prettier-ignore
  });
});

describe('cobb', () => {
  const of = (points: readonly Point2[], scale = even) =>
    valueOf(cobb.measure(points, { scale }).values, 'angle');
  /** An endplate by its middle and tilt in degrees, from the left end to the right. */
  const plate = (x: number, y: number, tilt: number, half = 20): readonly [Point2, Point2] => {
    const t = (tilt * Math.PI) / 180;
    const d = [half * Math.cos(t), half * Math.sin(t)];
    return [
      [x - d[0], y - d[1]],
      [x + d[0], y + d[1]],
    ];
  };

  it.each([
    [0, 0],
    [10, -15],
    [25, -20],
    [-40, 30],
    [50, -55],
    [-58, 62],
  ])('between endplates tilted %s and %s degrees, in any order of clicks', (above, below) => {
    const [a, b] = plate(100, 100, above);
    const [c, d] = plate(104, 300, below);
    const wanted = Math.abs(above - below);
    for (const points of [
      [a, b, c, d],
      [b, a, c, d],
      [a, b, d, c],
      [b, a, d, c],
      [c, d, a, b],
    ])
      // prettier-ignore
      expect(of(points)).toBeCloseTo(wanted, 9);
  });

  it('is the smaller angle of lines that cross', () => {
    const [a, b] = plate(100, 100, 0);
    const [c, d] = plate(100, 100, 120);
    expect(of([a, b, c, d])).toBeCloseTo(60, 9);
    expect(of([a, b, d, c])).toBeCloseTo(60, 9);
  });

  it('is the angle in the patient', () => {
    expect(of([[0, 0], [10, 0], [0, 100], [10, 105]], { ...even, y: 2 })).toBeCloseTo(45, 9); // prettier-ignore
  });

  it('draws perpendiculars, dashed, from the middle of each line to where they meet', () => {
    const points = [...plate(100, 100, 20), ...plate(100, 300, -20)];
    const dashed = cobb.paths(points, even).filter((p) => p.path === 'line' && p.dashed);
    const [one, two] = dashed.map((p) => (p.path === 'line' ? p.points : []));
    expect(one[0]).toEqual(middle(points[0], points[1]));
    expect(two[0]).toEqual(middle(points[2], points[3]));
    expect(lengthBetween(one[1], two[1], even)).toBeCloseTo(0, 9);
    expect(one[1][1]).toBeCloseTo(200, 9);
    const turn = (one[1][0] - one[0][0]) * (points[1][0] - points[0][0]);
    expect(turn + (one[1][1] - one[0][1]) * (points[1][1] - points[0][1])).toBeCloseTo(0, 9);
  });

  it('draws them towards each other where they meet far off or never', () => {
    for (const tilt of [0, 1]) {
      const points = [...plate(0, 100, 0), ...plate(40, 300, tilt)];
      const ends = cobb.paths(points, even).slice(2).map((p) => (p.path === 'line' ? p.points : [])); // prettier-ignore
      expect(ends[0][1][1]).toBeGreaterThan(150);
      expect(ends[1][1][1]).toBeLessThan(250);
    }
  });
});

describe('probe', () => {
  const samples = imageOf(8, 6, (i, j) => (i === 7 ? undefined : i * 10 + j - 1000));

  it('reads the pixel whose centre is nearest', () => {
    const at = (x: number, y: number) => probe.measure([[x, y]], { scale: even, samples }).values;
    expect(at(2.4, 3.6)).toEqual([{ name: 'value', value: -976, unit: 'HU' }]);
    expect(at(-0.4, -0.4)).toEqual([{ name: 'value', value: -1000, unit: 'HU' }]);
    expect(at(-0.6, 0)).toEqual([]);
    expect(at(3, 5.6)).toEqual([]);
    expect(at(7, 2)).toEqual([]);
  });

  it('reads a turned grid in mm', () => {
    const turned = {
      ...samples,
      origin: [5, -3] as const,
      stepI: [0, 0.8] as const,
      stepJ: [-0.5, 0] as const,
    };
    const point: Point2 = [5 - 0.5 * 4 + 0.2, -3 + 0.8 * 3 - 0.3];
    expect(probe.measure([point], { scale: even, samples: turned }).values[0].value).toBe(-966);
  });

  it('says nothing without samples', () => {
    expect(probe.measure([[2, 2]], { scale: even }).values).toEqual([]);
  });
});
