/** What tells repeated images of one position apart, of a whole object and of one frame of an enhanced one. */
import type { PhaseFacts } from '../../domain/frame-facts';
import { double } from './double';
import type { Tags } from './tags';

/** Nothing is undefined in the result but absent, so that facts can be counted. */
function known(facts: PhaseFacts): PhaseFacts | undefined {
  const entries = Object.entries(facts).filter(([, value]) => value !== undefined);
  return entries.length > 0 ? (Object.fromEntries(entries) as PhaseFacts) : undefined;
}

/** Facts of a classic object. */
export const readPhase = (t: Tags): PhaseFacts | undefined =>
  known({
    temporal: t.decimal('x00200100'),
    acquisition: t.decimal('x00200012'),
    echo: t.decimal('x00180081'),
    bValue: double(t, 'x00189087'),
    trigger: t.decimal('x00181060'),
    percent: double(t, 'x00209241'),
  });

/** Facts of one frame; `group` finds a functional group of it by the tag of its sequence. */
export function readFramePhase(group: (tag: string) => Tags | undefined): PhaseFacts | undefined {
  const content = group('x00209111');
  return known({
    temporal: content?.uint32('x00209128'),
    acquisition: content?.uint16('x00209156'),
    echo: double(group('x00189114'), 'x00189082'),
    bValue: double(group('x00189117'), 'x00189087'),
    trigger: double(group('x00189118'), 'x00209153'),
    percent: double(group('x00189118'), 'x00209241'),
  });
}
