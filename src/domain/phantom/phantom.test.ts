import { beforeAll, describe, expect, it } from 'vitest';
import { Canvas } from './canvas';
import {
  DEMO_SEED,
  demoNodules,
  makeSlice,
  preparePhantom,
  SIZE,
  SLICE_MM,
  SLICES,
  sliceZ,
  SPACING,
  type Phantom,
} from './index';
import { markLungs } from './lungs';
import { pixelMm } from './space';

const VOXEL = SPACING * SPACING * SLICE_MM;
/** Slice whose centre is nearest to a level. */
const sliceAt = (z: number): number => Math.round(SLICES - 1 - z / SLICE_MM);
const pixelAt = (mm: number): number => Math.round(mm / SPACING + (SIZE - 1) / 2);

describe('synthetic chest CT', () => {
  let phantom: Phantom;
  beforeAll(() => {
    phantom = preparePhantom(DEMO_SEED);
  }, 120_000);

  it('is the same for the same seed, whatever was made before', () => {
    const other = preparePhantom(DEMO_SEED);
    const first = makeSlice(phantom, 90);
    makeSlice(other, 20);
    expect(Buffer.compare(Buffer.from(makeSlice(other, 90).buffer), Buffer.from(first.buffer))).toBe(0);
    expect(
      Buffer.compare(Buffer.from(makeSlice(preparePhantom(1), 90).buffer), Buffer.from(first.buffer)),
    ).not.toBe(0);
  }, 120_000);

  it('has seven nodules of all four types on both sides', () => {
    expect(demoNodules).toHaveLength(7);
    expect(new Set(demoNodules.map((n) => n.type)).size).toBe(4);
    for (const n of demoNodules) {
      expect(n.side).toBe(n.centre[0] < 0 ? 'right' : 'left');
      expect(n.volumeMm3).toBeCloseTo((Math.PI / 6) * n.diameterMm ** 3, 6);
    }
  });

  it.each(demoNodules.map((n) => [n.id, n] as const))('%s lies in the lung', (_, nodule) => {
    const canvas = new Canvas();
    const k = sliceAt(nodule.centre[2]);
    canvas.begin(sliceZ(k));
    markLungs(canvas, phantom.cage);
    for (const side of [-1, 1] as const) canvas.mark(canvas.lung, (z) => phantom.cage.dome(z, side), true);
    canvas.mark(canvas.lung, (z) => phantom.cage.mediastinum(z), true);
    expect(canvas.lung[pixelAt(nodule.centre[1]) * SIZE + pixelAt(nodule.centre[0])]).toBeGreaterThan(0.99);
  });

  it.each(demoNodules.map((n, index) => [n.id, n, index] as const))(
    '%s has its stated volume in the voxels',
    (_, nodule, index) => {
      // The same slices with this nodule and without any, no noise: the difference over the contrast is the share
      // of the nodule in each voxel. Spicules are not part of the stated volume.
      const only = { ...phantom, nodules: [{ ...phantom.nodules[index], spicules: [], core: undefined }] };
      let volume = 0;
      const [cx, cy, cz] = nodule.centre;
      const level = makeSlice(only, sliceAt(cz), { noise: false });
      const inside = level[pixelAt(cy) * SIZE + pixelAt(cx)];
      const reach = 0.8 * nodule.diameterMm;
      for (let k = sliceAt(cz + reach); k <= sliceAt(cz - reach); k++) {
        const without = makeSlice(only, k, { noise: false, nodules: false });
        const withIt = makeSlice(only, k, { noise: false });
        for (let at = 0; at < without.length; at++) {
          const change = withIt[at] - without[at];
          if (change === 0) continue;
          if (
            Math.hypot(pixelMm(at % SIZE) - cx, pixelMm(Math.floor(at / SIZE)) - cy, sliceZ(k) - cz) >
            2 * reach
          )
            throw new Error('a nodule changes voxels far away');
          // Where the wall's edge is in the voxel, only the aerated share can change.
          volume += (change / (inside - Math.min(-800, without[at]))) * VOXEL;
        }
      }
      expect(volume / nodule.volumeMm3).toBeGreaterThan(0.95);
      expect(volume / nodule.volumeMm3).toBeLessThan(1.05);
    },
    120_000,
  );

  it('has the densities of a chest', () => {
    const mean = (x: number, y: number, z: number): { mean: number; sd: number } => {
      const pixels = makeSlice(phantom, sliceAt(z));
      let sum = 0;
      let sum2 = 0;
      for (let j = -4; j <= 4; j++)
        for (let i = -4; i <= 4; i++) {
          const v = pixels[(pixelAt(y) + j) * SIZE + pixelAt(x) + i];
          sum += v;
          sum2 += v * v;
        }
      return { mean: sum / 81, sd: Math.sqrt(sum2 / 81 - (sum / 81) ** 2) };
    };
    const aorta = mean(26, 31, 150);
    expect(aorta.mean).toBeGreaterThan(25);
    expect(aorta.mean).toBeLessThan(60);
    expect(aorta.sd).toBeGreaterThan(8);
    expect(aorta.sd).toBeLessThan(28);
    expect(mean(0, 0, 225).mean).toBeLessThan(-950);
    expect(mean(-70, 0, 50).mean).toBeGreaterThan(40);
    expect(makeSlice(phantom, 0)[0]).toBe(-2000);
  }, 120_000);
});
