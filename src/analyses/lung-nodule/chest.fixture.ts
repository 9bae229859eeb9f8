/** A chest of simple shapes, for unit tests. */
import type { Grid, Vec3 } from '../../domain/geometry';
import type { Volume } from '../../domain/volume';

export const context = {
  studyUid: '9',
  calibration: { inPlane: 'PixelSpacing (0028,0030)', betweenSlices: 'positions' },
};

/**
 * Thorax of simple shapes, 2 mm pixels x 3 mm slices: body, two lungs that touch at the front, trachea, nodules. LPS:
 * the lungs reach from z 30 to 190, the trachea from 130 up.
 */
export function chest(
  options: { flip?: boolean; nodules?: readonly { at: Vec3; r: number; hu: number }[]; top?: number } = {},
): Volume {
  const dims: Vec3 = [192, 160, 80];
  const spacing: Vec3 = [2, 2, 3];
  const top = options.top ?? 80;
  // With flip, i runs to the patient's right and k from head to feet.
  const s = options.flip ? -1 : 1;
  const grid: Grid = {
    dims,
    spacing,
    origin: [-192 * s, -160, options.flip ? 237 : 0],
    axes: [
      [s, 0, 0],
      [0, 1, 0],
      [0, 0, s],
    ],
  };
  const data = new Int16Array(dims[0] * dims[1] * dims[2]);
  let v = 0;
  for (let k = 0; k < dims[2]; k++)
    for (let j = 0; j < dims[1]; j++)
      for (let i = 0; i < dims[0]; i++, v++) {
        const x = grid.origin[0] + s * i * 2;
        const y = grid.origin[1] + j * 2;
        const z = options.flip ? 237 - k * 3 : k * 3;
        let hu = -1000;
        if ((x / 170) ** 2 + (y / 120) ** 2 <= 1) {
          hu = 40;
          for (const side of [-1, 1])
            if (((x - side * 75) / 74.5) ** 2 + (y / 90) ** 2 + ((z - 110) / top) ** 2 <= 1) hu = -860;
          // The front junction: a bridge of lung between both.
          if (Math.abs(x) < 12 && y > -30 && y < -20 && z > 90 && z < 130) hu = -860;
          if (Math.hypot(x, y - 10) < 9 && z > 130) hu = -990;
          for (const n of options.nodules ?? [])
            if (Math.hypot(x - n.at[0], y - n.at[1], z - n.at[2]) <= n.r) hu = n.hu;
        }
        data[v] = hu;
      }
  const slices = Array.from({ length: dims[2] }, (_, k) => k);
  return {
    seriesUid: '1',
    frameOfReferenceUid: '2',
    grid,
    data,
    sopInstanceUids: slices.map((k) => `1.${k}`),
    frameNumbers: slices.map(() => 1),
  };
}
