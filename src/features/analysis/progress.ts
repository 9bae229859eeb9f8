import type { AnalysisProgress } from '../../domain/analysis';

/** Rough shares of a run by stage, so that one bar goes from left to right; they need not be exact. */
type Shares = readonly (readonly [AnalysisProgress['stage'], number])[];
const nodules: Shares = [
  ['load', 0.15],
  ['model', 0.05],
  ['lungs', 0.1],
  ['detect', 0.6],
  ['join', 0.02],
  ['classify', 0.03],
  ['measure', 0.05],
];
/** Begins and ends as the other, so that the stages that both have lie at the same place. */
const anyModel: Shares = [
  ['load', 0.15],
  ['model', 0.05],
  ['resample', 0.05],
  ['network', 0.65],
  ['restore', 0.05],
  ['measure', 0.05],
];

/** How much of the whole run is done, 0 to 1. */
export function wholeShare({ stage, done, total }: AnalysisProgress): number {
  let before = 0;
  for (const [name, share] of nodules.some(([own]) => own === stage) ? nodules : anyModel) {
    if (name === stage) return before + share * (total > 0 ? Math.min(done / total, 1) : 0);
    before += share;
  }
  return before;
}

/** Time left for a reader: whole seconds below a minute and a half (to 5 s from 20 s on), minutes above. */
export function timeLeft(ms: number): { readonly unit: 'seconds' | 'minutes'; readonly value: number } {
  const s = Math.max(1, Math.ceil(ms / 1000));
  if (s < 20) return { unit: 'seconds', value: s };
  return s <= 90
    ? { unit: 'seconds', value: Math.ceil(s / 5) * 5 }
    : { unit: 'minutes', value: Math.round(s / 60) };
}
