import { describe, expect, it } from 'vitest';
import { makeRandom } from '../phantom/random';
import type { AnnotationKind, PlaceScale, Point2, SampleGrid } from './annotation';
import { even, imageOf, loop, uneven, unknown, valueOf } from './annotation.fixture';
import { circle } from './circle';
import { ellipse } from './ellipse';
import { freehand } from './freehand';
import { circumference } from './oval';
import { polygonArea } from './polygon';
import { rectangle } from './rectangle';
import { roiStatistics } from './roi';
import { shapes } from './shapes';

/** Whole numbers without a pattern along rows or columns; the same formula as in the numpy runs below. */
const ramp = imageOf(50, 40, (i, j) => ((i * 37 + j * 91) % 211) - 100);
const waves = imageOf(50, 40, (i, j) => Math.sin(i * 0.3) * 50 + Math.cos(j * 0.17) * 20, '1');

const pentagon: readonly Point2[] = [
  [5.2, 4.1],
  [30.7, 8.3],
  [22.4, 20.9],
  [35.1, 33.6],
  [9.8, 30.2],
];

describe('against numpy', () => {
  // j, i = np.mgrid[0:40, 0:50]; img = ((i*37 + j*91) % 211) - 100
  // m = ((i-24.3)*0.7)**2 + ((j-18.6)*0.5)**2 <= 7.25**2; img[m].size, .mean(), .std(), .min(), .max()
  it('a circle on pixels of 0.7 x 0.5 mm', () => {
    const { values } = circle.measure([[24.3, 18.6], [24.3, 18.6 + 7.25 / 0.5]], { scale: uneven, samples: ramp }); // prettier-ignore
    expect(valueOf(values, 'count')).toBe(470);
    expect(valueOf(values, 'mean')).toBeCloseTo(4.587234042553192, 10);
    expect(valueOf(values, 'sd')).toBeCloseTo(60.98709182232929, 10);
    expect(valueOf(values, 'min')).toBe(-100);
    expect(valueOf(values, 'max')).toBe(110);
  });

  // f = np.sin(i*0.3)*50 + np.cos(j*0.17)*20; matplotlib.path.Path(pentagon).contains_points of all (i, j);
  // area: shoelace; perimeter: np.hypot(*(P - np.roll(P, -1, 0)).T).sum(); counts: np.histogram(w, bins=23)[0]
  it('a polygon', () => {
    const { values, histogram } = freehand.measure(pentagon, { scale: even, samples: waves });
    expect(valueOf(values, 'count')).toBe(500);
    expect(valueOf(values, 'mean')).toBeCloseTo(-9.468989375781456, 10);
    expect(valueOf(values, 'sd')).toBeCloseTo(37.371245842075304, 10);
    expect(valueOf(values, 'min')).toBeCloseTo(-69.74169375611297, 10);
    expect(valueOf(values, 'max')).toBeCloseTo(63.228917802315905, 10);
    expect(valueOf(values, 'area')).toBeCloseTo(502.965, 9);
    expect(valueOf(values, 'perimeter')).toBeCloseTo(110.9218551433812, 9);
    expect(histogram?.counts).toEqual([
      24, 23, 29, 26, 34, 26, 25, 22, 21, 21, 21, 20, 24, 17, 22, 19, 17, 24, 18, 24, 21, 13, 9,
    ]);
  });

  // a, b = 12.5, 4.75; 4*a*scipy.special.ellipe(1 - (b/a)**2)
  it('the circumference of an ellipse', () => {
    expect(circumference(12.5, 4.75)).toBeCloseTo(56.96353135723459, 11);
    expect(circumference(4.75, 12.5)).toBeCloseTo(56.96353135723459, 11);
    expect(circumference(3, 3)).toBeCloseTo(6 * Math.PI, 12);
    expect(circumference(7, 0)).toBe(28);
    expect(circumference(7, 1e-9)).toBeCloseTo(28, 9);
  });
});

/** Crossings of a ray from the point, and the outline itself, point by point. Shares nothing with the kernel. */
function insidePolygon([x, y]: Point2, points: readonly Point2[]): boolean {
  let sides = false;
  for (let n = 0; n < points.length; n++) {
    const [ax, ay] = points[n];
    const [bx, by] = points[(n + 1) % points.length];
    const off = (bx - ax) * (y - ay) - (by - ay) * (x - ax);
    const within = (x - ax) * (x - bx) + (y - ay) * (y - by) <= 1e-9;
    if (Math.abs(off) <= 1e-9 * (1 + Math.hypot(bx - ax, by - ay)) && within) return true;
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) sides = !sides;
  }
  return sides;
}

