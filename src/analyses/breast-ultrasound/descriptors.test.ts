import { describe, expect, it } from 'vitest';
import { measureUltrasoundLesion, type UltrasoundMeasures } from '../../domain/ultrasound-lesion';
import { suggestedBy } from './descriptors';
import { FEATURES, type Features } from './features';
import { factsOfOutline } from './findings';
import { notches } from './outline';

const SIDE = 120;
type Mask = Parameters<typeof notches>[0];

/** What lies within radius(angle) of the middle, pixels; the angle from the right, downwards. */
function blob(radius: (angle: number) => number): Mask {
  const middle = (SIDE - 1) / 2;
  const data = Uint8Array.from({ length: SIDE ** 2 }, (_, v) => {
    const [x, y] = [(v % SIDE) - middle, Math.floor(v / SIDE) - middle];
    return Math.hypot(x, y) <= radius(Math.atan2(y, x)) ? 1 : 0;
  });
  return { size: [SIDE, SIDE, 1], data };
}
/** Half axes 45 and 28, the longer across. */
const ellipse = (angle: number): number => 1 / Math.hypot(Math.cos(angle) / 45, Math.sin(angle) / 28);
/** A wedge of the given depth (share of the radius there) at an angle, half a radian wide on either side. */
const wedge = (angle: number, at: number, depth: number): number => {
  const away = Math.abs(Math.atan2(Math.sin(angle - at), Math.cos(angle - at)));
  return 1 - depth * Math.max(0, 1 - away / 0.5);
};
const waves = (count: number, height: number) => blob((angle) => 40 * (1 + height * Math.cos(count * angle)));

const shapes = {
  ellipse: blob(ellipse),
  disc: blob(() => 40),
  /** Gently lobulated: as deep as an oval may be cut into. */
  gentle: blob((angle) => ellipse(angle) * wedge(angle, 0.9, 0.22) * wedge(angle, -2.2, 0.22)),
  sixWaves: waves(6, 0.14),
  bean: blob((angle) => ellipse(angle) * wedge(angle, Math.PI / 2, 0.45)),
  twoCuts: blob((angle) => ellipse(angle) * wedge(angle, 0.9, 0.45) * wedge(angle, -2.2, 0.45)),
};

/** A sharp smooth margin all round, unless said otherwise. */
const made = (changed: Partial<Features> = {}): Features => ({
  ...(Object.fromEntries(FEATURES.map((name) => [name, 0])) as Omit<Features, 'spread'>),
  spread: 0.15,
  edge: 0.5,
  edgeSpread: 0.2,
  roughness: 0.02,
  ...changed,
});

function measured(mask: Mask): UltrasoundMeasures {
  const result = measureUltrasoundLesion({ spacingSource: 'none' }, { mask: { start: [0, 0, 0], ...mask } });
  if (!result.ok) throw new Error('not measured');
  return result.lesion.measures;
}
const said = (mask: Mask, changed?: Partial<Features>, whole = true) =>
  suggestedBy(made(changed), measured(mask), mask, whole);

describe('notches of an outline', () => {
  it('a convex one has the steps of its pixels alone', () => {
    for (const mask of [shapes.ellipse, shapes.disc]) expect(notches(mask)[0]).toBeLessThan(0.03);
  });

  it('counts what cuts into it and tells how deep', () => {
    const deeper = (mask: Mask) => notches(mask).filter((depth) => depth > 0.05);
    expect(deeper(shapes.bean)).toHaveLength(1);
    expect(deeper(shapes.twoCuts)).toHaveLength(2);
    expect(deeper(shapes.sixWaves)).toHaveLength(6);
    // A square of 40 with a slot of 10 x 20 from its upper side: the slot's floor lies 20 - 1/2 below the hull.
    const data = new Uint8Array(60 * 60);
    for (let y = 10; y < 50; y++) for (let x = 10; x < 50; x++) data[y * 60 + x] = 1;
    for (let y = 10; y < 30; y++) for (let x = 25; x < 35; x++) data[y * 60 + x] = 0;
    const [depth, ...others] = notches({ size: [60, 60, 1], data });
    expect(depth).toBeCloseTo(19.5 / Math.sqrt((1600 - 200) / Math.PI), 4);
    expect(others).toEqual([]);
    expect(notches({ size: [3, 3, 1], data: new Uint8Array(9) })).toEqual([]);
  });

  it('is the same on a finer image', () => {
    const twice = (mask: Mask): Mask => ({
      size: [2 * SIDE, 2 * SIDE, 1],
      data: Uint8Array.from(
        { length: 4 * SIDE ** 2 },
        (_, v) => mask.data[Math.floor(v / (4 * SIDE)) * SIDE + ((v % (2 * SIDE)) >> 1)],
      ),
    });
    expect(notches(twice(shapes.bean))[0]).toBeCloseTo(notches(shapes.bean)[0], 1);
  });
});

describe('suggested descriptors', () => {
  it('a smooth ellipse with a sharp edge is oval and circumscribed, a disc round', () => {
    expect(said(shapes.ellipse)).toMatchObject({ shape: 'oval', margin: 'circumscribed' });
    expect(said(shapes.disc)).toMatchObject({ shape: 'round', margin: 'circumscribed' });
  });

  it('gentle undulations leave it oval but not circumscribed', () => {
    const of = said(shapes.gentle);
    expect(of.shape).toBe('oval');
    expect(of.margin).toBeUndefined();
  });

  it('more of them, or two deep notches, are irregular', () => {
    for (const mask of [shapes.sixWaves, shapes.twoCuts]) {
      const of = said(mask);
      expect(of.shape).toBe('irregular');
      expect(of.margin).toBeUndefined();
    }
  });

  it('of one deep notch nothing is said', () => {
    const of = said(shapes.bean);
    expect(of.shape).toBeUndefined();
    expect(of.margin).toBeUndefined();
  });

  it('a margin is indistinct, sharp all round, or not told', () => {
    expect(said(shapes.ellipse, { edge: 0.2 }).margin).toBe('indistinct');
    expect(said(shapes.ellipse, { edge: 0.35 }).margin).toBeUndefined();
    expect(said(shapes.ellipse, { edgeSpread: 0.4 }).margin, 'sharp in parts').toBeUndefined();
    expect(said(shapes.ellipse, { roughness: 0.05 }).margin, 'rough').toBeUndefined();
  });

  it('echo by the tissue around: mixed is what varies as tissue does, not what is nearly black', () => {
    const echo = (ratio: number, spread: number) =>
      said(shapes.ellipse, { echo: Math.log(ratio), spread }).echo;
    expect(echo(0.15, 0.1)).toBe('anechoic');
    expect(echo(0.25, 0.25)).toBe('hypo');
    expect(echo(0.6, 0.2)).toBe('hypo');
    expect(echo(0.6, 0.35)).toBe('heterogeneous');
    expect(echo(1, 0.25)).toBe('iso');
    expect(echo(1.4, 0.2)).toBe('hyper');
  });

  it('of an outline that the reader draws anew, its form and margin are not told, the rest is', () => {
    const suggested = said(shapes.ellipse);
    const upright = measured(blob((angle) => ellipse(angle + Math.PI / 2)));
    expect(factsOfOutline({ suggested }, upright)?.suggested).toEqual({
      orientation: 'notParallel',
      echo: suggested.echo,
      posterior: suggested.posterior,
    });
  });

  it('where the outline is cut by the picture its form and margin are not told, the rest is', () => {
    expect(Object.keys(said(shapes.ellipse, {}, false)).sort()).toEqual(['echo', 'orientation', 'posterior']);
  });
});
