/**
 * Standardised uptake value by body weight, g/ml: activity in the tissue over the dose that is left, per gram of
 * patient. The rule is the vendor-neutral one of QIBA (Quantitative Imaging Biomarkers Alliance, SUV calculation); what it
 * leaves open (decay corrected to administration, injection before midnight) is told below.
 */
import { DAY, secondsOf, secondsOfDateTime, secondsOfDay } from './dicom-time';
import type { PetFacts } from './pet-facts';

/** An attribute that the rule needs and that is missing, empty or 0. */
export type SuvInput =
  | 'units'
  | 'decayCorrection'
  | 'weight'
  | 'dose'
  | 'halfLife'
  | 'injectionTime'
  | 'scanTime'
  | 'philipsFactors';

/** Why there is no SUV. */
export type SuvProblem =
  | { readonly code: 'missing'; readonly inputs: readonly SuvInput[] }
  /** `ATTN` or `DECY` is not among what the image is corrected for. */
  | { readonly code: 'notCorrected'; readonly what: 'ATTN' | 'DECY' }
  | { readonly code: 'decayNone' }
  | { readonly code: 'units'; readonly units: string }
  | { readonly code: 'suvType'; readonly type: string }
  | { readonly code: 'implausible'; readonly input: 'weight' | 'dose' | 'halfLife'; readonly value: number }
  | { readonly code: 'injectionAfterScan' }
  /** Days may lie between injection and scan, and only the time of day is given. */
  | { readonly code: 'injectionDate' }
  | { readonly code: 'longDelay'; readonly hours: number };

/** What a SUV was made with; everything that a reader may want to check. */
export interface SuvBasis {
  /** START and ADMIN: what the image is decay-corrected to; `file`: the file holds SUV; `philips`: by its own factor. */
  readonly by: 'start' | 'admin' | 'file' | 'philips';
  /** kg. */
  readonly weight?: number;
  /** Bq at the time of injection. */
  readonly dose?: number;
  /** Seconds since 1970 on the clock of the scanner; since midnight where only a time of day is given and none is needed. */
  readonly injectedAt?: number;
  readonly scannedAt?: number;
  /** Whose time the scan's is. */
  readonly scanTimeOf?: 'series' | 'ge' | 'acquisition';
  /** s. */
  readonly halfLife?: number;
  /** Injection was given as a time of day later than the scan's: it is that of the day before. */
  readonly overMidnight?: true;
}

export interface SuvFactor {
  /** SUVbw of one unit of the image's rescaled value. */
  readonly factor: number;
  readonly basis: SuvBasis;
}

export type Suv = SuvFactor | { readonly problem: SuvProblem };

/** Doses below are no dose in Bq but MBq or mCi written into the wrong unit; weights and half-lives like it. */
const LEAST_DOSE = 1e5;
const MOST_DOSE = 1e11;
const MOST_WEIGHT = 700;
const LEAST_HALF_LIFE = 30;
/** A time of day alone is that of the scan's day or of the night before only where the nuclide does not last. */
const LASTING_HALF_LIFE = 6 * 3600;
const LONGEST_NIGHT = 12 * 3600;
/** After so many half-lives nothing is left to scan: one of the two times is wrong. */
const MOST_HALF_LIVES = 10;

const above0 = (value: number | undefined): value is number => value !== undefined && value > 0;
const problem = (found: SuvProblem): Suv => ({ problem: found });

/** When the first of some images was acquired, s; undefined when none of them says. */
export function earliestAcquisition(all: readonly PetFacts[]): number | undefined {
  let earliest: number | undefined;
  for (const one of all) {
    const at = secondsOf(one.acquisitionDate || one.seriesDate, one.acquisitionTime);
    if (at !== undefined && (earliest === undefined || at < earliest)) earliest = at;
  }
  return earliest;
}

/** The time that a START-corrected image is corrected to, s; and whose it is. */
function scanTime(facts: PetFacts, earliest: number | undefined): Pick<SuvBasis, 'scannedAt' | 'scanTimeOf'> {
  const series = secondsOf(facts.seriesDate, facts.seriesTime);
  // A series that begins after its images were acquired was made later, by a workstation.
  if (series !== undefined && (earliest === undefined || series <= earliest))
    return { scannedAt: series, scanTimeOf: 'series' };
  const ge = secondsOfDateTime(facts.geScanTime);
  if (ge !== undefined) return { scannedAt: ge, scanTimeOf: 'ge' };
  return earliest === undefined ? {} : { scannedAt: earliest, scanTimeOf: 'acquisition' };
}