function bruteForce(samples: SampleGrid, inside: (p: Point2) => boolean) {
  const list: number[] = [];
  for (let j = 0; j < samples.rows; j++)
    for (let i = 0; i < samples.columns; i++) {
      const { origin: o, stepI: a, stepJ: b } = samples;
      const value = samples.value(i, j);
      if (value !== undefined && inside([o[0] + i * a[0] + j * b[0], o[1] + i * a[1] + j * b[1]]))
        list.push(value);
    }
  const mean = list.reduce((a, b) => a + b, 0) / list.length;
  const sd = Math.sqrt(list.reduce((a, b) => a + (b - mean) ** 2, 0) / list.length);
  return { count: list.length, mean, sd, min: Math.min(...list), max: Math.max(...list) };
}

function expectLike(actual: ReturnType<typeof roiStatistics>, wanted: ReturnType<typeof bruteForce>) {
  expect(actual?.count ?? 0).toBe(wanted.count);
  if (!actual) return;
  expect(actual.mean).toBeCloseTo(wanted.mean, 9);
  expect(actual.sd).toBeCloseTo(wanted.sd, 8);
  expect(actual.min).toBe(wanted.min);
  expect(actual.max).toBe(wanted.max);
  expect(actual.histogram.counts.reduce((a, b) => a + b, 0)).toBe(wanted.count);
}

describe('against every pixel asked by itself', () => {
  const random = makeRandom(20);
  const between = (a: number, b: number) => a + (b - a) * random();
  /** Turned, with spacing of its own, and with holes. */
  const grid = (): SampleGrid => {
    const t = between(0, 6.3);
    const [w, h] = [between(0.4, 1.5), between(0.4, 1.5)];
    return {
      ...imageOf(45, 38, (i, j) => ((i + j) % 17 === 0 ? undefined : ((i * 53 + j * 29) % 400) - 150)),
      origin: [between(-10, 10), between(-10, 10)],
      stepI: [w * Math.cos(t), w * Math.sin(t)],
      stepJ: [-h * Math.sin(t), h * Math.cos(t)],
    };
  };
  const somewhere = ({ origin: o, stepI: a, stepJ: b }: SampleGrid): Point2 => {
    const [i, j] = [between(-5, 50), between(-5, 43)];
    return [o[0] + i * a[0] + j * b[0], o[1] + i * a[1] + j * b[1]];
  };

  it('polygons, also those that cross themselves and leave the image', () => {
    for (let n = 0; n < 60; n++) {
      const samples = grid();
      const points = Array.from({ length: 3 + Math.floor(between(0, 9)) }, () => somewhere(samples));
      expectLike(
        roiStatistics({ roi: 'polygon', points }, samples),
        bruteForce(samples, (p) => insidePolygon(p, points)),
      );
    }
  });

  it('ellipses', () => {
    for (let n = 0; n < 60; n++) {
      const samples = grid();
      const centre = somewhere(samples);
      const p: Point2 = [between(-14, 14), between(-14, 14)];
      const q: Point2 = [between(-14, 14), between(-14, 14)];
      const det = p[0] * q[1] - p[1] * q[0];
      expectLike(
        roiStatistics({ roi: 'ellipse', centre, p, q }, samples),
        bruteForce(samples, ([x, y]) => {
          const v = [x - centre[0], y - centre[1]];
          return ((v[0] * q[1] - v[1] * q[0]) / det) ** 2 + ((p[0] * v[1] - p[1] * v[0]) / det) ** 2 <= 1;
        }),
      );
    }
  });

  it('polygons with corners on pixel centres: the outline belongs to them', () => {
    const whole = (n: number) => Math.floor(between(-2, n + 2));
    for (let n = 0; n < 200; n++) {
      const points = Array.from({ length: 3 + Math.floor(between(0, 5)) }, (): Point2 => [
        whole(20),
        whole(16),
      ]);
      const samples = imageOf(20, 16, (i, j) => i * 16 + j);
      expectLike(
        roiStatistics({ roi: 'polygon', points }, samples),
        bruteForce(samples, (p) => insidePolygon(p, points)),
      );
    }
  });
});

