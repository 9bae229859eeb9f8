import { describe, expect, it } from 'vitest';
import type { PlaceScale, Point2, ValueName } from './annotation';
import { even, uneven, unknown, valueOf } from './annotation.fixture';
import { limb, limbLandmarks, limbLean } from './limb';

const rad = (degrees: number) => (degrees * Math.PI) / 180;

/**
 * A right leg (lateral to the left of the image) built from what is to be measured: knee at (0, 0), the tibia straight
 * down, the femur leaning by the deviation, joint lines at their angles. Angles in degrees, lengths in mm.
 */
function leg({ hka = 180, ldfa = 88, mpta = 87, ldta = 89, femur = 430, tibia = 370 }): Point2[] {
  const out = (degrees: number, size: number): Point2 => [
    size * Math.sin(rad(degrees)),
    -size * Math.cos(rad(degrees)),
  ];
  const hipLean = 180 - hka === 0 ? 0 : hka - 180;
  // Degrees clockwise from straight up: the femur leans so that on the medial (right) side it makes `hka` with the tibia.
  const femurUp = -hipLean;
  const hip = out(femurUp, femur);
  const lateral = femurUp - ldfa;
  const medialPlateau = 180 - mpta;
  const lateralAnkle = -ldta;
  const around = (centre: Point2, toMedial: number, half: number): [Point2, Point2] => {
    const d = out(toMedial, half);
    return [
      [centre[0] - d[0], centre[1] - d[1]],
      [centre[0] + d[0], centre[1] + d[1]],
    ];
  };
  return [
    hip,
    [0, 0],
    ...around([0, -4], lateral + 180, 38),
    ...around([0, 4], medialPlateau, 38),
    [0, tibia],
    ...around([0, tibia - 5], lateralAnkle + 180, 16),
  ];
}

const measured = (points: readonly Point2[], scale: PlaceScale = even) => {
  const { values } = limb.measure(limb.complete(points, scale), { scale });
  return (name: ValueName) => valueOf(values, name);
};

const cases = [
  { hka: 180, ldfa: 88, mpta: 87, ldta: 89 },
  { hka: 172, ldfa: 91, mpta: 84, ldta: 92 },
  { hka: 187.5, ldfa: 82, mpta: 90.5, ldta: 86 },
  { hka: 165, ldfa: 95.3, mpta: 80.1, ldta: 81 },
];

/** Turned by an angle, moved, mirrored to be a left leg, and given in the pixels of a scale. */
const seen = (points: readonly Point2[], turn: number, mirrored: boolean, scale: PlaceScale): Point2[] =>
  points.map(([x, y]) => {
    const m = mirrored ? -x : x;
    const [a, b] = [m * Math.cos(turn) - y * Math.sin(turn), m * Math.sin(turn) + y * Math.cos(turn)];
    return [(a + 700) / scale.x, (b + 500) / scale.y];
  });

describe.each(cases)('a leg with HKA $hka, mLDFA $ldfa, MPTA $mpta, LDTA $ldta', (truth) => {
  const points = leg(truth);
  for (const mirrored of [false, true])
    for (const turn of [0, 0.2, Math.PI / 2, -2.9])
      it(`${mirrored ? 'left' : 'right'}, turned by ${turn}`, () => {
        const of = measured(seen(points, turn, mirrored, uneven), uneven);
        expect(of('hipKneeAnkle')).toBeCloseTo(truth.hka, 8);
        expect(of('lateralDistalFemoral')).toBeCloseTo(truth.ldfa, 8);
        expect(of('medialProximalTibial')).toBeCloseTo(truth.mpta, 8);
        expect(of('lateralDistalTibial')).toBeCloseTo(truth.ldta, 8);
        // What the mechanical axes deviate by is what bones and joint space add up to.
        const convergence = of('jointLineConvergence')!;
        expect(180 - truth.hka).toBeCloseTo(truth.ldfa - truth.mpta + convergence, 8);
        expect(of('femurLength')).toBeCloseTo(430, 8);
        expect(of('tibiaLength')).toBeCloseTo(370, 8);
        const limbLength = Math.sqrt(430 ** 2 + 370 ** 2 - 2 * 430 * 370 * Math.cos(rad(truth.hka)));
        expect(of('limbLength')).toBeCloseTo(limbLength, 8);
        // Height of the triangle hip, knee, ankle over its longest side.
        const deviation = (430 * 370 * Math.sin(rad(truth.hka))) / limbLength;
        expect(of('mechanicalAxisDeviation')).toBeCloseTo(deviation, 8);
      });
});

it('leans as the signs say', () => {
  const lean = (name: ValueName, value: number) => limbLean({ name, value, unit: 'deg' });
  expect(lean('hipKneeAnkle', 172)).toBe('varus');
  expect(lean('hipKneeAnkle', 186)).toBe('valgus');
  expect(lean('hipKneeAnkle', 180.04)).toBe('neutral');
  expect(lean('mechanicalAxisDeviation', 12)).toBe('varus');
  expect(lean('mechanicalAxisDeviation', -12)).toBe('valgus');
  expect(lean('jointLineConvergence', 3)).toBe('varus');
  expect(lean('medialProximalTibial', 87)).toBeUndefined();
});

it('a bow leg by plain figures: knee 30 mm lateral of the axis between hip and ankle', () => {
  // Right leg, lateral is to the left; hip (0, 0), ankle (0, 800), knee at (-30, 400).
  const points: Point2[] = [[0, 0], [-30, 400], [-70, 396], [10, 396], [-70, 404], [10, 404], [0, 800]]; // prettier-ignore
  const of = measured(points);
  expect(of('mechanicalAxisDeviation')).toBeCloseTo(30, 10);
  expect(of('hipKneeAnkle')).toBeCloseTo(180 - (2 * Math.atan2(30, 400) * 180) / Math.PI, 10);
  expect(of('jointLineConvergence')).toBeCloseTo(0, 10);
  expect(of('lateralDistalTibial')).toBeUndefined();
  // The same knee on a left leg: lateral to the right, so the axis runs lateral of it.
  const left = points.map((_point, n) => points[[0, 1, 3, 2, 5, 4, 6][n]]);
  expect(measured(left)('mechanicalAxisDeviation')).toBeCloseTo(-30, 10);
});

it('gives lengths only while lateral and medial ends contradict each other', () => {
  const points = leg({});
  const mistaken = points.map((p, n) => (n === 2 ? points[3] : n === 3 ? points[2] : p));
  const { values } = limb.measure(mistaken, { scale: even });
  expect(values.map((v) => v.name)).toEqual(['femurLength', 'tibiaLength', 'limbLength']);
});

it('may end at the ankle centre, and gives what the landmarks so far allow', () => {
  const points = leg({ hka: 175 });
  const names = (count: number) =>
    limb.measure(points.slice(0, count), { scale: even }).values.map((v) => v.name);
  expect(names(1)).toEqual([]);
  expect(names(2)).toEqual(['femurLength']);
  expect(names(4)).toEqual(['lateralDistalFemoral', 'femurLength']);
  expect(names(7)).not.toContain('lateralDistalTibial');
  expect(names(7)).toContain('hipKneeAnkle');
  expect(names(9)).toContain('lateralDistalTibial');
  expect(limb.draw).toEqual({ by: 'clicks', count: limbLandmarks.length, enough: 7 });
});

it('has its deviation in pixels where there is no calibration', () => {
  const value = limb
    .measure(leg({}), { scale: unknown })
    .values.find((v) => v.name === 'mechanicalAxisDeviation');
  expect(value?.unit).toBe('px');
});
