import type { ModelWindow } from './manifest';
import type { Triple } from './model-space';

/** Weight of a window's voxels: the product of three, raised to `floor` where it is less. */
export interface BlendWeights {
  readonly weights: readonly [Float32Array, Float32Array, Float32Array];
  readonly floor: number;
}

type Blend = Pick<ModelWindow, 'blend' | 'convention' | 'sigma'>;

/**
 * nnU-Net: scipy's gaussian_filter of a single 1 on voxel floor(P / 2), divided by its highest value; scipy cuts
 * it off at 4 sigma. MONAI: exp(-x² / 2 sigma²) from the centre (P - 1) / 2.
 */
function gaussian(size: number, { convention, sigma }: Blend): Float32Array {
  const s = size * sigma;
  const nnunet = convention === 'nnunet';
  const centre = nnunet ? Math.floor(size / 2) : (size - 1) / 2;
  const reach = nnunet ? Math.floor(4 * s + 0.5) : Infinity;
  return Float32Array.from({ length: size }, (_, n) =>
    Math.abs(n - centre) > reach ? 0 : Math.exp(-((n - centre) ** 2) / (2 * s * s)),
  );
}

const ones = (size: number): Float32Array => new Float32Array(size).fill(1);
const smallest = (w: Float32Array): number => w.reduce((m, v) => (v > 0 && v < m ? v : m), Infinity);

/** Weights of a window of this size, D x H x W, by the manifest's convention. A 2-D model's D weighs 1. */
export function conventionWeights(size: Triple, planar: boolean, how: Blend): BlendWeights {
  const axis = (c: 0 | 1 | 2): Float32Array =>
    how.blend === 'constant' || (planar && c === 0) ? ones(size[c]) : gaussian(size[c], how);
  const weights = [axis(0), axis(1), axis(2)] as const;
  const least = weights.reduce((p, w) => p * smallest(w), 1);
  return { weights, floor: how.convention === 'nnunet' ? least : Math.max(least, 1e-3) };
}

/**
 * Weight of voxel n of a piece of `length` voxels: a ramp over `overlap` voxels at both ends, so that the
 * middle of a piece counts where two of them meet. Never 0.
 */
export function rampWeight(n: number, length: number, overlap: number): number {
  return Math.min(n + 1, length - n, overlap + 1) / (overlap + 1);
}

/** Weights of a piece of a window that was split with this many voxels in common. */
export function rampWeights(size: Triple, overlap: number): BlendWeights {
  const axis = (c: 0 | 1 | 2): Float32Array =>
    size[c] === 1
      ? ones(1)
      : Float32Array.from({ length: size[c] }, (_, n) => rampWeight(n, size[c], overlap));
  return { weights: [axis(0), axis(1), axis(2)], floor: 0 };
}

/** The weights of all window sizes of a run, each made once. */
export class Blends {
  private readonly how: Blend;
  private readonly planar: boolean;
  private readonly made = new Map<string, BlendWeights>();
  constructor(how: Blend, planar: boolean) {
    this.how = how;
    this.planar = planar;
  }

  /** Of a window, or of a piece of a split one when it has `overlap` voxels in common with its neighbours. */
  of(size: Triple, overlap: number): BlendWeights {
    const key = `${size.join('x')}/${overlap}`;
    const found =
      this.made.get(key) ??
      (overlap > 0 ? rampWeights(size, overlap) : conventionWeights(size, this.planar, this.how));
    this.made.set(key, found);
    return found;
  }
}
