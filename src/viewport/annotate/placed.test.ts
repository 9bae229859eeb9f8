import { describe, expect, it, vi } from 'vitest';
import type { Place, Point2 } from '../../domain/annotation/annotation';
import { ijkToLps, type Vec3 } from '../../domain/geometry';
import { imageIdOf, viewedImage } from '../images';
import { measureOn } from './measured';
import { grid, huAt, madeSeries, paneOf, planeAt } from './place.fixture';
import { imageScale, pitchOf, placeHere, placeOf, type Placed } from './placed';

/** Decoded images whose pixels are the truth of the fixture; those in `missing` are not there yet. */
const missing = vi.hoisted(() => new Set<string>());
vi.mock('@cornerstonejs/core', async (original) => ({
  ...(await original<object>()),
  cache: {
    isLoaded: (imageId: string) => !missing.has(imageId),
    getImage: (imageId: string) => {
      const k = Number(/1\.2\.(\d)\//.exec(imageId)?.[1]);
      const pixels = Float32Array.from({ length: 320 }, (_pixel, n) => huAt(n % 20, Math.floor(n / 20), k));
      return { columns: 20, rows: 16, getPixelData: () => pixels };
    },
  },
}));

const seriesUid = '1.2';
const middle = ijkToLps(grid, [9, 7, 4]);
const axial = planeAt(middle, [1, 0, 0], [0, 1, 0], [0, 0, -1]);
const coronal = planeAt(middle, [1, 0, 0], [0, 0, -1], [0, -1, 0]);
/** A stack that is turned by a quarter, and one that is mirrored and zoomed. */
const turned = planeAt(middle, [0, -1, 0], [1, 0, 0], [0, 0, -1]);
const mirrored = planeAt(middle, [-1, 0, 0], [0, 1, 0], [0, 0, 1], 0.03);

const image: Place = { on: 'image', sopInstanceUid: '1.2.4', frame: 1 };

function there(placed: Placed | undefined, point: Point2): Point2 {
  expect(placed).toBeDefined();
  return placed!.toPlace(placed!.toCanvas(point));
}

describe('where an annotation lies', () => {
  it.each([axial, turned, mirrored])('on an image it goes to the canvas and back', (plane) => {
    const placed = placeHere(paneOf({ name: 'stack', plane }));
    expect(placed?.place).toEqual(image);
    const [x, y] = there(placed, [3.25, 11.5]);
    expect(x).toBeCloseTo(3.25, 9);
    expect(y).toBeCloseTo(11.5, 9);
    // The pixel under the middle of the pane is the one that the view was put on.
    const at = placed!.toPlace([200, 150]);
    expect(at[0]).toBeCloseTo(9, 9);
    expect(at[1]).toBeCloseTo(7, 9);
  });

  it('an image’s annotation is seen on the plane through that image, and on no other', () => {
    const pane = paneOf({ name: 'axial', plane: axial });
    const placed = placeOf({ place: image, seriesUid }, pane, pitchOf(pane));
    const at = placed!.toPlace([200, 150]);
    expect(at[0]).toBeCloseTo(9, 9);
    expect(at[1]).toBeCloseTo(7, 9);
    const other = { place: { ...image, sopInstanceUid: '1.2.5' }, seriesUid };
    expect(placeOf(other, pane, pitchOf(pane))).toBeUndefined();
    const across = paneOf({ name: 'coronal', plane: coronal });
    expect(placeOf({ place: image, seriesUid }, across, pitchOf(across))).toBeUndefined();
  });

  it('a plane’s annotation is seen in the stack whose image lies there', () => {
    const { place } = placeHere(paneOf({ name: 'axial', plane: axial }))!;
    const stack = paneOf({ name: 'stack', plane: turned });
    const placed = placeOf({ place, seriesUid }, stack, pitchOf(stack));
    const [x, y] = placed!.toCanvas([50, 37.5]);
    expect(x).toBeCloseTo(200, 9);
    expect(y).toBeCloseTo(150, 9);
    const away = planeAt([middle[0], middle[1], middle[2] + 2], [1, 0, 0], [0, 1, 0], [0, 0, -1]);
    const next = paneOf({ name: 'stack', plane: away, index: 5 });
    expect(placeOf({ place, seriesUid }, next, pitchOf(next))).toBeUndefined();
  });

  it('a plane that is tilted by two degrees is another plane', () => {
    const { place } = placeHere(paneOf({ name: 'axial', plane: axial }))!;
    const [c, s] = [Math.cos(0.035), Math.sin(0.035)];
    const tilted = paneOf({ name: 'axial', plane: planeAt(middle, [1, 0, 0], [0, c, s], [0, s, -c]) });
    expect(placeOf({ place, seriesUid }, tilted, pitchOf(tilted))).toBeUndefined();
  });

  it('lengths between two ultrasound regions of different scale are pixels', () => {
    const { series } = madeSeries();
    const region = (minX: number, maxX: number, mm: number) => ({
      tissue: true,
      minX,
      maxX,
      minY: 0,
      maxY: 15,
      mmX: mm,
      mmY: mm,
    });
    const scan = {
      ...series.instances[0],
      ultrasoundRegions: [region(0, 9, 0.2), region(10, 19, 0.3)],
    } as (typeof series.instances)[0];
    const across: Point2[] = [
      [2, 2],
      [14, 2],
    ];
    expect(imageScale(scan, across)).toMatchObject({ unit: 'px', source: 'none' });
    expect(imageScale(scan, [across[0], [8, 2]])).toMatchObject({ unit: 'mm', x: 0.2 });
    expect(imageScale(scan, [across[0], [25, 2]])).toMatchObject({ unit: 'px' });
  });
});

/** Corners on the canvas of a box around voxels, half a voxel larger on every side. */
function boxOn(placed: Placed, corners: readonly Vec3[], plane: typeof axial): Point2[] {
  const at = corners.map((lps): Point2 => {
    const d = [0, 1, 2].map((n) => lps[n] - plane.origin[n]);
    const dot = (v: Vec3): number => d[0] * v[0] + d[1] * v[1] + d[2] * v[2];
    const length2 = (v: Vec3): number => v[0] ** 2 + v[1] ** 2 + v[2] ** 2;
    return placed.toPlace([dot(plane.right) / length2(plane.right), dot(plane.down) / length2(plane.down)]);
  });
  return at;
}

describe('what is measured under it', () => {
  const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
  const value = (measured: ReturnType<typeof measureOn>, name: string): number | undefined =>
    measured.values.find((one) => one.name === name)?.value;

  it('on a coronal plane is the voxels of the nearest row, whatever the pane showed of them', () => {
    // Zoomed in far away: the plane's origin lies off the volume.
    const plane = planeAt([-40, middle[1], 90], [1, 0, 0], [0, 0, -1], [0, -1, 0], 0.1);
    const pane = paneOf({ name: 'coronal', plane });
    const placed = placeHere(pane)!;
    const points = boxOn(placed, [ijkToLps(grid, [2.5, 7, 1.5]), ijkToLps(grid, [12.5, 7, 5.5])], plane);
    const measured = measureOn('rectangle', placed, points, pane);
    const truth = Array.from({ length: 10 * 4 }, (_voxel, n) =>
      huAt(3 + (n % 10), 7, 2 + Math.floor(n / 10)),
    );
    expect(value(measured, 'count')).toBe(truth.length);
    expect(value(measured, 'mean')).toBeCloseTo(mean(truth), 9);
    expect(value(measured, 'area')).toBeCloseTo(10 * 0.7 * 4 * 2, 9);
  });

  it('is the same on a plane that lies in a turned stack', () => {
    const { place } = placeHere(paneOf({ name: 'axial', plane: axial }))!;
    const stack = paneOf({ name: 'stack', plane: turned });
    const placed = placeOf({ place, seriesUid }, stack, pitchOf(stack))!;
    const points = boxOn(placed, [ijkToLps(grid, [2.5, 3.5, 4]), ijkToLps(grid, [6.5, 8.5, 4])], turned);
    const measured = measureOn('rectangle', placed, points, stack);
    const truth = Array.from({ length: 4 * 5 }, (_voxel, n) => huAt(3 + (n % 4), 4 + Math.floor(n / 4), 4));
    expect(value(measured, 'count')).toBe(truth.length);
    expect(value(measured, 'mean')).toBeCloseTo(mean(truth), 9);
  });

  it('between voxels is linear on an oblique plane', () => {
    const s = Math.SQRT1_2;
    const oblique = planeAt(middle, [s, s, 0], [0, 0, -1], [s, -s, 0]);
    const pane = paneOf({ name: 'coronal', plane: oblique });
    const placed = placeHere(pane)!;
    const measured = measureOn('probe', placed, [placed.toPlace([200, 150])], pane);
    // The truth is linear in the indices, so any point between voxels is known.
    const step = 0.5;
    expect(Math.abs(value(measured, 'value')! - huAt(9, 7, 4))).toBeLessThanOrEqual(
      (step / 2) * (100 / 2 + (7 / 0.5 + 1 / 0.7) * s),
    );
  });

  it('is nothing in a slab, in colour and while a slice under it is missing, and says why', () => {
    const slab = paneOf({ name: 'axial', plane: axial, slab: true });
    const at = (pane: typeof slab) => placeHere(pane)!.toPlace([200, 150]);
    expect(measureOn('probe', placeHere(slab)!, [at(slab)], slab)).toEqual({ values: [], noPixels: 'slab' });
    const colour = paneOf({ name: 'stack', plane: axial, more: { samplesPerPixel: 3 } });
    expect(measureOn('probe', placeHere(colour)!, [at(colour)], colour).noPixels).toBe('colour');
    const pane = paneOf({ name: 'coronal', plane: coronal });
    const placed = placeHere(pane)!;
    const box = (from: number, to: number) =>
      boxOn(placed, [ijkToLps(grid, [2, 7, from]), ijkToLps(grid, [9, 7, to])], coronal);
    missing.add(imageIdOf(viewedImage(pane.host.imageIds[6])!.instance, 1));
    expect(measureOn('rectangle', placed, box(4.5, 7), pane)).toMatchObject({ noPixels: 'decoding' });
    expect(value(measureOn('rectangle', placed, box(0.5, 4.5), pane), 'count')).toBe(8 * 4);
    missing.clear();
  });
});