describe('the outline belongs to the region', () => {
  const samples = imageOf(30, 30, (i, j) => i + 100 * j);
  const count = (kind: AnnotationKind, points: readonly Point2[], scale: PlaceScale = even, grid = samples) =>
    valueOf(shapes[kind].measure(points, { scale, samples: grid }).values, 'count');

  it('for a rectangle between pixel centres', () => {
    expect(count('rectangle', [[5, 5], [9, 7]])).toBe(15); // prettier-ignore
    expect(count('rectangle', [[9, 7], [5, 5]])).toBe(15); // prettier-ignore
    expect(count('rectangle', [[5.001, 5], [9, 7]])).toBe(12); // prettier-ignore
  });

  it('for a circle through pixel centres', () => {
    // x² + y² <= 25: 81 whole points, twelve of them on the circle.
    expect(count('circle', [[15, 15], [15, 20]])).toBe(81); // prettier-ignore
    expect(count('circle', [[15, 15], [15, 19.999]])).toBe(69); // prettier-ignore
  });

  it('for a plane in mm, where whole pixels are not whole numbers', () => {
    const plane: SampleGrid = { ...samples, origin: [0.3, -0.1], stepI: [0.7, 0], stepJ: [0, 0.7] };
    const at = (i: number, j: number): Point2 => [0.3 + i * 0.7, -0.1 + j * 0.7];
    for (let i = 0; i < 20; i++)
      for (const size of [1, 3, 7, 9])
        expect(count('rectangle', [at(i, 4), at(i + size, 4 + size)], even, plane)).toBe((size + 1) ** 2);
  });
});

describe('a lesion of known density and size', () => {
  const disc = imageOf(200, 160, (i, j) => (Math.hypot((i - 90) * 0.7, (j - 80) * 0.5) <= 20 ? 40 : -800));

  it('reads 40 HU without spread inside, and its true area', () => {
    const inside = circle.measure([[90, 80], [90 + 20 / 0.7, 80]], { scale: uneven, samples: disc }); // prettier-ignore
    expect(valueOf(inside.values, 'mean')).toBe(40);
    expect(valueOf(inside.values, 'sd')).toBe(0);
    expect(valueOf(inside.values, 'area')).toBeCloseTo(400 * Math.PI, 9);
    expect(valueOf(inside.values, 'perimeter')).toBeCloseTo(40 * Math.PI, 9);
    expect(valueOf(inside.values, 'radius')).toBeCloseTo(20, 9);
    expect(inside.histogram).toEqual({ from: 39.5, width: 1, counts: [valueOf(inside.values, 'count')], unit: 'HU' }); // prettier-ignore
    // Pixels under it, each 0.35 mm², fill it but for the rim.
    expect(valueOf(inside.values, 'count')! * 0.35).toBeCloseTo(400 * Math.PI, -1);
  });

  it('sees the lung around it as soon as it is larger', () => {
    const wide = circle.measure([[90, 80], [90 + 21 / 0.7, 80]], { scale: uneven, samples: disc }); // prettier-ignore
    expect(valueOf(wide.values, 'min')).toBe(-800);
    expect(valueOf(wide.values, 'max')).toBe(40);
  });

  it('drawn by hand keeps its area within 0.5 %, and reads the same pixels', () => {
    const hand = loop([90, 80], 20, 400).map(([x, y]): Point2 => [90 + (x - 90) / 0.7, 80 + (y - 80) / 0.5]);
    const points = freehand.complete(hand, uneven);
    expect(points.length).toBeLessThan(100);
    const { values } = freehand.measure(points, { scale: uneven, samples: disc });
    expect(Math.abs(valueOf(values, 'area')! / (400 * Math.PI) - 1)).toBeLessThan(0.005);
    expect(valueOf(values, 'mean')).toBe(40);
  });
});

