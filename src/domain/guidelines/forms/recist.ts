/**
 * RECIST 1.1 (Eisenhauer, Eur J Cancer 2009;45:228) and the WHO criteria. Lengths in mm: the longest diameter of a
 * lesion, the short axis of a node. A sum is compared with the baseline for response and with the nadir, which counts
 * the baseline, for progression.
 */
export type TargetResponse = 'CR' | 'PR' | 'SD' | 'PD' | 'NE';
export type NonTarget = 'none' | 'CR' | 'nonCrNonPd' | 'PD' | 'NE';

export interface Target {
  readonly node: boolean;
  /** mm; 0 when it is gone. */
  readonly mm: number;
  readonly organ?: string;
}

export const sumOf = (targets: readonly Pick<Target, 'mm'>[]): number =>
  Number(targets.reduce((sum, { mm }) => sum + mm, 0).toFixed(1));

/** All lesions gone and all nodes below 10 mm: complete, though the nodes leave a sum. */
export const allGone = (targets: readonly Target[]): boolean =>
  targets.length > 0 && targets.every(({ node, mm }) => (node ? mm < 10 : mm === 0));

export interface Sums {
  readonly baseline: number;
  /** Smallest sum so far; one above the baseline does not count. */
  readonly nadir: number;
  readonly now: number;
  readonly gone?: boolean;
}

/** Binary fractions of sums to 0.1 mm. */
const EPSILON = 1e-9;

export function targetResponse({ baseline, nadir, now, gone = false }: Sums): Exclude<TargetResponse, 'NE'> {
  if (gone) return 'CR';
  const least = Math.min(baseline, nadir);
  if (now >= 1.2 * least - EPSILON && now - least >= 5 - EPSILON) return 'PD';
  return now <= 0.7 * baseline + EPSILON ? 'PR' : 'SD';
}

export function overallResponse(
  target: TargetResponse,
  nonTarget: NonTarget,
  fresh: boolean,
): TargetResponse {
  if (target === 'PD' || nonTarget === 'PD' || fresh) return 'PD';
  if (target === 'NE') return 'NE';
  if (target === 'CR') return nonTarget === 'none' || nonTarget === 'CR' ? 'CR' : 'PR';
  return target;
}

export type BaselineIssue = 'tooMany' | 'perOrgan' | 'lesionSmall' | 'nodeSmall';

/** What keeps lesions from being targets: more than 5, more than 2 in an organ, below 10 mm, nodes below 15 mm. */
export function baselineIssues(targets: readonly Target[]): readonly BaselineIssue[] {
  const organs = new Map<string, number>();
  for (const { organ } of targets)
    if (organ?.trim())
      organs.set(organ.trim().toLowerCase(), (organs.get(organ.trim().toLowerCase()) ?? 0) + 1);
  return [
    ...(targets.length > 5 ? (['tooMany'] as const) : []),
    ...([...organs.values()].some((count) => count > 2) ? (['perOrgan'] as const) : []),
    ...(targets.some(({ node, mm }) => !node && mm < 10) ? (['lesionSmall'] as const) : []),
    ...(targets.some(({ node, mm }) => node && mm < 15) ? (['nodeSmall'] as const) : []),
  ];
}

/** Two perpendicular diameters in mm, then and now. */
export interface Bidimensional {
  readonly before: readonly [number, number];
  readonly now: readonly [number, number];
}

const product = ([a, b]: readonly [number, number]): number => a * b;

/**
 * WHO (Miller, Cancer 1981;47:207): sum of products in mm2, its change, and the response: complete when nothing is
 * left, partial from -50 %, progression when one lesion grew by 25 % or a new one is there. Undefined without lesions.
 */
export function whoResponse(
  lesions: readonly Bidimensional[],
  fresh: boolean,
):
  | {
      readonly before: number;
      readonly now: number;
      readonly change: number;
      readonly response: Exclude<TargetResponse, 'NE'>;
    }
  | undefined {
  const before = lesions.reduce((sum, one) => sum + product(one.before), 0);
  if (before <= 0) return undefined;
  const now = lesions.reduce((sum, one) => sum + product(one.now), 0);
  const change = now / before - 1;
  const grew = lesions.some(
    (one) => product(one.now) >= 1.25 * product(one.before) - EPSILON && product(one.now) > 0,
  );
  const response = fresh || grew ? 'PD' : now === 0 ? 'CR' : change <= -0.5 + EPSILON ? 'PR' : 'SD';
  return { before, now, change, response };
}
