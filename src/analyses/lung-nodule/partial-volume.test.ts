import { describe, expect, it } from 'vitest';
import { voxelVolume, type Vec3 } from '../../domain/geometry';
import { makeRandom, normal } from '../../domain/phantom/random';
import { countVoxels, type Volume, type VoxelMask } from '../../domain/volume';
import { correctedVolume } from './partial-volume';

const calibration = { inPlane: 'a', betweenSlices: 'b' };
const LUNG = -860;
const SIDE = 28;
/** Points that a voxel is the mean of, in shares of it. */
const PARTS = Array.from({ length: 64 }, (_, n) => [n & 3, (n >> 2) & 3, n >> 4].map((x) => (x - 1.5) / 4));
const sphere = (d: number): number => (Math.PI / 6) * d ** 3;

interface Scene {
  readonly spacing: Vec3;
  readonly diameter: number;
  readonly hu: number;
  /** By how much an outline lies beyond the ball, mm. */
  readonly loose: number;
  readonly noise?: number;
  /** HU of what lies from so many mm beside the middle on. */
  readonly wall?: { readonly hu: number; readonly from: number };
  readonly background?: number;
}

/** A ball off the voxels' centres, with the partial volume of its border; and its outline. */
function scene({
  spacing,
  diameter,
  hu,
  loose,
  noise = 0,
  wall,
  background = LUNG,
}: Scene): [Volume, VoxelMask] {
  const dims = spacing.map((mm) => Math.ceil(SIDE / mm)) as [number, number, number];
  const random = makeRandom(7);
  const data = new Int16Array(dims[0] * dims[1] * dims[2]);
  const mask = new Uint8Array(data.length);
  const middle = dims.map((n, c) => (n / 2 + 0.3) * spacing[c]);
  let v = 0;
  for (let k = 0; k < dims[2]; k++)
    for (let j = 0; j < dims[1]; j++)
      for (let i = 0; i < dims[0]; i++, v++) {
        const [x, y, z] = [i, j, k].map((at, c) => at * spacing[c] - middle[c]);
        let sum = 0;
        for (const [a, b, c] of PARTS) {
          const beside = x + a * spacing[0];
          const r = Math.sqrt(beside ** 2 + (y + b * spacing[1]) ** 2 + (z + c * spacing[2]) ** 2);
          sum += r <= diameter / 2 ? hu : wall && beside > wall.from ? wall.hu : background;
        }
        data[v] = Math.round(sum / PARTS.length + noise * normal(random));
        if (Math.hypot(x, y, z) <= diameter / 2 + loose) mask[v] = 1;
      }
  const volume: Volume = {
    seriesUid: '1',
    frameOfReferenceUid: '2',
    grid: {
      dims,
      spacing,
      origin: [0, 0, 0],
      axes: [
        [1, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
      ],
    },
    data,
    sopInstanceUids: Array.from({ length: dims[2] }, (_, k) => `${k}`),
    frameNumbers: Array.from({ length: dims[2] }, () => 1),
  };
  return [volume, { start: [0, 0, 0], size: dims, data: mask }];
}

const corrected = (of: Scene): number | undefined => correctedVolume(...scene(of), calibration)?.value;
const counted = (of: Scene): number => {
  const [{ grid }, mask] = scene(of);
  return countVoxels(mask) * voxelVolume(grid);
};

const THIN: Vec3 = [0.7, 0.7, 1];
const THICK: Vec3 = [0.85, 0.85, 3];
const COARSE: Vec3 = [1.4, 1.4, 2.5];

describe('a volume corrected for partial volume', () => {
  it('is that of the ball, whatever the slices, the pixels and the outline, where a count of voxels is not', () => {
    let worst = 0;
    for (const diameter of [6, 9, 13])
      for (const spacing of [THIN, THICK, COARSE])
        for (const loose of [0, 0.25, 0.5]) {
          const of = { spacing, diameter, hu: 30, loose };
          expect(Math.abs(corrected(of)! / sphere(diameter) - 1), JSON.stringify(of)).toBeLessThan(0.1);
          worst = Math.max(worst, Math.abs(counted(of) / sphere(diameter) - 1));
        }
    expect(worst).toBeGreaterThan(0.3);
  });

  it('follows an outline that is too tight, but errs less than a count', () => {
    for (const spacing of [THIN, THICK, COARSE]) {
      const of = { spacing, diameter: 8, hu: 30, loose: -0.4 };
      const [a, b] = [corrected(of)!, counted(of)].map((v) => v / sphere(8) - 1);
      expect(a).toBeLessThan(0);
      expect(Math.abs(a)).toBeLessThan(Math.abs(b) * 0.75);
    }
  });

  it('changes by less than a tenth from thin to thick slices, under noise too', () => {
    for (const hu of [30, -600])
      for (const diameter of [8, 12]) {
        const [a, b] = [THIN, THICK].map((spacing) =>
          corrected({ spacing, diameter, hu, loose: 0.3, noise: 25 })!,
        );
        expect(Math.abs(a / b - 1), `${hu} HU, ${diameter} mm`).toBeLessThan(0.1);
      }
  });

  it('takes nothing of a chest wall beside it', () => {
    const free = { spacing: THIN, diameter: 10, hu: 30, loose: 0 };
    const value = corrected({ ...free, wall: { hu: 40, from: 5 } })!;
    expect(Math.abs(value / corrected(free)! - 1)).toBeLessThan(0.05);
  });

  it('is not given where no lung lies around or the nodule stands out too little', () => {
    const of = { spacing: THIN, diameter: 10, hu: 30, loose: 0 };
    expect(corrected({ ...of, background: 20 })).toBeUndefined();
    expect(corrected({ ...of, hu: LUNG + 100 })).toBeUndefined();
  });

  it('says its unit, its method and where its lengths come from', () => {
    expect(
      correctedVolume(...scene({ spacing: THIN, diameter: 8, hu: 30, loose: 0 }), calibration),
    ).toMatchObject({
      unit: 'mm3',
      method: expect.stringMatching(/^partial volume: /) as string,
      calibration: 'a; b',
    });
  });
});