/** When it was injected, on the clock of the scan; undefined when the file does not say. */
function injection(
  facts: PetFacts,
  scannedAt: number,
  halfLife: number,
): Pick<SuvBasis, 'injectedAt' | 'overMidnight'> | SuvProblem | undefined {
  const whole = secondsOfDateTime(facts.injectionDateTime);
  if (whole !== undefined) return { injectedAt: whole };
  const time = secondsOfDay(facts.injectionTime);
  if (time === undefined) return undefined;
  if (halfLife > LASTING_HALF_LIFE) return { code: 'injectionDate' };
  const sameDay = scannedAt - (scannedAt % DAY) + time;
  if (sameDay <= scannedAt) return { injectedAt: sameDay };
  const before = sameDay - DAY;
  return scannedAt - before <= LONGEST_NIGHT
    ? { injectedAt: before, overMidnight: true }
    : { code: 'injectionAfterScan' };
}

/** SUV of a Bq/ml. */
function ofActivity(facts: PetFacts, earliest: number | undefined): Suv {
  const { weight, dose, halfLife } = facts;
  const start = facts.decayCorrection === 'START';
  const scan = start ? scanTime(facts, earliest) : {};
  const { scannedAt } = scan;
  const injected = secondsOfDateTime(facts.injectionDateTime) ?? secondsOfDay(facts.injectionTime);
  const missing: SuvInput[] = [];
  if (!above0(weight)) missing.push('weight');
  if (!above0(dose)) missing.push('dose');
  if (start && !above0(halfLife)) missing.push('halfLife');
  if (start && injected === undefined) missing.push('injectionTime');
  if (start && scannedAt === undefined) missing.push('scanTime');
  if (missing.length > 0 || !above0(weight) || !above0(dose))
    return problem({ code: 'missing', inputs: missing });
  if (weight > MOST_WEIGHT) return problem({ code: 'implausible', input: 'weight', value: weight });
  if (dose < LEAST_DOSE || dose > MOST_DOSE)
    return problem({ code: 'implausible', input: 'dose', value: dose });
  const known = { weight, dose, ...(injected !== undefined && { injectedAt: injected }) };
  if (!start) return { factor: (weight * 1000) / dose, basis: { by: 'admin', ...known } };
  if (!above0(halfLife) || scannedAt === undefined) return problem({ code: 'missing', inputs: ['halfLife'] });
  if (halfLife < LEAST_HALF_LIFE) return problem({ code: 'implausible', input: 'halfLife', value: halfLife });
  const when = injection(facts, scannedAt, halfLife);
  if (!when) return problem({ code: 'missing', inputs: ['injectionTime'] });
  if ('code' in when) return problem(when);
  const waited = scannedAt - (when.injectedAt ?? scannedAt);
  if (waited < 0) return problem({ code: 'injectionAfterScan' });
  if (waited > MOST_HALF_LIVES * halfLife) return problem({ code: 'longDelay', hours: waited / 3600 });
  const left = dose * 2 ** (-waited / halfLife);
  return {
    factor: (weight * 1000) / left,
    basis: { by: 'start', ...known, ...scan, ...when, halfLife },
  };
}

/**
 * SUVbw of an image.
 * @param facts of the image; its values are stored value times rescale slope plus intercept
 * @param earliest `earliestAcquisition` of all images of the series: by it a series made later is known
 */
export function suvOf(facts: PetFacts, earliest = earliestAcquisition([facts])): Suv {
  const missing: SuvInput[] = [];
  if (!facts.units) missing.push('units');
  if (facts.corrected.includes('DECY') && !facts.decayCorrection) missing.push('decayCorrection');
  if (missing.length > 0) return problem({ code: 'missing', inputs: missing });
  for (const what of ['ATTN', 'DECY'] as const)
    if (!facts.corrected.includes(what)) return problem({ code: 'notCorrected', what });
  if (facts.decayCorrection !== 'START' && facts.decayCorrection !== 'ADMIN')
    return problem({ code: 'decayNone' });
  switch (facts.units) {
    case 'GML':
      return facts.suvType === '' || facts.suvType === 'BW'
        ? { factor: 1, basis: { by: 'file' } }
        : problem({ code: 'suvType', type: facts.suvType });
    case 'BQML':
      return ofActivity(facts, earliest);
    case 'CNTS': {
      if (above0(facts.philipsSuv)) return { factor: facts.philipsSuv, basis: { by: 'philips' } };
      if (!above0(facts.philipsActivity)) return problem({ code: 'missing', inputs: ['philipsFactors'] });
      const suv = ofActivity(facts, earliest);
      return 'problem' in suv ? suv : { ...suv, factor: suv.factor * facts.philipsActivity };
    }
    default:
      return problem({ code: 'units', units: facts.units });
  }
}
