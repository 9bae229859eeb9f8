import type { SuitabilityReason } from '../../domain/analysis';

type Translate = (key: string, values?: Record<string, string | number>) => string;

/** Why an analysis declines or warns, one sentence a reason, from the catalogue `analysis:suitability.*`. */
export const reasonTexts = (t: Translate, reasons: readonly SuitabilityReason[]): string[] =>
  reasons.map((reason) => t(`analysis:suitability.${reason.key}`, reason.values ?? {}));
