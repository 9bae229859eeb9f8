/**
 * Small boxes of voxels around findings, for the card's planes. A box is cut from the volume when one is held, else
 * only the slices around the finding are decoded: looking at a card must not cost the memory of a whole series.
 */
import { ijkToLps, lpsToIjk, type Grid, type Vec3 } from '../../domain/geometry';
import { boxAround } from '../../domain/mask-box';
import type { Series } from '../../domain/study';
import type { Volume } from '../../domain/volume';
import { decode, heldVolume, onRelease, seriesByUid, volumeFor } from './volumes';

export interface PixelBox {
  readonly grid: Grid;
  readonly data: Int16Array;
}

/** Boxes that are kept; of 44 mm at 0.7 mm and 1.25 mm slices one has 0.3 MB. */
const KEPT = 48;
const boxes = new Map<string, Promise<PixelBox>>();

onRelease((seriesUid) => {
  for (const key of boxes.keys())
    if (seriesUid === undefined || key.startsWith(`${seriesUid} `)) boxes.delete(key);
});

/** Copies the voxels that lie within `reachMm` of a point, on the volume's own grid. */
export function cutBox(volume: Pick<Volume, 'grid' | 'data'>, point: Vec3, reachMm: number): PixelBox {
  const { grid, data } = volume;
  const { start, size } = boxAround(grid, lpsToIjk(grid, point), [reachMm, reachMm, reachMm]);
  const [nx, ny, nz] = size;
  const out = new Int16Array(nx * ny * nz);
  for (let k = 0; k < nz; k++)
    for (let j = 0; j < ny; j++) {
      const from = start[0] + grid.dims[0] * (start[1] + j + grid.dims[1] * (start[2] + k));
      out.set(data.subarray(from, from + nx), nx * (j + ny * k));
    }
  return { grid: { ...grid, dims: size, origin: ijkToLps(grid, start) }, data: out };
}

/** The instances within reach of a point, as a series; the whole series where its images are not one a file. */
function near(series: Series, grid: Grid | undefined, point: Vec3, reachMm: number): Series {
  if (!grid || series.frames || series.instances.some((one) => one.frames > 1 || !one.imagePosition))
    return series;
  const k = lpsToIjk(grid, point)[2];
  // Two slices more: what decides whether a stack is regular needs some.
  const reach = reachMm / grid.spacing[2] + 2;
  const instances = series.instances.filter(
    ({ imagePosition }) => Math.abs(lpsToIjk(grid, imagePosition!)[2] - k) <= reach,
  );
  return instances.length < 3 ? series : { ...series, instances };
}

async function makeBox(
  series: Series,
  grid: Grid | undefined,
  point: Vec3,
  reachMm: number,
): Promise<PixelBox> {
  const held = heldVolume(series.seriesUid);
  if (held) {
    const volume = await held;
    if (volume.data.byteLength > 0) return cutBox(volume, point, reachMm);
  }
  const part = near(series, grid, point, reachMm);
  // A whole series is kept by those who hold volumes.
  const volume = part === series ? await volumeFor(series, { single: true }) : await decode(part);
  return cutBox(volume, point, reachMm);
}

/**
 * The box around a point of an open series. Rejects when the series is not open or cannot be decoded; a failed one is
 * not kept.
 */
export function boxFor(
  seriesUid: string,
  grid: Grid | undefined,
  point: Vec3,
  reachMm: number,
): Promise<PixelBox> {
  const key = `${seriesUid} ${point.map((c) => c.toFixed(1)).join()} ${reachMm.toFixed(0)}`;
  const known = boxes.get(key);
  if (known) {
    boxes.delete(key);
    boxes.set(key, known);
    return known;
  }
  const series = seriesByUid(seriesUid);
  if (!series) return Promise.reject(new Error('findings: series is not open'));
  const box = makeBox(series, grid, point, reachMm);
  boxes.set(key, box);
  box.catch(() => boxes.get(key) === box && boxes.delete(key));
  for (const old of boxes.keys()) {
    if (boxes.size <= KEPT) break;
    boxes.delete(old);
  }
  return box;
}
