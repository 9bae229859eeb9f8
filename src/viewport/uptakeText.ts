/** Windows, units and sources of values in the reader's words. */
import { clockText } from '../domain/dicom-time';
import { unitText } from '../domain/annotation/values';
import { leanMass } from '../domain/lean-mass';
import type { Series } from '../domain/study';
import type { SuvBasis, SuvProblem } from '../domain/suv';
import { uptakeOf, type Uptake } from '../domain/uptake';
import { doseUnit } from './doseUnit';
import type { Say } from './say';
import type { Window } from './window';

/** Hundredths; four figures of what is smaller than one. */
const tidy = (value: number): number =>
  Math.abs(value) < 1 ? Number.parseFloat(value.toPrecision(4)) : Math.round(value * 100) / 100;

/** "SUVbw (g/ml)", "Bq/ml", "counts". */
export const uptakeUnit = (uptake: Uptake, say: Say): string =>
  uptake.kind === 'suv' ? say('uptake.suv') : unitText(uptake.unit);

/**
 * A window in words: of a PET its two ends with their unit, of all others width and centre.
 * @param rescaleType of the image on show; Dose Units of an RT Dose
 */
export function windowText(
  { center, width }: Pick<Window, 'center' | 'width'>,
  series: Series,
  rescaleType: string | undefined,
  say: Say,
): string {
  const uptake = uptakeOf(series);
  if (uptake) {
    // Four figures: what a Bq/ml has behind the point nobody reads.
    const figures = (value: number): number => Number.parseFloat(value.toPrecision(4));
    const [from, to] = [figures(center - width / 2), figures(center + width / 2)];
    return `${uptakeUnit(uptake, say)} ${from}–${to}`.trim();
  }
  return `W ${tidy(width)}  L ${tidy(center)} ${doseUnit(series.modality, rescaleType, say)}`.trim();
}

/** Why there is no SUV, each thing that is missing by its name. */
function whyNoSuv(problem: SuvProblem, say: Say): string {
  switch (problem.code) {
    case 'missing':
      return say('uptake.why.missing', {
        what: problem.inputs.map((input) => say(`uptake.input.${input}`)).join(say('uptake.and')),
      });
    case 'notCorrected':
      return say(`uptake.why.notCorrected.${problem.what}`);
    case 'implausible':
      return say('uptake.why.implausible', {
        what: say(`uptake.input.${problem.input}`),
        value: `${problem.value} ${{ weight: 'kg', dose: 'Bq', halfLife: 's' }[problem.input]}`,
      });
    case 'units':
      return say('uptake.why.units', { units: problem.units });
    case 'suvType':
      return say('uptake.why.suvType', { type: problem.type });
    case 'longDelay':
      return say('uptake.why.longDelay', { hours: Math.round(problem.hours) });
    default:
      return say(`uptake.why.${problem.code}`);
  }
}

/** The line that a view of a PET without SUV carries; undefined for all others. */
export function noSuvNote(series: Series, say: Say): string | undefined {
  const uptake = uptakeOf(series);
  return uptake?.kind === 'own' ? say('uptake.none', { why: whyNoSuv(uptake.problem, say) }) : undefined;
}

function basisText(basis: SuvBasis, say: Say): string[] {
  const { by, dose, injectedAt, scannedAt, scanTimeOf, halfLife, weight } = basis;
  const parts = [
    by === 'start' && scannedAt !== undefined
      ? say(`uptake.by.start.${scanTimeOf ?? 'series'}`, { at: clockText(scannedAt) })
      : say(`uptake.by.${by}`),
  ];
  if (dose !== undefined) {
    const mbq = tidy(dose / 1e6);
    parts.push(
      injectedAt === undefined
        ? say('uptake.dose', { mbq })
        : say(basis.overMidnight ? 'uptake.doseBefore' : 'uptake.doseAt', { mbq, at: clockText(injectedAt) }),
    );
  }
  if (halfLife !== undefined) parts.push(say('uptake.halfLife', { minutes: Math.round(halfLife / 6) / 10 }));
  if (weight !== undefined) parts.push(say('uptake.weight', { kg: tidy(weight) }));
  return parts;
}

/**
 * Where the values of a PET come from: what its SUV was made with, and SUL beside it where height and sex are given;
 * or its own unit and why there is no SUV. Undefined for what is no PET.
 */
export function uptakeSource(series: Series, say: Say): string | undefined {
  const uptake = uptakeOf(series);
  if (!uptake) return undefined;
  const unit = uptakeUnit(uptake, say);
  if (uptake.kind === 'own')
    return say('uptake.source', { unit: unit || say('uptake.noUnit'), how: noSuvNote(series, say) ?? '' });
  const parts = basisText(uptake.basis, say);
  const { weight, height, sex = '' } = series.instances[0]?.pet ?? {};
  const lean = uptake.basis.weight === undefined ? undefined : leanMass('janmahasatian', sex, weight, height);
  if (lean !== undefined && weight !== undefined)
    parts.push(say('uptake.lean', { kg: lean.toFixed(1), share: (lean / weight).toFixed(3) }));
  return say('uptake.source', { unit, how: parts.join(say('uptake.and')) });
}
