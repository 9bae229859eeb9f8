/** What a manifest's `expect` phrase allows. Phrases are words for people: only clear contradictions are told. */
import type { CaseAnswer } from './page';

export interface Outcome {
  readonly kind: 'shown' | 'shown with warning' | 'refused';
  /** File warnings, warnings about the study, and reasons of files and frames that are not shown; each once. */
  readonly words: readonly string[];
}

export function outcomeOf(answer: CaseAnswer): Outcome {
  const words = new Set<string>(answer.studyWarnings);
  for (const r of answer.results) {
    for (const w of r.warnings ?? []) words.add(w);
    if (r.status !== 'loaded') words.add(`${r.reason ?? 'no reason'}`);
  }
  const refused = answer.series.flatMap((s) => s.refused);
  for (const r of refused) words.add(r.replace(/^.*?: (\w+).*$/s, '$1'));
  const shown = answer.series.some((s) => s.shown > 0 || s.instances > 0) && refused.length === 0;
  const some = answer.series.some((s) => s.shown > 0);
  const listed = [...words];
  if (!some && !shown) return { kind: 'refused', words: listed };
  return { kind: listed.length > 0 ? 'shown with warning' : 'shown', words: listed };
}

/** @returns what contradicts the phrase; empty when nothing does. */
export function contradictions(expect: string, answer: CaseAnswer): string[] {
  const { kind, words } = outcomeOf(answer);
  const wrong: string[] = [];
  const either = /\bor (reject|refuse|clear message|with message|show)\b|show or\b/.test(expect);
  const mayShow = !/^reject\b/.test(expect) || either || /partial/.test(expect);
  const mayRefuse =
    either || !/^(show|stack|sorted|warn|shown|same|split|orientation|L\/R|MPR|\d+ slices)\b/.test(expect);
  if (kind !== 'refused' && !mayShow && !expect.startsWith('error message or')) wrong.push(`is ${kind}`);
  if (kind !== 'refused' && /^error message(;|$)/.test(expect)) wrong.push(`is ${kind}`);
  // A warning that stands where the image would stand is one too; "no pixel data" is what is asked for there.
  const refusalWarns = expect.startsWith('warn') || /no pixel data/.test(expect);
  if (kind === 'refused' && !mayRefuse && !refusalWarns) wrong.push(`is refused (${words.join(', ')})`);
  // Series are judged by what else they must be: their warnings may be the volume's.
  const asksWarning = /^(warn\b|show with a warning)/.test(expect) && !/uneven|MPR/.test(expect);
  if (asksWarning && kind === 'shown') wrong.push('has no warning');
  if (/patient mismatch|warn loudly/.test(expect) && !words.includes('patientMismatch'))
    wrong.push('patients are not told apart');
  const millimetres = answer.series.some((s) => s.millimetres);
  if (/no mm\b|never in mm/.test(expect) && !/ or isotropic/.test(expect) && millimetres)
    wrong.push('has lengths in mm');
  const offered = answer.series.some((s) => s.mpr === 'offered');
  if (/(^|; |, )(no MPR|MPR not offered)(;|,|$)/.test(expect) && offered) wrong.push('MPR is offered');
  if (/not called HU/.test(expect) && !words.some((w) => w === 'noRescale' || w === 'slope'))
    wrong.push('values pass for HU');
  const frames = /show (\d+) frames/.exec(expect)?.[1];
  const shown = answer.series.reduce((n, s) => n + s.shown, 0);
  if (frames && shown !== Number(frames)) wrong.push(`shows ${shown} frames`);
  const slices = /^(\d+) slices shown/.exec(expect)?.[1];
  if (slices && shown < Number(slices)) wrong.push(`shows ${shown} slices`);
  for (const r of answer.results)
    if (r.status !== 'loaded' && !r.reason) wrong.push(`${r.path} has no reason`);
  return wrong;
}
