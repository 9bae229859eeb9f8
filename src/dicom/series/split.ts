/**
 * A DICOM series as the stacks that it holds: apart where direction, size, pixel spacing or frame of reference
 * differ, each phase of a 4-D series by itself, localizers apart. Images without geometry stay together: there is
 * nothing that could lie.
 */
import type { SeriesPart } from '../../domain/frame-facts';
import type { InstanceRecord } from '../header/record';
import { splitPhases } from './phases';
import { sortStack } from './sort';
import { byNumber, unitsOf, type Unit } from './unit';

export interface Part {
  readonly units: readonly Unit[];
  readonly part?: SeriesPart;
}

/** Cosines may differ by this much (about one degree): scanners write them with few digits. */
const SAME_COSINE = 0.02;
/** Pixel spacings may differ by this much, mm. */
const SAME_SPACING = 1e-3;
/** Smaller sets of odd planes go together: radial and three-plane localizers would be a list of single images. */
const LEAST = 3;

const isLocalizer = (u: Unit): boolean => u.record.instance.imageType.includes('LOCALIZER');

function sameStack(a: Unit, b: Unit): boolean {
  const [i, j] = [a.record.instance, b.record.instance];
  if (isLocalizer(a) !== isLocalizer(b)) return false;
  if (!a.orientation || !a.position || !b.orientation || !b.position)
    return (a.orientation && a.position) === (b.orientation && b.position);
  return (
    i.rows === j.rows &&
    i.columns === j.columns &&
    (i.frameOfReferenceUid ?? '') === (j.frameOfReferenceUid ?? '') &&
    (a.stack ?? '') === (b.stack ?? '') &&
    a.orientation.every((c, n) => Math.abs(c - b.orientation![n]) < SAME_COSINE) &&
    (a.spacing === b.spacing ||
      (a.spacing?.every((s, n) => Math.abs(s - (b.spacing?.[n] ?? -1)) < SAME_SPACING) ?? false))
  );
}

/** Largest stack first, phases in their order, then other planes, then localizers. At least one part. */
export function splitSeries(records: readonly InstanceRecord[]): Part[] {
  const groups: Unit[][] = [];
  for (const unit of unitsOf(records)) {
    const group = groups.find((g) => sameStack(g[0], unit));
    if (group) group.push(unit);
    else groups.push([unit]);
  }
  groups.sort((a, b) => b.length - a.length || byNumber(a[0], b[0]));
  const stacks = groups.filter((g) => g.length >= LEAST && !isLocalizer(g[0]));
  // Only small sets: one list of images, as it was made.
  if (stacks.length === 0) return [{ units: groups.flatMap(sortStack) }];
  const rest = groups.filter((g) => !stacks.includes(g));
  const odd = rest.filter((g) => !isLocalizer(g[0]));
  const localizers = rest.filter((g) => isLocalizer(g[0]));
  const phased = stacks.map(splitPhases);
  const sets = stacks.length + (odd.length > 0 ? 1 : 0);
  const plane = (number: number): SeriesPart | undefined =>
    sets > 1 ? { kind: 'planes', number, of: sets } : undefined;
  const parts: Part[] = stacks.flatMap((stack, n): Part[] => {
    const phases = phased[n];
    if (!phases) return [{ units: sortStack(stack), part: plane(n + 1) }];
    return phases.map(({ units, by, value }, p) => ({
      units: sortStack(units),
      part: { kind: 'phase', number: p + 1, of: phases.length, by, ...(value !== undefined && { value }) },
    }));
  });
  if (odd.length > 0) parts.push({ units: odd.flatMap(sortStack), part: plane(sets) });
  if (localizers.length > 0)
    parts.push({ units: localizers.flatMap(sortStack), part: { kind: 'localizer' } });
  return parts;
}
