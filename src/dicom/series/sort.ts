/** Order of the images of one stack. */
import { heightOf, byNumber, normalOf, type Unit } from './unit';

/** Has every unit a place along one normal? */
export const isPlaced = (group: readonly Unit[]): boolean =>
  group.every((u) => u.position !== undefined && u.orientation !== undefined);

/**
 * Sorts images of one direction: by position along the normal where all have one, else by SliceLocation where all
 * have a different one, else by instance number. Images at one position follow their numbers. Returns a new array.
 */
export function sortStack(group: readonly Unit[]): Unit[] {
  const where = placesOf(group);
  if (!where || new Set([...where.values()].map((z) => z.toFixed(2))).size === 1)
    return [...group].sort(byNumber);
  const way = runsAgainst(group, where) ? -1 : 1;
  return [...group].sort((a, b) => way * (where.get(a)! - where.get(b)!) || byNumber(a, b));
}

/** mm along the slice direction of each; undefined when the files do not say. */
function placesOf(group: readonly Unit[]): ReadonlyMap<Unit, number> | undefined {
  if (group.length < 2) return undefined;
  if (isPlaced(group)) {
    const normal = normalOf(group[0].orientation!);
    return new Map(group.map((u) => [u, heightOf(u, normal)]));
  }
  const places = group.map((u) => (u.frame === 0 ? u.record.sliceLocation : undefined));
  if (places.some((z) => z === undefined) || new Set(places).size < group.length) return undefined;
  return new Map(group.map((u, n) => [u, places[n]!]));
}

/**
 * Does the scanner count its images against the places? A reader expects image 1 first, which on an axial CT is
 * nearly always the one nearest to the head. Without numbers that tell, axial slices run from the head down.
 */
function runsAgainst(group: readonly Unit[], where: ReadonlyMap<Unit, number>): boolean {
  const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
  const numbers = group.map((u) =>
    u.frame > 0 ? u.frame : (u.record.instance.instanceNumber ?? Number.NaN),
  );
  const middle = mean(numbers);
  const places = group.map((u) => where.get(u) ?? 0);
  const centre = mean(places);
  const together = places.reduce((sum, place, n) => sum + (place - centre) * (numbers[n] - middle), 0);
  if (Number.isFinite(together) && together !== 0) return together < 0;
  const o = group[0].orientation;
  // SliceLocation grows to the head on every scanner that writes it for axial slices.
  const up = o ? normalOf(o)[2] : 1;
  return up > 0.7;
}