describe('area', () => {
  const area = (kind: AnnotationKind, points: readonly Point2[], scale = uneven) =>
    valueOf(shapes[kind].measure(points, { scale }).values, 'area');

  it('is that of the shape in the patient', () => {
    expect(area('rectangle', [[10, 10], [20, 30]])).toBeCloseTo(7 * 10, 10); // prettier-ignore
    const box = ellipse.complete([[10, 10], [30, 50]], uneven); // prettier-ignore
    expect(area('ellipse', box)).toBeCloseTo(Math.PI * 7 * 10, 10);
    const { values } = ellipse.measure(box, { scale: uneven });
    expect(valueOf(values, 'perimeter')).toBeCloseTo(circumference(7, 10), 10);
  });

  it('is in square pixels without a calibration', () => {
    expect(rectangle.measure([[0, 0], [4, 5]], { scale: unknown }).values[0]).toEqual({ name: 'area', value: 20, unit: 'px2', source: 'none' }); // prettier-ignore
  });

  it('goes by even and odd where the line crosses itself', () => {
    // Two triangles of 25 each, run around in opposite ways: the plain sum would be nothing.
    expect(polygonArea([[0, 0], [10, 10], [10, 0], [0, 10]])).toBeCloseTo(50, 12); // prettier-ignore
    // The same, crossing at a corner.
    expect(polygonArea([[0, 0], [5, 5], [10, 10], [10, 0], [5, 5], [0, 10]])).toBeCloseTo(50, 12); // prettier-ignore
    // Twice around the same square is outside; a loop within a loop is a hole.
    expect(polygonArea([[0, 0], [4, 0], [4, 4], [0, 4], [0, 0], [4, 0], [4, 4], [0, 4]])).toBeCloseTo(0, 12); // prettier-ignore
    // A five-pointed star in the unit circle: its five points, as triangles over a side of the pentagon in the
    // middle, which the line runs around twice.
    const star = [0, 2, 4, 1, 3].map((n): Point2 => [Math.cos((n * 2 * Math.PI) / 5), Math.sin((n * 2 * Math.PI) / 5)]); // prettier-ignore
    const inner = Math.cos((2 * Math.PI) / 5) / Math.cos(Math.PI / 5);
    const points = 5 * inner * Math.sin(Math.PI / 5) * (1 - inner * Math.cos(Math.PI / 5));
    expect(polygonArea(star)).toBeCloseTo(points, 12);
  });

  it('of random polygons agrees with counting fine pixels', () => {
    const random = makeRandom(7);
    for (let n = 0; n < 5; n++) {
      const points = Array.from({ length: 7 }, (): Point2 => [random() * 10, random() * 10]);
      let inside = 0;
      for (let y = 0; y < 300; y++)
        for (let x = 0; x < 300; x++) if (insidePolygon([(x + 0.5) / 30, (y + 0.5) / 30], points)) inside++;
      expect(Math.abs(polygonArea(points) - inside / 900)).toBeLessThan(0.3);
    }
  });
});

describe('nothing to measure', () => {
  it('between pixel centres there are no statistics, only their count', () => {
    const small = circle.measure([[10.5, 10.5], [10.5, 10.9]], { scale: even, samples: ramp }); // prettier-ignore
    expect(small.values.map((v) => v.name)).toEqual(['area', 'perimeter', 'radius', 'count']);
    expect(valueOf(small.values, 'count')).toBe(0);
    expect(small.histogram).toBeUndefined();
  });

  it('off the image, on padding and without samples', () => {
    const far = rectangle.measure([[-30, -30], [-4, -4]], { scale: even, samples: ramp }); // prettier-ignore
    expect(valueOf(far.values, 'count')).toBe(0);
    const padding = imageOf(50, 40, () => undefined);
    expect(valueOf(rectangle.measure([[2, 2], [9, 9]], { scale: even, samples: padding }).values, 'mean')).toBeUndefined(); // prettier-ignore
    const none = rectangle.measure([[2, 2], [9, 9]], { scale: even }); // prettier-ignore
    expect(none.values.map((v) => v.name)).toEqual(['area', 'perimeter']);
  });
});

describe('histogram', () => {
  const square: readonly Point2[] = [[-1, -1], [60, 60]]; // prettier-ignore
  const of = (value: (i: number, j: number) => number) =>
    rectangle.measure(square, { scale: even, samples: imageOf(50, 40, value) }).histogram!;

  it('gives whole numbers bins of a whole width around them, so that none is counted twice as wide', () => {
    const { from, width, counts } = of((i, j) => (i + j * 50) % 100);
    expect([from, width]).toEqual([-0.5, 3]);
    expect(counts.length).toBe(34);
    expect(counts.slice(0, -1).every((n) => n === 60)).toBe(true);
    expect(counts.at(-1)).toBe(20);
  });

  it('holds the largest of fractions in its last bin', () => {
    const { from, width, counts } = of((i) => i / 49);
    expect(from).toBe(0);
    expect(from + width * counts.length).toBeCloseTo(1, 12);
    expect(counts.reduce((a, b) => a + b, 0)).toBe(2000);
    expect(counts.at(-1)).toBeGreaterThan(0);
  });

  it('of one value is one bin around it', () => {
    expect(of(() => 0.25)).toEqual({ from: -0.25, width: 1, counts: [2000], unit: 'HU' });
  });
});
