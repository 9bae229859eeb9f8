import type { LengthSource } from '../domain/calibration';
import { isWhole, type Reduction } from './mprBudget';
import type { Say } from './say';
import type { StackFacts } from './seriesGrid';

/** What planes were made with, for the reader to know. */
export interface PlanesFacts {
  readonly straightened: boolean;
  readonly interpolated: boolean;
  readonly reduction?: Reduction;
}

const one = (value: number): number => Math.round(value * 10) / 10;

/** Lines for the corner of a view: how the slices lie, and what was done about it. */
export function stackNotes(
  facts: StackFacts | undefined,
  planes: PlanesFacts | undefined,
  say: Say,
): string[] {
  const out: string[] = [];
  if (facts?.tiltDegrees !== undefined)
    out.push(
      say(planes?.straightened ? 'note.tiltCorrected' : 'note.tilt', { degrees: one(facts.tiltDegrees) }),
    );
  if (facts?.gap) {
    const { mm, missing, after } = facts.gap;
    out.push(say(planes ? 'note.gapFilled' : 'note.gap', { mm: one(mm), missing, after }));
  } else if (facts?.uneven) out.push(say(planes?.interpolated ? 'note.unevenResampled' : 'note.uneven'));
  if (facts && facts.duplicates > 0) out.push(say('note.duplicates', { count: facts.duplicates }));
  const reduction = planes?.reduction;
  if (reduction && !isWhole(reduction))
    out.push(
      say('note.reduced', {
        inPlane: reduction.inPlane,
        slices: reduction.slices,
        needed: (reduction.needed / 1024 ** 3).toFixed(1),
        budget: (reduction.budget / 1024 ** 3).toFixed(1),
      }),
    );
  return out;
}

/** Where lengths come from; empty for the plain spacing of a cross-section. */
export const lengthNote = (source: LengthSource, say: Say): string =>
  source === 'pixel' ? '' : say(`length.${source}`);
