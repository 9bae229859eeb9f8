/** What the headers of a series say, as every analysis asks it. */
import type { SuitabilityReason } from '../domain/analysis';
import { cross, dot } from '../domain/geometry';
import type { FileWarning, Instance, Series, Study } from '../domain/study';

/** A step this many times the usual one is a gap; steps that differ by more than this share are uneven. */
const GAP_FACTOR = 1.5;
const UNEVEN_SHARE = 0.05;

const LOCALIZER = /^(LOCALIZER|SCOUT|TOPOGRAM)$/i;
const LOCALIZER_TEXT = /scout|topogram|localizer|surview|定位/i;
/** Age in years at the study from "062Y" and the like, or from the birth date; undefined when neither says. */
export function ageAt(study: Study): number | undefined {
  const match = /^(\d{1,3})([DWMY])$/.exec(study.patient.age.trim());
  // Scanners write 000Y for an age that nobody entered.
  if (match && Number(match[1]) > 0) {
    const perYear = { D: 365.25, W: 52.18, M: 12, Y: 1 }[match[2] as 'D' | 'W' | 'M' | 'Y'];
    return Number(match[1]) / perYear;
  }
  const day = (text: string): number =>
    /^\d{8}$/.test(text)
      ? Date.UTC(Number(text.slice(0, 4)), Number(text.slice(4, 6)) - 1, Number(text.slice(6, 8)))
      : Number.NaN;
  const years = (day(study.date) - day(study.patient.birthDate)) / (365.25 * 86_400_000);
  return Number.isFinite(years) && years >= 0 ? years : undefined;
}

/** What people wrote of a series. */
export const seriesWords = (series: Series): string => `${series.description} ${series.protocol}`;

/** Images of a series, frames counted. */
export const sliceCount = (series: Series): number =>
  series.instances.reduce((n, i) => n + Math.max(1, i.frames), 0);

export const isLocalizer = (series: Series): boolean =>
  (series.instances[0]?.imageType ?? []).some((t) => LOCALIZER.test(t)) ||
  LOCALIZER_TEXT.test(seriesWords(series));

/** May the pixels of a CT be taken as Hounsfield units, and is a pixel's size known? */
export function pixelReasons(series: Pick<Series, 'instances'>): SuitabilityReason[] {
  const out: SuitabilityReason[] = [];
  const [first] = series.instances;
  const warned = (key: FileWarning): number =>
    series.instances.filter((i) => i.warnings?.includes(key)).length;
  // What is missing was filled with blank pixels: nothing can be found there, and nothing would say so.
  const cut = warned('pixelsCut');
  if (cut > 0) out.push({ key: 'pixelsCut', values: { count: cut } });
  if (first.spacingSource === 'none' || !first.pixelSpacing) out.push({ key: 'noSpacing' });
  const type = first.rescaleType?.toUpperCase() ?? '';
  // CT without a rescale has intercept 0 and unsigned pixels: no Hounsfield units are possible then.
  const unscaled =
    first.rescaleIntercept === 0 && first.rescaleSlope === 1 && first.pixelRepresentation === 0;
  if (
    (type !== '' && type !== 'HU' && type !== 'US') ||
    unscaled ||
    first.samplesPerPixel !== 1 ||
    warned('slope') + warned('noRescale') > 0
  )
    out.push({ key: 'notHounsfield' });
  return out;
}

/** Positions along the slice normal in mm, in the series' order; undefined when a slice has none. */
export function slicePositions(instances: readonly Instance[]): number[] | undefined {
  const first = instances[0]?.imageOrientation;
  if (!first) return undefined;
  const normal = cross([first[0], first[1], first[2]], [first[3], first[4], first[5]]);
  const out: number[] = [];
  for (const instance of instances) {
    if (!instance.imagePosition) return undefined;
    out.push(dot(instance.imagePosition, normal));
  }
  return out;
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1];

/** Judges steps between slices: gaps block, uneven steps warn. Slices at one place count once. */
export function stepReasons(positions: readonly number[]): {
  block: SuitabilityReason[];
  warn: SuitabilityReason[];
  step: number;
} {
  const sorted = [...positions].sort((a, b) => a - b);
  const steps = sorted.slice(1).flatMap((p, n) => (p - sorted[n] > 1e-3 ? [p - sorted[n]] : []));
  if (steps.length === 0) return { block: [{ key: 'noPositions' }], warn: [], step: 0 };
  const step = median(steps);
  const gaps = steps.filter((s) => s > step * GAP_FACTOR).length;
  const uneven = steps.filter((s) => Math.abs(s - step) > step * UNEVEN_SHARE).length;
  return {
    block: gaps > 0 ? [{ key: 'gaps', values: { count: gaps } }] : [],
    warn: gaps === 0 && uneven > 0 ? [{ key: 'unevenSpacing', values: { count: uneven } }] : [],
    step,
  };
}

/** Was contrast medium given? False also when the header does not say. */
export const contrastOf = (series: Series): boolean =>
  /[^\s]/.test(series.contrastAgent) && !/^(none|no|without|无|平扫)$/i.test(series.contrastAgent.trim());
