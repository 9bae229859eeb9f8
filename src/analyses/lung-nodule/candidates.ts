import { components, type Component } from '../../domain/components';
import { fillHoles2d } from '../../domain/distance-field';
import type { VoxelMask } from '../../domain/volume';
import { eigenvalues3 } from './eigen';
import { lungAt, type Lungs } from './lungs';

/** The rules in the manifest's config of this analysis; training/lung-nodule/scan.py is their source. */
export interface CandidateRules {
  /** A voxel belongs to a candidate from this probability on. */
  readonly pOutline: number;
  /** A candidate needs one voxel of at least this. */
  readonly pSeed: number;
  /** The score averages as many voxels as a sphere of this diameter holds, at least four; mm. */
  readonly scoreSphereMm: number;
  /** Probabilities are held inside [pClip, 1 - pClip] before the logit is taken. */
  readonly pClip: number;
  /** score = sigmoid(mean logit / scoreTemperature): a rank between 0 and 1, not a probability. */
  readonly scoreTemperature: number;
  /** Smallest diameter of the sphere of equal volume, mm. */
  readonly minDiameterMm: number;
  /** Up to this slice distance a candidate needs two slices, mm. */
  readonly thinSliceMm: number;
  /** Above it one slice is enough from this area's equivalent diameter on, mm. */
  readonly oneSliceMinMm: number;
  /** Largest ratio of the longest to the middle principal axis; vessels are longer. */
  readonly maxElongation: number;
  /** Smallest share of voxels inside the closed lungs. */
  readonly minInLung: number;
}

const NAMES = [
  'pOutline',
  'pSeed',
  'scoreSphereMm',
  'pClip',
  'scoreTemperature',
  'minDiameterMm',
  'thinSliceMm',
  'oneSliceMinMm',
  'maxElongation',
  'minInLung',
] as const satisfies readonly (keyof CandidateRules)[];

/** What a manifest may leave out: numerical guards, not clinical rules. */
const DEFAULTS: Readonly<Partial<Record<keyof CandidateRules, number>>> = {
  pClip: 1e-4,
  scoreTemperature: 2,
};

/** Name of this analysis' part of a manifest's config. */
const CONFIG = 'lung-nodule';

/**
 * The rules as the model's manifest states them.
 * @throws RangeError when the part or one of its numbers is missing
 */
export function readRules(config: Readonly<Record<string, unknown>>): CandidateRules {
  const part = config[CONFIG];
  if (typeof part !== 'object' || part === null) throw new RangeError(`config.${CONFIG}: missing`);
  const given = part as Readonly<Record<string, unknown>>;
  const number = (name: keyof CandidateRules): number => {
    const value = given[name] ?? DEFAULTS[name];
    if (typeof value !== 'number' || !Number.isFinite(value))
      throw new RangeError(`config.${CONFIG}.${name}: a number expected`);
    return value;
  };
  return Object.fromEntries(NAMES.map((n) => [n, number(n)])) as unknown as CandidateRules;
}

/** Probabilities over a box of the volume; value = p * 65535. */
export interface ProbabilityBox {
  readonly start: readonly [number, number, number];
  readonly size: readonly [number, number, number];
  readonly data: Uint16Array;
}

export type CandidateReject = 'outsideLungs' | 'tooSmall' | 'oneSlice' | 'elongated';

export interface Candidate {
  /** 0..1; of the first stage alone from `meanLogit`, see CandidateRules.scoreSphereMm and scoreTemperature. */
  readonly score: number;
  /** Of its most certain voxels, before the temperature. */
  readonly meanLogit: number;
  /** Mean of its voxels' indices i, j, k before holes are filled, and the first and last slice of them. */
  readonly centre: readonly [number, number, number];
  readonly ends: readonly [number, number];
  /** In the volume's index frame; holes filled on each slice. */
  readonly mask: VoxelMask;
  readonly voxels: number;
  readonly volumeMm3: number;
  readonly diameterMm: number;
  readonly slices: number;
  readonly elongation: number;
  readonly inLung: number;
  readonly rejected?: CandidateReject;
}

const LEVELS = 65535;

/** Flat positions in the box to index coordinates of the box. */
const unflatten = (v: number, size: readonly [number, number, number]): [number, number, number] => {
  const i = v % size[0];
  const j = Math.floor(v / size[0]) % size[1];
  return [i, j, Math.floor(v / (size[0] * size[1]))];
};

function toMask(part: Component, box: ProbabilityBox): VoxelMask {
  const size = part.max.map((hi, c) => hi - part.min[c] + 1) as [number, number, number];
  const plane = size[0] * size[1];
  const data = new Uint8Array(plane * size[2]);
  for (const v of part.voxels) {
    const [i, j, k] = unflatten(v, box.size);
    data[i - part.min[0] + size[0] * (j - part.min[1] + size[1] * (k - part.min[2]))] = 1;
  }
  for (let c = 0; c < size[2]; c++) fillHoles2d(data.subarray(c * plane, (c + 1) * plane), size[0], size[1]);
  const start = part.min.map((lo, c) => lo + box.start[c]) as [number, number, number];
  return { start, size, data };
}

