/** Chooses how a study is hung, and says why. */
import { ctProtocols } from './ct';
import { gridLayout, type CellContent, type Hanging } from './layout';
import { mrProtocols } from './mr';
import { petProtocols } from './pet';
import { projectionProtocols } from './projection';
import {
  filled,
  modalityWhy,
  roomFacts,
  single,
  type HangingInput,
  type Protocol,
  type ProtocolId,
  type Why,
} from './room';

const stackOf = (seriesUid: string): CellContent => ({ seriesUid, view: 'stack' });

/** One stack; several series stand in up to four. */
const ultrasound: Protocol = {
  id: 'ultrasound',
  matches: (facts) => (facts.modality === 'US' ? { score: 70, why: [modalityWhy(facts)] } : undefined),
  hang: (facts) => filled(facts.series.slice(0, 4).map((s) => stackOf(s.seriesUid))),
};

/** Everything else: the first series to read, alone. */
const plain: Protocol = {
  id: 'plain',
  matches: () => ({ score: 0, why: [{ code: 'fallback' }] }),
  hang: ({ series }) => filled(series.slice(0, 1).map((s) => stackOf(s.seriesUid))),
};

export const protocols: readonly Protocol[] = [
  ...petProtocols,
  ...ctProtocols,
  ...projectionProtocols,
  ...mrProtocols,
  ultrasound,
  plain,
];

export interface ChosenHanging {
  readonly protocol: ProtocolId;
  readonly why: readonly Why[];
  readonly hanging: Hanging;
  /** Other protocols that could hang this study, the best first. */
  readonly others: readonly ProtocolId[];
}

/**
 * The hanging of a study, on a phone always one cell. A study without pixels gets one empty cell and says so.
 * @param only hangs by this protocol, as a reader who picked it from `others`; another one when it cannot
 */
export function chooseHanging(input: HangingInput, only?: ProtocolId): ChosenHanging {
  const facts = roomFacts(input);
  const able = protocols
    .flatMap((protocol) => {
      const match = protocol.matches(facts);
      const hanging = match && protocol.hang(facts);
      return match && hanging ? [{ id: protocol.id, match, hanging }] : [];
    })
    .sort((a, b) => b.match.score - a.match.score);
  const chosen = able.find(({ id }) => id === only) ?? able[0];
  const others = able.filter((o) => o !== chosen).map(({ id }) => id);
  if (!chosen) {
    const hanging = { layout: gridLayout(1, 1), contents: [undefined] };
    return { protocol: 'plain', why: [{ code: 'nothingToShow' }], hanging, others };
  }
  const phone = input.screen === 'phone';
  const why: Why[] = [...chosen.match.why];
  if (input.prior && !facts.prior) why.push({ code: 'priorOfOther', text: input.prior.date });
  if (phone) why.push({ code: 'phone' });
  return { protocol: chosen.id, why, hanging: phone ? single(chosen.hanging) : chosen.hanging, others };
}
