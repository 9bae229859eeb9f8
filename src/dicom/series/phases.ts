/** Several images at one position: which repetition each belongs to. */
import type { PhaseFacts, PhaseKind } from '../../domain/frame-facts';
import { isPlaced } from './sort';
import { byNumber, heightOf, normalOf, type Unit } from './unit';

export interface Phase {
  readonly units: readonly Unit[];
  readonly by: PhaseKind;
  readonly value?: number;
}

/** In this order: what was meant to tell phases apart comes before what happens to. */
const kinds: readonly (keyof PhaseFacts)[] = [
  'temporal',
  'percent',
  'bValue',
  'echo',
  'trigger',
  'acquisition',
];
/** Kinds whose value a reader wants to see. */
const telling: ReadonlySet<PhaseKind> = new Set(['percent', 'bValue', 'echo', 'trigger']);

/** Longer series of volumes (fMRI) stay one stack: a list of hundreds of entries helps nobody. */
const MOST_PHASES = 40;

/**
 * Splits images of one direction that repeat their positions into phases; undefined when they do not. All phases
 * of a split hold each position at most once. Images that only repeat here and there are duplicates, no phases.
 */
export function splitPhases(group: readonly Unit[]): Phase[] | undefined {
  if (!isPlaced(group) || group.length < 2) return undefined;
  const normal = normalOf(group[0].orientation!);
  const place = new Map(group.map((u) => [u, placeKey(u, heightOf(u, normal))]));
  const places = new Set(place.values()).size;
  // One position only is a film of one slice.
  if (places === group.length || places < 2) return undefined;
  const repeats = (units: readonly Unit[]): boolean =>
    new Set(units.map((u) => place.get(u))).size < units.length;

  for (const by of kinds) {
    const classes = new Map<number, Unit[]>();
    let missing = false;
    for (const unit of group) {
      const value = unit.phase?.[by];
      if (value === undefined) missing = true;
      else (classes.get(value) ?? classes.set(value, []).get(value)!).push(unit);
    }
    if (missing || classes.size < 2 || classes.size > MOST_PHASES) continue;
    const all = [...classes].sort(([a], [b]) => a - b);
    // A scan that goes on in a second acquisition with one slice doubled is no 4-D series.
    if (all.some(([, units]) => repeats(units) || units.length < places / 2)) continue;
    return all.map(([value, units]) => ({ units, by, ...(telling.has(by) && { value }) }));
  }
  return byOrder(group, place, places);
}

/** Every position the same number of times: the n-th image of each position is phase n. */
function byOrder(
  group: readonly Unit[],
  place: ReadonlyMap<Unit, string>,
  places: number,
): Phase[] | undefined {
  const count = group.length / places;
  if (!Number.isInteger(count) || count < 2 || count > MOST_PHASES) return undefined;
  const first = (u: Unit): number => u.phase?.temporal ?? u.phase?.trigger ?? u.phase?.acquisition ?? 0;
  const seen = new Map<string, number>();
  const phases = Array.from({ length: count }, (): Unit[] => []);
  for (const unit of [...group].sort((a, b) => first(a) - first(b) || byNumber(a, b))) {
    const key = place.get(unit)!;
    const n = seen.get(key) ?? 0;
    if (n >= count) return undefined;
    phases[n].push(unit);
    seen.set(key, n + 1);
  }
  return phases.map((units) => ({ units, by: 'order' }));
}

/** Frames of different stacks (0020,9056) may share a height. 0.02 mm is rounding. */
const placeKey = (unit: Unit, height: number): string => `${unit.stack ?? ''}|${Math.round(height / 0.02)}`;
