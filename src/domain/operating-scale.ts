/** What a detector's threshold costs and gives, as its manifest states it: the scale of the reader's slider. */

export interface ScalePoint {
  /** Candidate score, 0..1: this and above is marked. */
  readonly threshold: number;
  /** Mean number of false marks in a scan, measured. */
  readonly falsePerScan: number;
  /** Share of the reference lesions that are found, 0..1, with its 95 % interval where one is stated. */
  readonly sensitivity: number;
  readonly ci?: readonly [low: number, high: number];
}

/** What of a manifest is read here. */
interface Stated {
  readonly froc?: readonly ScalePoint[];
  readonly operatingPoints: readonly Readonly<Record<string, unknown>>[];
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** An operating point as a point of the scale; undefined where it lacks a figure. Its false marks: of the worst scan. */
function ofPoint(point: Readonly<Record<string, unknown>>): ScalePoint | undefined {
  const { threshold, sensitivity, falseFindingsPerScan } = point;
  if (typeof threshold !== 'number' || !isRecord(sensitivity) || !isRecord(falseFindingsPerScan))
    return undefined;
  const scans = Object.values(falseFindingsPerScan).filter((n): n is number => typeof n === 'number');
  const share = sensitivity.sensitivity;
  const ci: unknown = sensitivity.ci;
  if (scans.length === 0 || typeof share !== 'number') return undefined;
  return {
    threshold,
    falsePerScan: Math.max(...scans),
    sensitivity: share,
    ...(Array.isArray(ci) && { ci: [Number(ci[0]), Number(ci[1])] as const }),
  };
}

/**
 * The points of a manifest, the strictest first: its FROC, or its operating points where it has none. Empty when the
 * manifest says of neither how many false marks it gives.
 */
export function scaleOf({ froc, operatingPoints }: Stated): readonly ScalePoint[] {
  const points = froc?.length ? froc : operatingPoints.map(ofPoint).filter((p) => p !== undefined);
  return [...points].sort((a, b) => b.threshold - a.threshold);
}

/** Where a threshold stands on the scale: the place of the nearest point; -1 on an empty scale. */
export function placeOn(scale: readonly ScalePoint[], threshold: number): number {
  let best = -1;
  scale.forEach((point, n) => {
    const nearer =
      best < 0 || Math.abs(point.threshold - threshold) < Math.abs(scale[best].threshold - threshold);
    if (nearer) best = n;
  });
  return best;
}
