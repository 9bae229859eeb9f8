/** Findings as earlier versions saved them, taken over into what they are now. */
import type { Finding } from './finding';
import { shapeOf, type UltrasoundFacts, type UltrasoundShape } from './ultrasound-facts';

/** What an analysis had found on a breast stood in a field of its own (`breast`) in work saved by earlier versions. */
interface FactsOfBefore extends Omit<UltrasoundFacts, keyof UltrasoundShape> {
  readonly measures: UltrasoundShape;
}

/** A finding as it was saved, with its facts in the one field that they have now; any other as it is. */
export function withUltrasoundFacts(saved: Finding): Finding {
  const { breast, ...finding } = saved as Finding & { readonly breast?: FactsOfBefore };
  if (!breast) return saved;
  const { measures, region, atBorder, suggested, suspicion } = breast;
  return {
    ...finding,
    ultrasound: {
      ...shapeOf(measures),
      region,
      ...(atBorder && { atBorder }),
      suggested,
      ...(suspicion && { suspicion }),
    },
  };
}
