/** A chest with branching vessels in a moment: two seeds are two patients. For tests. */
import type { Vec3 } from '../domain/geometry';
import { makeRandom, type Random } from '../domain/phantom/random';
import type { Volume } from '../domain/volume';

const DIMS = [110, 88, 88] as const;
const STEP = 3;

interface Canvas {
  readonly data: Int16Array;
  readonly set: (p: Vec3, radius: number, hu: number) => void;
}

function canvasOf(data: Int16Array, origin: Vec3): Canvas {
  return {
    data,
    set(p, radius, hu) {
      const [a, b, c] = p.map((x, n) => (x - origin[n]) / STEP);
      const r = Math.ceil(radius / STEP) + 1;
      for (let k = Math.floor(c) - r; k <= c + r; k++)
        for (let j = Math.floor(b) - r; j <= b + r; j++)
          for (let i = Math.floor(a) - r; i <= a + r; i++) {
            if (i < 0 || j < 0 || k < 0 || i >= DIMS[0] || j >= DIMS[1] || k >= DIMS[2]) continue;
            const d = STEP * Math.sqrt((i - a) ** 2 + (j - b) ** 2 + (k - c) ** 2);
            const share = Math.min(1, Math.max(0, (radius - d) / STEP + 0.5));
            const v = i + DIMS[0] * (j + DIMS[1] * k);
            if (data[v] < hu) data[v] += share * (hu - data[v]);
          }
    },
  };
}

function grow(canvas: Canvas, random: Random, from: Vec3, to: Vec3, radius: number): void {
  const length = Math.hypot(to[0] - from[0], to[1] - from[1], to[2] - from[2]);
  for (let t = 0; t <= length; t += Math.max(STEP / 2, radius / 2)) {
    const f = t / length;
    canvas.set([0, 1, 2].map((c) => from[c] + f * (to[c] - from[c])) as unknown as Vec3, radius, 20);
  }
  if (radius < 1.1) return;
  for (let n = 0; n < 3; n++) {
    const next = [0, 1, 2].map((c) => to[c] + 0.75 * (to[c] - from[c]) + (random() - 0.5) * 1.5 * length);
    grow(canvas, random, to, next as unknown as Vec3, radius * 0.72);
  }
}

/** Body, two lungs, spine and vessels, 330 x 264 x 264 mm. */
export function vesselChest(seed: number): Volume {
  const random = makeRandom(seed);
  const near = (size: number): number => 1 + (random() - 0.5) * size;
  const lung = { x: 66 * near(0.1), y: 78 * near(0.1), z: 108 * near(0.08), apart: 74 * near(0.06) };
  const data = new Int16Array(DIMS[0] * DIMS[1] * DIMS[2]);
  const origin: Vec3 = [
    (-STEP * (DIMS[0] - 1)) / 2,
    (-STEP * (DIMS[1] - 1)) / 2,
    (-STEP * (DIMS[2] - 1)) / 2,
  ];
  const inLung = (x: number, y: number, z: number): boolean =>
    ((Math.abs(x) - lung.apart) / lung.x) ** 2 + (y / lung.y) ** 2 + (z / lung.z) ** 2 <= 1 &&
    z > -95 + ((Math.abs(x) - lung.apart) ** 2 + y * y) / -120;
  let v = 0;
  for (let k = 0; k < DIMS[2]; k++)
    for (let j = 0; j < DIMS[1]; j++)
      for (let i = 0; i < DIMS[0]; i++, v++) {
        const [x, y, z] = [origin[0] + i * STEP, origin[1] + j * STEP, origin[2] + k * STEP];
        const body = (x / 158) ** 2 + (y / 112) ** 2 <= 1;
        const spine = Math.hypot(x, y - 72) < 16 + 3 * Math.sin(z / 4);
        data[v] = !body ? -1000 : spine ? 400 : inLung(x, y, z) ? -850 : 40;
      }
  const canvas = canvasOf(data, origin);
  for (const side of [-1, 1])
    for (let n = 0; n < 11; n++) {
      const to: Vec3 = [side * (45 + 35 * random()), 70 * (random() - 0.5), 120 * (random() - 0.5)];
      grow(canvas, random, [side * 22, 5, 10], to, 4.5);
    }
  return {
    seriesUid: `chest-${seed}`,
    frameOfReferenceUid: `chest-frame-${seed}`,
    grid: {
      dims: [...DIMS],
      spacing: [STEP, STEP, STEP],
      origin,
      axes: [
        [1, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
      ],
    },
    data,
    sopInstanceUids: Array.from({ length: DIMS[2] }, (_, k) => `${seed}.${k}`),
    frameNumbers: Array.from({ length: DIMS[2] }, () => 1),
  };
}
