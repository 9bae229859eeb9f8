/** Which model outlined the nodules of an examination: sizes are compared like with like, or it is said that they are not. */
import type { Finding } from '../finding';

export interface OtherModel {
  /** "lung-nodule 0.2.0"; several are parted by commas. */
  readonly before: string;
  readonly now: string;
}

type Made = Pick<Finding, 'origin' | 'source' | 'review'>;

interface Maker {
  /** Model and version; unknown of a segmentation object. */
  readonly model?: string;
  /** Analysis and version, as a segmentation object names what made it. */
  readonly algorithm: string;
}

/** What made an outline; undefined where a reader drew or redrew it. */
function makerOf({ origin, source, review }: Made): Maker | undefined {
  if (review === 'edited') return undefined;
  if (origin.kind === 'analysis')
    return {
      model: `${origin.modelId} ${origin.modelVersion}`,
      algorithm: `${origin.analysisId} ${origin.analysisVersion}`,
    };
  if (source?.algorithmType !== 'AUTOMATIC' || !source.algorithmName) return undefined;
  return { algorithm: source.algorithmName };
}

const isSame = (a: Maker, b: Maker): boolean =>
  a.model !== undefined && b.model !== undefined ? a.model === b.model : a.algorithm === b.algorithm;

const listed = (makers: readonly Maker[]): string =>
  [...new Set(makers.map(({ model, algorithm }) => model ?? algorithm))].toSorted().join(', ');

/** Undefined where all were outlined by one model of one version, or a side has nothing that a model outlined. */
export function otherModel(now: readonly Made[], before: readonly Made[]): OtherModel | undefined {
  const makers = (side: readonly Made[]): readonly Maker[] => side.flatMap((one) => makerOf(one) ?? []);
  const [here, there] = [makers(now), makers(before)];
  if (here.every((a) => there.every((b) => isSame(a, b)))) return undefined;
  return { before: listed(there), now: listed(here) };
}
