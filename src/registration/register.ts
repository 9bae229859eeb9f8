/** Lays an earlier examination upon the current one: shifts, rigid, affine, landmarks, and a judgement of it all. */
import { affineVolume, identityAffine, type Affine } from '../domain/affine';
import type { Registration, RegistrationFault, RegistrationQuality } from '../domain/registration';
import type { Volume } from '../domain/volume';
import { descend } from './descent';
import { coarseImage, finestStep, halved, type CoarseImage } from './image';
import { landmarksOf, placesOf } from './landmarks';
import { borderDistance, overlapOf } from './overlap';
import { edgeSamples, evenSamples } from './samples';
import { binsOf, similarity } from './similarity';
import { startScore, startShifts, turned } from './start';
import { structureOf, type Structure } from './structure';

/** One examination: its volume and DICOM modality. */
export interface Examined {
  readonly volume: Volume;
  readonly modality: string;
}

export type RegistrationStage = 'prepare' | 'search' | 'align' | 'check';

export interface RegisterOptions {
  /** @param done share 0..1 of the whole */
  readonly onProgress?: (stage: RegistrationStage, done: number) => void;
  /** Looked at between steps of at most half a second; `signal.reason` is thrown. */
  readonly signal?: AbortSignal;
}

/** Pictures of 1, 2, 4 and 8 times the finest step. */
type Levels = readonly [CoarseImage, CoarseImage, CoarseImage, CoarseImage];

function levelsOf({ volume, modality }: Examined, step: number): Levels {
  const finest = coarseImage(volume, step, modality);
  const second = halved(finest);
  const third = halved(second);
  return [finest, second, third, halved(third)];
}

const halfMask = (mask: Uint8Array, from: CoarseImage, to: CoarseImage): Uint8Array => {
  const out = new Uint8Array(to.data.length);
  const ratio = Math.round(to.step / from.step);
  const [ni, nj] = from.dims;
  for (let v = 0; v < mask.length; v++) {
    if (mask[v] === 0) continue;
    const i = Math.floor((v % ni) / ratio);
    const j = Math.floor((Math.floor(v / ni) % nj) / ratio);
    const k = Math.floor(Math.floor(v / (ni * nj)) / ratio);
    if (i < to.dims[0] && j < to.dims[1] && k < to.dims[2]) out[i + to.dims[0] * (j + to.dims[1] * k)] = 1;
  }
  return out;
};

/** Volume change up to which an affine map is a body that breathes, and not a fit to nothing. */
const LEAST_VOLUME = 0.6;
const MOST_VOLUME = 1.6;
/** Shifts that are also tried turned. */
const TURNED = 2;
/** Samples at the coarse levels and at the fine one. */
const FEW = 2000;
const MANY = 14_000;

function align(
  levels: { readonly current: Levels; readonly prior: Levels },
  structure: Structure,
  mapped: boolean,
  step: (stage: RegistrationStage, done: number) => void,
): Affine {
  const { current, prior } = levels;
  const wide = [2, 3].map((n) => halfMask(structure.wide, current[1], current[n]));
  const coarsest = evenSamples(current[3], wide[1], 1500);
  const starts = startShifts(coarsest, prior[3], mapped ? binsOf(coarsest) : undefined);
  step('search', 0.3);
  const coarse = evenSamples(current[2], wide[0], FEW);
  const bins = mapped ? binsOf(coarse) : undefined;
  let map: Affine = identityAffine;
  let best = -Infinity;
  // Patients lie askew, but seldom: only the best shifts are also tried turned.
  const tried = starts.flatMap((start, n) => (n < TURNED ? turned(start, coarse.centre) : [start]));
  tried.forEach((start, n) => {
    const quick = descend(coarse, prior[2], start, { freedom: 'rigid', iterations: 10, bins });
    const score = startScore(similarity(coarse, prior[2], quick, bins));
    if (score > best) {
      best = score;
      map = quick;
    }
    step('search', 0.3 + (0.2 * (n + 1)) / tried.length);
  });
  const middle = edgeSamples(current[1], structure.wide, MANY);
  const middleBins = mapped ? binsOf(middle) : undefined;
  const at = { bins: middleBins, iterations: 25 };
  map = descend(middle, prior[2], map, { ...at, freedom: 'rigid' });
  map = descend(middle, prior[1], map, { ...at, freedom: 'rigid' });
  step('align', 0.6);
  const coarseAffine = descend(middle, prior[2], map, { ...at, freedom: 'affine' });
  const affine = descend(middle, prior[1], coarseAffine, { ...at, freedom: 'affine' });
  const grown = affineVolume(affine);
  step('align', 0.7);
  return grown > LEAST_VOLUME && grown < MOST_VOLUME ? affine : map;
}