/** Longest over middle principal axis of the voxels, each axis at least that of one voxel. */
function elongationOf(
  part: Component,
  box: ProbabilityBox,
  spacing: readonly [number, number, number],
): number {
  const mean = [0, 0, 0];
  const cov = [0, 0, 0, 0, 0, 0];
  const n = part.voxels.length;
  for (const v of part.voxels) unflatten(v, box.size).forEach((x, c) => (mean[c] += (x * spacing[c]) / n));
  for (const v of part.voxels) {
    const [x, y, z] = unflatten(v, box.size).map((p, c) => p * spacing[c] - mean[c]);
    cov[0] += (x * x) / n;
    cov[1] += (y * y) / n;
    cov[2] += (z * z) / n;
    cov[3] += (x * y) / n;
    cov[4] += (x * z) / n;
    cov[5] += (y * z) / n;
  }
  // A voxel's own extent (variance of a uniform density) keeps flat candidates finite.
  for (let c = 0; c < 3; c++) cov[c] += spacing[c] ** 2 / 12;
  const [a, b] = eigenvalues3(cov[0], cov[1], cov[2], cov[3], cov[4], cov[5]);
  return Math.sqrt(a / b);
}

/** Judges one component; undefined when no voxel reaches the seed probability. */
function judge(
  part: Component,
  box: ProbabilityBox,
  lungs: Lungs,
  spacing: readonly [number, number, number],
  rules: CandidateRules,
): Candidate | undefined {
  const values = Uint16Array.from(part.voxels, (v) => box.data[v]).sort();
  const n = values.length;
  if (values[n - 1] < rules.pSeed * LEVELS) return undefined;
  const voxelMm3 = spacing[0] * spacing[1] * spacing[2];
  const most = Math.max(4, Math.round(((Math.PI / 6) * rules.scoreSphereMm ** 3) / voxelMm3));
  // Voxels that are missing to `most` count as logit 0: tiny candidates rank lower.
  let logits = 0;
  for (let r = 0; r < Math.min(most, n); r++) {
    const p = Math.min(1 - rules.pClip, Math.max(rules.pClip, values[n - 1 - r] / LEVELS));
    logits += Math.log(p / (1 - p));
  }
  const meanLogit = logits / most;
  let inLung = 0;
  const sum = [0, 0, 0];
  const areas = new Map<number, number>();
  for (const v of part.voxels) {
    const [i, j, k] = unflatten(v, box.size);
    if (lungAt(lungs, i + box.start[0], j + box.start[1], k + box.start[2]) !== 0) inLung++;
    areas.set(k, (areas.get(k) ?? 0) + 1);
    sum[0] += i;
    sum[1] += j;
    sum[2] += k;
  }
  const mask = toMask(part, box);
  let voxels = 0;
  for (const bit of mask.data) voxels += bit;
  const volumeMm3 = voxels * voxelMm3;
  const diameterMm = Math.cbrt((6 * volumeMm3) / Math.PI);
  const widest = Math.max(...areas.values()) * spacing[0] * spacing[1];
  const elongation = elongationOf(part, box, spacing);
  const single =
    areas.size < 2 &&
    (spacing[2] <= rules.thinSliceMm || 2 * Math.sqrt(widest / Math.PI) < rules.oneSliceMinMm);
  const rejected: CandidateReject | undefined =
    inLung / n < rules.minInLung
      ? 'outsideLungs'
      : diameterMm < rules.minDiameterMm
        ? 'tooSmall'
        : single
          ? 'oneSlice'
          : elongation > rules.maxElongation
            ? 'elongated'
            : undefined;
  return {
    score: 1 / (1 + Math.exp(-meanLogit / rules.scoreTemperature)),
    meanLogit,
    centre: sum.map((v, c) => v / n + box.start[c]) as [number, number, number],
    ends: [part.min[2] + box.start[2], part.max[2] + box.start[2]],
    mask,
    voxels,
    volumeMm3,
    diameterMm,
    slices: areas.size,
    elongation,
    inLung: inLung / n,
    rejected,
  };
}

/** All candidates, best score first, those that a rule rejects among them. `spacing` in mm along i, j, k. */
export function findCandidates(
  box: ProbabilityBox,
  lungs: Lungs,
  spacing: readonly [number, number, number],
  rules: CandidateRules,
): Candidate[] {
  const outline = Math.ceil(rules.pOutline * LEVELS);
  return components(box.size, (v) => box.data[v] >= outline, 26)
    .flatMap((part) => judge(part, box, lungs, spacing, rules) ?? [])
    .sort((a, b) => b.score - a.score);
}

/** So many findings of a scan are kept at most: more would be a scan that the network cannot read. */
export const MOST_FINDINGS = 40;

/**
 * The candidates to keep, best score first: not rejected, at or above the lowest threshold that a reader may choose, at
 * most `most`; and how many that limit left out.
 */
export function chooseKept<C extends Pick<Candidate, 'score' | 'rejected'>>(
  candidates: readonly C[],
  threshold: number,
  most = MOST_FINDINGS,
): { kept: C[]; withheld: number } {
  const good = candidates
    .filter((c) => c.rejected === undefined && c.score >= threshold)
    .sort((a, b) => b.score - a.score);
  return { kept: good.slice(0, most), withheld: Math.max(0, good.length - most) };
}
