import { earlierStudies, type SaidOrders } from '../../domain/comparison';
import type { CellContent, Hanging } from '../../domain/hanging/layout';
import { chooseHanging, type ChosenHanging } from '../../domain/hanging/protocols';
import type { HangingInput, ProtocolId } from '../../domain/hanging/room';
import type { Study } from '../../domain/study';
import type { RoomContent } from '../../viewport/index';
import { windowOf } from './windows';

/** Hanging protocols for what is open: which of them fit, why, and what they put into the cells. */

/** Images narrower than this, CSS px, take one stack better than four small ones. */
export const WIDE = 1500;

/** An earlier study of the same patient among those that are open: the latest before this one. */
export const priorOf = (study: Study, open: readonly Study[], said: SaidOrders): Study | undefined =>
  earlierStudies(study, open, said)[0];

export function inputOf(study: Study, open: readonly Study[], said: SaidOrders, width: number): HangingInput {
  const prior = priorOf(study, open, said);
  const all = [study, ...(prior ? [prior] : [])].flatMap((one) => one.series);
  return {
    study,
    ...(prior && { prior }),
    screen: width <= 600 ? 'phone' : width < WIDE ? 'laptop' : 'desktop',
    imageFacts: (sopInstanceUid) => {
      for (const series of all)
        for (const one of series.instances)
          if (one.sopInstanceUid === sopInstanceUid)
            return {
              ...(one.viewPosition !== undefined && { position: one.viewPosition }),
              ...(one.laterality !== undefined && { laterality: one.laterality }),
            };
      return undefined;
    },
  };
}

/** Every protocol that can hang a study, the best first, each with its reasons. */
export function hangingsFor(input: HangingInput): readonly ChosenHanging[] {
  const best = chooseHanging(input);
  return [best, ...best.others.map((id: ProtocolId) => chooseHanging(input, id))];
}

/** Projections, mammograms and ultrasound say little one by one, and cost nothing to draw side by side. */
const small: ReadonlySet<ProtocolId> = new Set([
  'xray',
  'xrayPrior',
  'mammography',
  'mammographyPrior',
  'ultrasound',
]);

/** Is a study hung by its protocol without being asked? */
export function hangsByItself(
  { protocol, hanging }: ChosenHanging,
  wish: 'auto' | 'always' | 'never',
  width: number,
): boolean {
  if (wish === 'never' || protocol === 'plain' || hanging.contents.filter(Boolean).length < 2) return false;
  return wish === 'always' || small.has(protocol) || width >= WIDE;
}

/** Contents with the objects that they name; a series that is not open leaves its cell empty. */
export function contentsOf(
  { contents }: Hanging,
  open: readonly Study[],
): readonly (RoomContent | undefined)[] {
  return contents.map((content) => content && resolved(content, open));
}

export function resolved(content: CellContent, open: readonly Study[]): RoomContent | undefined {
  for (const study of open) {
    const series = study.series.find((one) => one.seriesUid === content.seriesUid);
    if (!series) continue;
    const window = windowOf(content.preset, series);
    const over = overOf(content, open);
    return { ...content, study, series, ...(window && { window }), ...(over && { over }) };
  }
  return undefined;
}

/** The series that a content wants over its own, with the window that it opens with. */
function overOf({ fusedWith }: CellContent, open: readonly Study[]): RoomContent['over'] {
  for (const study of open) {
    const series = study.series.find((one) => one.seriesUid === fusedWith);
    const window = series && windowOf('suv5', series);
    if (series) return { study, series, ...(window && { window }) };
  }
  return undefined;
}
