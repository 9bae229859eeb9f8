import type { Series } from '../study';
import type { BodyPart } from './body-part';
import type { CellContent } from './layout';
import { imageCount, planeOf, sequenceOf, type Plane, type Sequence } from './match';
import { asPrior, filled, modalityWhy, partWhy, rowsOf, type Protocol, type StudyFacts } from './room';

interface Slot {
  readonly sequence: Sequence;
  /** Wanted plane; a series in another one comes later. */
  readonly plane?: Plane;
}

const slots = (plane: Plane | undefined, ...sequences: Sequence[]): Slot[] =>
  sequences.map((sequence) => ({ sequence, ...(plane && { plane }) }));

/** What is read first, by part. */
const wanted: Readonly<Partial<Record<BodyPart, readonly Slot[]>>> = {
  head: slots('axial', 't2', 'flair', 'dwi', 'adc', 't1', 't1c', 'swi'),
  spine: [
    ...slots('sagittal', 't2', 't1', 'stir'),
    { sequence: 't2', plane: 'axial' },
    ...slots('sagittal', 't1c'),
  ],
  limb: [
    ...slots('sagittal', 'pd', 't1', 't2'),
    { sequence: 'pd', plane: 'coronal' },
    { sequence: 'pd', plane: 'axial' },
  ],
  pelvis: slots('axial', 't2', 'dwi', 'adc', 't1c', 't1'),
  abdomen: slots('axial', 't2', 't1', 'dwi', 't1c', 'adc'),
  breast: slots('axial', 't1c', 't2', 'dwi', 'adc', 't1'),
};
const anyPart: readonly Slot[] = slots(
  undefined,
  't2',
  't1',
  'flair',
  'dwi',
  'adc',
  't1c',
  'stir',
  'pd',
  'swi',
);

const mrOf = (facts: StudyFacts): Series[] => facts.series.filter((s) => s.modality === 'MR');

/** The plane that most series share, so that what stands side by side can be compared. */
function commonPlane(series: readonly Series[]): Plane | undefined {
  const votes = new Map<Plane, number>();
  for (const s of series) {
    const plane = planeOf(s);
    if (plane) votes.set(plane, (votes.get(plane) ?? 0) + 1);
  }
  return [...votes].sort((a, b) => b[1] - a[1])[0]?.[0];
}

/** Series in the order of reading, by sequence and plane; each once, those that no slot wants last. */
export function mrOrder(facts: StudyFacts): Series[] {
  const all = mrOf(facts);
  const shared = commonPlane(all);
  const out: Series[] = [];
  const take = (fits: (s: Series) => boolean): void => {
    const left = all.filter((s) => !out.includes(s) && fits(s));
    // Of several the one with most images: repeats are often broken off.
    const best = left.reduce<Series | undefined>(
      (a, s) => (!a || imageCount(s) > imageCount(a) ? s : a),
      undefined,
    );
    if (best) out.push(best);
  };
  const list = (facts.part && wanted[facts.part.part]) ?? anyPart;
  for (const { sequence, plane = shared } of list)
    take((s) => sequenceOf(s) === sequence && (plane === undefined || planeOf(s) === plane));
  // A sequence that exists in another plane only is still worth a place.
  const found = (sequence: Sequence): boolean => out.some((s) => sequenceOf(s) === sequence);
  for (const { sequence } of list) if (!found(sequence)) take((s) => sequenceOf(s) === sequence);
  return [...out, ...all.filter((s) => !out.includes(s))];
}

const cell = (s: Series): CellContent => ({ seriesUid: s.seriesUid, view: 'stack', preset: 'auto' });

const mr: Protocol = {
  id: 'mr',
  matches: (facts) =>
    facts.modality === 'MR' ? { score: 70, why: [modalityWhy(facts), partWhy(facts)] } : undefined,
  hang: (facts) =>
    filled(
      mrOrder(facts)
        .slice(0, facts.screen === 'desktop' ? 6 : 4)
        .map(cell),
    ),
};

const mrPrior: Protocol = {
  id: 'mrPrior',
  matches: (facts) =>
    facts.modality === 'MR' && facts.prior
      ? {
          score: 90,
          why: [modalityWhy(facts), partWhy(facts), { code: 'priorBeside', text: facts.prior.study.date }],
        }
      : undefined,
  hang(facts) {
    const then = mrOrder(facts.prior!);
    const rows = mrOrder(facts).flatMap((s) => {
      const sequence = sequenceOf(s);
      const same = sequence && then.find((p) => sequenceOf(p) === sequence && planeOf(p) === planeOf(s));
      return same ? [[cell(s), asPrior(cell(same))]] : [];
    });
    return rows.length > 0 ? rowsOf(rows.slice(0, facts.screen === 'desktop' ? 2 : 1)) : undefined;
  },
};

export const mrProtocols: readonly Protocol[] = [mrPrior, mr];
