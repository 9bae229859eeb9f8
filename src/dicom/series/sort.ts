/** Order of the instances of a series. */
import { cross, dot, type Vec3 } from '../../domain/geometry';
import type { Instance } from '../../domain/study';
import type { InstanceRecord } from '../header/record';

/** Unit normal of a plane, LPS: row direction x column direction. */
export function normalOf(o: NonNullable<Instance['imageOrientation']>): Vec3 {
  return cross([o[0], o[1], o[2]], [o[3], o[4], o[5]]);
}

/** Planes of one direction and size; localizers and reformats in the same series have another. */
function planeKey({ instance }: InstanceRecord): string {
  const o = instance.imageOrientation;
  // Scanners write cosines with few digits: 0.02 is about one degree.
  const direction = o ? o.map((v) => Math.round(v / 0.02)).join(',') : '';
  return `${instance.rows}x${instance.columns}|${direction}|${instance.imageType.includes('LOCALIZER')}`;
}

/** Position along the normal, mm; undefined when the file does not say. */
export function along(instance: Instance, normal: Vec3): number | undefined {
  return instance.imagePosition && dot(instance.imagePosition, normal);
}

const byNumber = (a: InstanceRecord, b: InstanceRecord): number =>
  (a.instance.instanceNumber ?? Infinity) - (b.instance.instanceNumber ?? Infinity) ||
  // Infinity - Infinity is NaN, which is falsy: falls through to the path.
  a.instance.path.localeCompare(b.instance.path, 'en', { numeric: true });

/** Which repetition of the same positions an instance belongs to: temporal position, acquisition, or none. */
const phase = (r: InstanceRecord): number => r.temporalPosition ?? r.instance.acquisitionNumber ?? 0;

function sortGroup(group: InstanceRecord[]): InstanceRecord[] {
  const first = group[0].instance.imageOrientation;
  const placed = first !== undefined && group.every((r) => r.instance.imagePosition !== undefined);
  if (!placed || group.length === 1) return group.sort(byNumber);
  const normal = normalOf(first);
  const where = new Map(group.map((r) => [r, along(r.instance, normal) ?? 0]));
  const places = new Set([...where.values()].map((z) => z.toFixed(2)));
  if (places.size === 1) return group.sort(byNumber);
  // Phases are split only when they repeat positions: a helical scan in two acquisitions stays one stack.
  const repeats = places.size < group.length && new Set(group.map(phase)).size > 1;
  const way = runsAgainstNormal(group, where) ? -1 : 1;
  return group.sort(
    (a, b) =>
      (repeats ? phase(a) - phase(b) : 0) ||
      way * ((where.get(a) ?? 0) - (where.get(b) ?? 0)) ||
      byNumber(a, b),
  );
}

/**
 * Does the scanner count its images against the normal? A reader expects image 1 first, which on an axial CT
 * is nearly always the one nearest to the head. Without numbers that tell, axial slices run from the head down.
 */
function runsAgainstNormal(
  group: readonly InstanceRecord[],
  where: ReadonlyMap<InstanceRecord, number>,
): boolean {
  const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
  const numbers = group.map((r) => r.instance.instanceNumber ?? Number.NaN);
  const middle = mean(numbers);
  const places = group.map((r) => where.get(r) ?? 0);
  const centre = mean(places);
  const together = places.reduce((sum, place, n) => sum + (place - centre) * (numbers[n] - middle), 0);
  if (Number.isFinite(together) && together !== 0) return together < 0;
  const normal = normalOf(group[0].instance.imageOrientation!);
  return Math.abs(normal[2]) > 0.7 && normal[2] > 0;
}

/**
 * Sorts a series: the largest set of equal planes first, along its normal; then localizers and other planes.
 * @returns the sorted records; the input is not changed.
 */
export function sortSeries(records: readonly InstanceRecord[]): InstanceRecord[] {
  const groups = new Map<string, InstanceRecord[]>();
  for (const r of records) {
    const key = planeKey(r);
    const group = groups.get(key);
    if (group) group.push(r);
    else groups.set(key, [r]);
  }
  const sorted = [...groups.values()].map(sortGroup);
  sorted.sort((a, b) => b.length - a.length || byNumber(a[0], b[0]));
  return sorted.flat();
}
