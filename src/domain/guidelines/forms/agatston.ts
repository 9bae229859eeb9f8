/**
 * The Agatston score (Agatston, JACC 1990;15:827): slice by slice, parts of 130 HU and more with at least 1 mm2, each
 * weighted by its own peak on that slice; defined on contiguous slices of 3 mm, else scaled by increment / 3.
 */
export const CALCIUM_HU = 130;
/** mm2 */
export const LEAST_AREA = 1;

export const vessels = ['LM', 'LAD', 'LCX', 'RCA'] as const;
export type Vessel = (typeof vessels)[number];

/** One connected part on one slice. */
export interface CalciumPart {
  /** Slice, counted from 0. */
  readonly slice: number;
  readonly areaMm2: number;
  /** Largest HU in it. */
  readonly peak: number;
}

export function densityWeight(peak: number): 0 | 1 | 2 | 3 | 4 {
  if (peak < 130) return 0;
  if (peak < 200) return 1;
  if (peak < 300) return 2;
  return peak < 400 ? 3 : 4;
}

/** Binary fractions of pixel areas: four pixels of 0.5 mm make 1 mm2. */
const counts = ({ areaMm2, peak }: CalciumPart): boolean =>
  areaMm2 >= LEAST_AREA - 1e-9 && peak >= CALCIUM_HU;

export interface CalciumScore {
  /** Agatston units; an equivalent unless the increment is 3 mm. */
  readonly score: number;
  /** Of the parts that count, mm3. */
  readonly volume: number;
  readonly parts: number;
}

/** @param increment mm from one slice to the next */
export function agatston(parts: readonly CalciumPart[], increment: number): CalciumScore {
  const counted = parts.filter(counts);
  const area = counted.reduce((sum, part) => sum + part.areaMm2, 0);
  const weighted = counted.reduce((sum, part) => sum + part.areaMm2 * densityWeight(part.peak), 0);
  return { score: (weighted * increment) / 3, volume: area * increment, parts: counted.length };
}

export type CalciumClass = '0' | '1-10' | '11-100' | '101-400' | '>400';

/** By the score as it is printed, without decimals; what is above 0 and prints as 0 is not 0. */
export function calciumClass(score: number): CalciumClass {
  if (score <= 0) return '0';
  const shown = Math.round(score);
  if (shown <= 10) return '1-10';
  if (shown <= 100) return '11-100';
  return shown <= 400 ? '101-400' : '>400';
}

/** CAC-DRS: A0 to A3 by score, N0 to N4 by vessels with calcium. */
export function cacDrs(score: number, involved: number): string {
  const shown = score > 0 ? Math.max(1, Math.round(score)) : 0;
  const grade = shown === 0 ? 0 : shown < 100 ? 1 : shown < 300 ? 2 : 3;
  return `A${grade}/N${involved}`;
}
