import { describe, expect, it } from 'vitest';
import type { PrCompound } from '../../dicom/objects';
import type { CanvasPoint } from '../plane';
import { drawnCompound } from './compound';

/** Two CSS px a pixel. */
const place = (x: number, y: number): CanvasPoint => [2 * x, 2 * y];

const drawn = (type: PrCompound['type'], points: PrCompound['points'], more: Partial<PrCompound> = {}) =>
  drawnCompound(
    {
      type,
      units: 'PIXEL',
      points,
      filled: false,
      angle: 0,
      gap: 0,
      ticks: [],
      tickAlign: 'CENTER',
      labelAlign: 'BOTTOM',
      labels: false,
      ...more,
    },
    place,
  );
const rounded = (points: readonly CanvasPoint[]) =>
  points.map(([x, y]) => [Math.round(x) + 0, Math.round(y) + 0]);
const paths = (...args: Parameters<typeof drawn>) => drawn(...args).lines.map((line) => rounded(line.points));

describe('drawnCompound', () => {
  it('draws pairs of points as lines', () => {
    const points = [
      [0, 0],
      [5, 0],
      [0, 5],
      [5, 5],
      [9, 9],
    ] as const;
    expect(paths('MULTILINE', points)).toEqual([
      [
        [0, 0],
        [10, 0],
      ],
      [
        [0, 10],
        [10, 10],
      ],
    ]);
  });

  it('leaves the gap of a cut line open', () => {
    expect(
      paths(
        'CUTLINE',
        [
          [0, 0],
          [10, 0],
        ],
        { gap: 2 },
      ),
    ).toEqual([
      [
        [0, 0],
        [8, 0],
      ],
      [
        [12, 0],
        [20, 0],
      ],
    ]);
  });

  it('runs an endless line beyond the screen, through both points', () => {
    const [[from, to]] = paths('INFINITELINE', [
      [0, 5],
      [10, 5],
    ]);
    expect(from[0]).toBeLessThan(-5000);
    expect(to[0]).toBeGreaterThan(5000);
    expect([from[1], to[1]]).toEqual([10, 10]);
  });

  it('points an arrow at its second point', () => {
    const [shaft, head] = paths('ARROW', [
      [0, 0],
      [50, 0],
    ]);
    expect(shaft).toEqual([
      [0, 0],
      [100, 0],
    ]);
    expect(head[1]).toEqual([100, 0]);
    expect(head[0][0]).toBeLessThan(100);
    expect(head[0][1]).toBe(-head[2][1]);
  });

  it('turns counterclockwise as it is seen, about its pivot', () => {
    expect(
      paths(
        'RECTANGLE',
        [
          [0, 0],
          [4, 2],
        ],
        { angle: 90, pivot: [0, 0] },
      ),
    ).toEqual([
      [
        [0, 0],
        [0, -8],
        [4, -8],
        [4, 0],
      ],
    ]);
    expect(
      drawn('RECTANGLE', [
        [0, 0],
        [4, 2],
      ]).lines[0].closed,
    ).toBe(true);
  });

  it('fits an ellipse into its box', () => {
    const [outline] = paths('ELLIPSE', [
      [0, 0],
      [10, 4],
    ]);
    const of = (c: 0 | 1) => outline.map((p) => p[c]);
    expect([Math.min(...of(0)), Math.max(...of(0)), Math.min(...of(1)), Math.max(...of(1))]).toEqual([
      0, 20, 0, 8,
    ]);
  });

  it('marks rulers at their ticks, ranges at their ends, and writes labels on their side', () => {
    const ticks = [
      { at: 0, label: '20' },
      { at: 0.5, label: '30' },
    ];
    const ruler = drawn(
      'RULER',
      [
        [0, 50],
        [100, 50],
      ],
      { ticks, labels: true, labelAlign: 'TOP', tickAlign: 'TOP' },
    );
    expect(ruler.lines).toHaveLength(3);
    expect(rounded(ruler.lines[2].points)).toEqual([
      [100, 93],
      [100, 100],
    ]);
    expect(ruler.labels.map(({ at, text }) => [...rounded([at])[0], text])).toEqual([
      [0, 86, '20'],
      [100, 86, '30'],
    ]);
    expect(
      paths('RANGELINE', [
        [0, 0],
        [10, 0],
      ]),
    ).toHaveLength(3);
    expect(
      drawn(
        'AXIS',
        [
          [0, 0],
          [10, 0],
        ],
        { ticks },
      ).labels,
    ).toEqual([]);
  });

  it('crosses two lines of the diameter, open in the middle', () => {
    expect(paths('CROSSHAIR', [[10, 10]], { diameter: 8, gap: 2 })).toEqual([
      [
        [12, 20],
        [18, 20],
      ],
      [
        [22, 20],
        [28, 20],
      ],
      [
        [20, 12],
        [20, 18],
      ],
      [
        [20, 22],
        [20, 28],
      ],
    ]);
  });
});
