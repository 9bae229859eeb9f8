import { describe, expect, it } from 'vitest';
import type { AnnotationKind, Point2 } from './annotation';
import { drawings, even, imageOf, uneven, unknown } from './annotation.fixture';
import { hitTest } from './hit';
import { moved } from './plane-geometry';
import { landmarks, shapes } from './shapes';

const kinds = Object.keys(shapes) as AnnotationKind[];

function expectSame(actual: readonly Point2[], wanted: readonly Point2[]) {
  expect(actual.length).toBe(wanted.length);
  actual.forEach((p, n) => {
    expect(p[0]).toBeCloseTo(wanted[n][0], 9);
    expect(p[1]).toBeCloseTo(wanted[n][1], 9);
  });
}

/** Handles that follow the hand only along their own line. */
const bound: Partial<Record<AnnotationKind, readonly number[]>> = {
  bidirectional: [2, 3],
  ellipse: [2, 3],
};

describe.each(kinds)('%s', (kind) => {
  const shape = shapes[kind];
  const points = shape.complete(drawings[kind], uneven);

  it('stands under its own kind', () => {
    expect(shape.kind).toBe(kind);
  });

  it('is not changed by dragging a handle to where it is', () => {
    for (const scale of [uneven, even]) {
      const drawn = shape.complete(drawings[kind], scale);
      shape.handles(drawn, scale).forEach((at, handle) => {
        expectSame(shape.drag(drawn, handle, at, scale), drawn);
        // A hand is never quite still.
        const near = shape.drag(drawn, handle, [at[0] + 1e-12, at[1] - 1e-12], scale);
        expectSame(near, drawn);
      });
    }
  });

  it('puts a dragged handle under the hand, and back', () => {
    const handles = shape.handles(points, uneven);
    expect(handles.length).toBeGreaterThan(0);
    handles.forEach((at, handle) => {
      if (bound[kind]?.includes(handle)) return;
      const to: Point2 = [at[0] + 2.5, at[1] - 1.75];
      const there = shape.drag(points, handle, to, uneven);
      expectSame([shape.handles(there, uneven)[handle]], [to]);
      expect(there).not.toEqual(points);
      expectSame(shape.drag(there, handle, at, uneven), points);
    });
  });

  it('leaves the points that it is given alone', () => {
    const frozen = Object.freeze(points.map((p) => Object.freeze([...p] as [number, number])));
    shape.handles(frozen, uneven).forEach((at, handle) => {
      shape.drag(frozen, handle, [at[0] + 1, at[1]], uneven);
    });
    shape.paths(frozen, uneven);
    expect(frozen).toEqual(points);
  });

  it('ignores a handle that it does not have', () => {
    expectSame(shape.drag(points, 99, [0, 0], uneven), points);
  });

  it('says the same wherever it lies', () => {
    const there = moved(points, [13, -7]);
    const before = shape.measure(points, { scale: uneven }).values;
    const after = shape.measure(there, { scale: uneven }).values;
    expect(after.map((v) => v.name)).toEqual(before.map((v) => v.name));
    before.forEach((v, n) => expect(after[n].value).toBeCloseTo(v.value, 8));
  });

  it('can be shown, measured and held with fewer points than it will have', () => {
    const samples = imageOf(60, 60, (i, j) => i + j);
    const total = drawings[kind].length;
    for (let n = 1; n <= total; n += n < 9 ? 1 : 40) {
      const part = shape.complete(drawings[kind].slice(0, n), uneven);
      for (const path of shape.paths(part, uneven))
        if (path.path === 'line') for (const p of path.points) expect(p.every(Number.isFinite)).toBe(true);
      for (const value of shape.measure(part, { scale: uneven, samples }).values)
        expect(Number.isFinite(value.value)).toBe(true);
      expect(shape.handles(part, uneven).length).toBeGreaterThan(0);
      expect(shape.anchor(part).every(Number.isFinite)).toBe(true);
    }
  });

  it('has no number that is none when all points fall together', () => {
    const one = drawings[kind].map(() => [20, 20] as const);
    const drawn = shape.complete(one, uneven);
    const samples = imageOf(60, 60, (i, j) => i + j);
    for (const value of shape.measure(drawn, { scale: uneven, samples }).values)
      expect(Number.isFinite(value.value)).toBe(true);
    for (const path of shape.paths(drawn, uneven))
      if (path.path === 'line') for (const p of path.points) expect(p.every(Number.isFinite)).toBe(true);
  });

  it('names its lengths px, without a source in mm, where there is no calibration', () => {
    for (const value of shape.measure(points, { scale: unknown }).values) {
      expect(['px', 'px2', 'deg', '1']).toContain(value.unit);
      if (value.source) expect(value.source).toBe('none');
    }
  });

  it('can be hit where it is drawn', () => {
    const drawing = { paths: shape.paths(points, uneven), handles: [] };
    if (kind === 'text') {
      expect(drawing.paths).toEqual([]);
      return;
    }
    for (const path of drawing.paths) {
      const at = path.path === 'line' ? path.points[0] : path.path === 'dot' ? path.at : path.tip;
      expect(hitTest(at, [drawing], { x: 2, y: 2 }, 1)?.hit.distance).toBeCloseTo(0, 9);
    }
  });
});

it('has a name for every landmark that is clicked', () => {
  for (const kind of kinds) {
    const { draw } = shapes[kind];
    const names = landmarks[kind];
    if (names) expect(draw.by === 'clicks' && draw.count).toBe(names.length);
  }
});
