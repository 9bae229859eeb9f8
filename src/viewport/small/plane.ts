/**
 * A small plane around a finding, drawn into a plain canvas: no graphics card, no cornerstone, a few ms. Pixels come
 * from a box of the volume that the caller holds.
 */
import type { Axes } from '../../domain/finding';
import { add, cross, dot, scale, sub, type Grid, type Vec3 } from '../../domain/geometry';
import { sampleRaster, type Raster } from '../../domain/resample-plane';
import { cutMask } from '../../domain/section';
import type { VoxelMask } from '../../domain/volume';
import { planeCameras, type PlaneName } from '../plane';
import type { Window } from '../window';

/** Which plane, through which point (LPS mm), and the side of the square that is seen, mm. */
export interface SmallPlane {
  readonly name: PlaneName;
  readonly centre: Vec3;
  readonly fieldMm: number;
}

/** What lies on it. */
export interface SmallMark {
  readonly grid: Grid;
  readonly mask: VoxelMask;
  /** Drawn on the axial plane within half a slice of them. */
  readonly axes?: Axes;
  /** CSS colour. */
  readonly colour: string;
  readonly dashed: boolean;
}

export interface SmallPixels {
  readonly grid: Grid;
  readonly data: ArrayLike<number>;
}

interface Frame {
  readonly right: Vec3;
  readonly down: Vec3;
  readonly normal: Vec3;
}

const frameOf = (name: PlaneName): Frame => {
  const { towards, up } = planeCameras[name];
  return { right: cross(up, towards), down: scale(up, -1), normal: towards };
};

/** The point that lies so many mm further along the plane's normal, away from the viewer. */
export const deeper = (plane: SmallPlane, mm: number): Vec3 =>
  add(plane.centre, scale(frameOf(plane.name).normal, -mm));

/** LPS mm under a place of the picture; x and y as shares of its side, 0..1. */
export function pointOn(plane: SmallPlane, x: number, y: number): Vec3 {
  const { right, down } = frameOf(plane.name);
  const mm = (share: number): number => (share - 0.5) * plane.fieldMm;
  return add(plane.centre, add(scale(right, mm(x)), scale(down, mm(y))));
}

/** mm from one slice to the next when such a plane is scrolled: the voxels' size across it. */
export function stepOf(name: PlaneName, grid: Grid): number {
  const { normal } = frameOf(name);
  const along = grid.axes.map((axis) => Math.abs(dot(axis, normal)));
  return grid.spacing[along.indexOf(Math.max(...along))];
}

/** Draws the plane over the whole canvas, whose width and height are device pixels; `perCss` of them make a CSS px. */
export function drawSmallPlane(
  canvas: HTMLCanvasElement,
  pixels: SmallPixels,
  plane: SmallPlane,
  window: Window,
  marks: readonly SmallMark[],
  perCss: number,
): void {
  const draw = canvas.getContext('2d');
  if (!draw) return;
  const { width, height } = canvas;
  const frame = frameOf(plane.name);
  const mm = plane.fieldMm / width;
  const raster: Raster = {
    origin: pointOn(plane, 0.5 / width, 0.5 / height),
    right: scale(frame.right, mm),
    down: scale(frame.down, mm),
    columns: width,
    rows: height,
  };
  const picture = new ImageData(width, height);
  const low = window.center - window.width / 2;
  const values = sampleRaster(pixels, raster);
  for (let p = 0, to = 0; p < values.length; p++, to += 4) {
    // Outside of the images there is nothing: black, as in the large views.
    const grey = values[p] === values[p] ? (255 * (values[p] - low)) / window.width : 0;
    picture.data[to] = picture.data[to + 1] = picture.data[to + 2] = grey;
    picture.data[to + 3] = 255;
  }
  draw.putImageData(picture, 0, 0);
  const toCanvas = (lps: Vec3): readonly [number, number] => {
    const d = sub(lps, plane.centre);
    return [width / 2 + dot(d, frame.right) / mm, height / 2 + dot(d, frame.down) / mm];
  };
  for (const mark of marks) drawMark(draw, mark, plane, frame, toCanvas, perCss);
  drawScale(draw, plane.fieldMm, perCss);
}

function drawMark(
  draw: CanvasRenderingContext2D,
  mark: SmallMark,
  plane: SmallPlane,
  { normal }: Frame,
  toCanvas: (lps: Vec3) => readonly [number, number],
  perCss: number,
): void {
  const stroke = (path: Path2D, dashed: boolean, thin = false): void => {
    draw.setLineDash(dashed ? [4 * perCss, 3 * perCss] : []);
    draw.strokeStyle = 'rgba(0, 0, 0, 0.65)';
    draw.lineWidth = (thin ? 2.5 : 3) * perCss;
    draw.stroke(path);
    draw.strokeStyle = mark.colour;
    draw.lineWidth = (thin ? 1 : 1.25) * perCss;
    draw.stroke(path);
    draw.setLineDash([]);
  };
  for (const outline of cutMask(mark.grid, mark.mask, { point: plane.centre, normal })) {
    const path = new Path2D();
    for (const lps of outline) path.lineTo(...toCanvas(lps));
    path.closePath();
    stroke(path, mark.dashed);
  }
  const { axes } = mark;
  const near = axes && Math.abs(dot(sub(axes.long[0], plane.centre), normal)) <= mark.grid.spacing[2] / 2;
  if (!axes || plane.name !== 'axial' || !near) return;
  for (const [from, to] of [axes.long, axes.short]) {
    const path = new Path2D();
    path.moveTo(...toCanvas(from));
    path.lineTo(...toCanvas(to));
    stroke(path, false, true);
  }
}

/** A bar of 10 mm at the lower left. */
function drawScale(draw: CanvasRenderingContext2D, fieldMm: number, perCss: number): void {
  const { width, height } = draw.canvas;
  const y = Math.round(height - 5 * perCss) + 0.5;
  draw.beginPath();
  draw.moveTo(5 * perCss, y);
  draw.lineTo(5 * perCss + (10 / fieldMm) * width, y);
  draw.strokeStyle = 'rgba(0, 0, 0, 0.65)';
  draw.lineWidth = 4 * perCss;
  draw.stroke();
  draw.strokeStyle = '#e6e8eb';
  draw.lineWidth = 1.5 * perCss;
  draw.stroke();
}