/** Lungs in both, or the body in both. */
function structuresOf(
  current: CoarseImage,
  prior: CoarseImage,
  modality: string,
  priorModality: string,
): { own: Structure; theirs: Structure } {
  const own = structureOf(current, modality);
  const theirs = structureOf(prior, priorModality);
  if (own.kind === theirs.kind) return { own, theirs };
  return { own: structureOf(current, modality, true), theirs: structureOf(prior, priorModality, true) };
}

/** Agreement below which it is chance, and below which a warning is due. */
const REFUSED_AGREEMENT = 0.2;
const POOR_AGREEMENT = 0.4;
const LEAST_FIELD = 0.25;
const POOR_FIELD = 0.6;
const POOR_OVERLAP = 0.8;
const LEAST_LANDMARKS = 12;
/** Median distance of the lungs' borders, mm. */
const REFUSED_BORDER = 10;
const POOR_BORDER = 4;

/** What is wrong enough to refuse, and what to warn of. */
export function judge(q: RegistrationQuality): Pick<Registration, 'verdict' | 'faults'> {
  const refused: RegistrationFault[] = [];
  const poor: RegistrationFault[] = [];
  const fault = (what: RegistrationFault, refuse: boolean, warn: boolean): void => {
    if (refuse) refused.push(what);
    else if (warn) poor.push(what);
  };
  fault('overlap', q.inField < LEAST_FIELD, q.inField < POOR_FIELD || q.overlap < POOR_OVERLAP);
  fault('fewLandmarks', q.landmarks < LEAST_LANDMARKS, false);
  fault('chance', q.agreement < REFUSED_AGREEMENT, q.agreement < POOR_AGREEMENT);
  fault('border', (q.border?.median ?? 0) > REFUSED_BORDER, (q.border?.median ?? 0) > POOR_BORDER);
  if (refused.length > 0) return { verdict: 'refused', faults: refused };
  return { verdict: poor.length > 0 ? 'poor' : 'good', faults: poor };
}

/**
 * Registers a prior to the current examination: about four seconds of one core for two chest CTs of 200 slices, 60 MB.
 * Frames of reference may differ: nothing is taken from their zero points. CT is compared by robust differences of
 * Hounsfield units, other modalities by their correlation ratio.
 * @returns always a registration, with its verdict: a refused one must not be used
 * @throws signal.reason when aborted
 */
export function register(current: Examined, prior: Examined, options: RegisterOptions = {}): Registration {
  const began = performance.now();
  const step = (stage: RegistrationStage, done: number): void => {
    options.signal?.throwIfAborted();
    options.onProgress?.(stage, done);
  };
  step('prepare', 0);
  const size = finestStep(current.volume.grid, prior.volume.grid);
  const levels = { current: levelsOf(current, size), prior: levelsOf(prior, size) };
  step('prepare', 0.2);
  const mapped = current.modality !== 'CT' || prior.modality !== 'CT';
  const { own, theirs } = structuresOf(levels.current[1], levels.prior[1], current.modality, prior.modality);
  const affine = align(levels, own, mapped, step);

  const [c0, c1] = levels.current;
  const [p0, p1] = levels.prior;
  const found = landmarksOf({
    levels: [
      { current: c0, prior: p0 },
      { current: c1, prior: p1 },
    ],
    places: placesOf(c1, own),
    map: affine,
    eitherSign: mapped,
    onStep: (done, total) => step('check', 0.7 + (0.25 * done) / total),
  });
  const map = { affine, landmarks: found.kept };
  const sides = { current: { image: c1, structure: own }, prior: { image: p1, structure: theirs } };
  const { dice, inField } = overlapOf(sides.current, sides.prior, map);
  const samples = evenSamples(c1, own.wide, MANY);
  const bins = mapped ? binsOf(samples) : undefined;
  const quality: RegistrationQuality = {
    inField,
    overlap: dice,
    border:
      own.kind === 'lungs' && theirs.kind === 'lungs' ? borderDistance(sides.current, p1, map) : undefined,
    before: similarity(samples, p1, identityAffine, bins).value,
    after: similarity(samples, p1, affine, bins).value,
    landmarks: found.count,
    agreement: found.agreement,
    error: found.error,
  };
  step('check', 1);
  return {
    current: current.volume.seriesUid,
    prior: prior.volume.seriesUid,
    ...map,
    quality,
    ...judge(quality),
    ms: performance.now() - began,
  };
}
