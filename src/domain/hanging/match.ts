/** What a series is good for: kind, plane, thickness, kernel, sequence, and scores by them. Lengths in mm. */
import { frameInstance, seriesFrames } from '../frames';
import { cross, distance, type Vec3 } from '../geometry';
import type { Series } from '../study';

export type Plane = 'axial' | 'coronal' | 'sagittal';

/** Why a series is shown late or not at all; `image` is one to read. */
export type SeriesKind = 'image' | 'localizer' | 'doseReport' | 'screenshot' | 'derived' | 'document';

export type Kernel = 'sharp' | 'soft';

export type Sequence = 't1' | 't1c' | 't2' | 'flair' | 'dwi' | 'adc' | 'swi' | 'stir' | 'pd' | 'angio';

const words = (s: Series): string => `${s.description} ${s.protocol}`;

const SECONDARY_CAPTURE = '1.2.840.10008.5.1.4.1.1.7';
const documents = new Set(['SR', 'PR', 'KO', 'SEG', 'RTSTRUCT', 'RTPLAN', 'RTDOSE', 'REG', 'DOC', 'AU']);

export function kindOf(series: Series): SeriesKind {
  const first = series.instances[0];
  if (!first || documents.has(series.modality)) return 'document';
  const type = first.imageType.map((t) => t.toUpperCase());
  const text = words(series);
  if (/dose.?(report|info|sum|rec)|patient.?protocol|exam.?protocol|剂量/i.test(text)) return 'doseReport';
  if (series.part?.kind === 'localizer' || type.includes('LOCALIZER')) return 'localizer';
  if (/scout|topogram|localizer|localiser|survey|surview|scanogram|定位/i.test(text)) return 'localizer';
  if (first.sopClassUid.startsWith(SECONDARY_CAPTURE) || series.modality === 'SC' || series.modality === 'OT')
    return 'screenshot';
  if (/screen.?(save|shot|cap)|截图|截屏/i.test(text)) return 'screenshot';
  // Volume renderings are colour pictures; every coloured CT or MR is made, not measured.
  if ((series.modality === 'CT' || series.modality === 'MR') && first.samplesPerPixel > 1) return 'derived';
  if (series.modality === 'CT' && (type[0] === 'DERIVED' || type.includes('REFORMATTED'))) return 'derived';
  if (/\b(mip|minip|vrt|mpr|3d.?render|ssd)\b|曲面|重建像/i.test(text) && type[0] === 'DERIVED')
    return 'derived';
  return 'image';
}

/** Anatomical plane that the images lie in, to the nearest; undefined without orientation. */
export function planeOf(series: Series): Plane | undefined {
  const frames = seriesFrames(series);
  const middle = frames[Math.floor(frames.length / 2)];
  const o = middle && frameInstance(middle.instance, middle.frame).imageOrientation;
  if (!o) return undefined;
  const n = cross([o[0], o[1], o[2]], [o[3], o[4], o[5]]).map(Math.abs);
  return (['sagittal', 'coronal', 'axial'] as const)[n.indexOf(Math.max(...n))];
}

/** Distance between neighbouring slices, from positions in the middle of the stack, else the slice thickness. */
export function stepOf(series: Series): number | undefined {
  const frames = seriesFrames(series);
  const at = (n: number): Vec3 | undefined =>
    frames[n] && frameInstance(frames[n].instance, frames[n].frame).imagePosition;
  const n = Math.floor(frames.length / 2);
  const [a, b] = [at(n - 1), at(n)];
  const mm = a && b ? distance(a, b) : 0;
  return mm > 0.01 ? mm : series.instances[0]?.sliceThickness;
}

export const imageCount = (series: Series): number => seriesFrames(series).length;

/** Thinner than this is "thin" for the lung and for reformats. */
export const THIN_MM = 1.6;

/** Can other planes be cut from it without looking like a ladder? */
export function reformats(series: Series): boolean {
  const first = series.instances[0];
  const step = stepOf(series);
  const placed = Boolean(first?.pixelSpacing) && planeOf(series) !== undefined;
  return placed && imageCount(series) >= 20 && step !== undefined && step <= 3.1;
}

/**
 * Sharp or soft convolution kernel, by the makers' names: Siemens B/I/Br/Bl/Hr + number (50 and more is sharp), GE and
 * UIH by words, Canon FC numbers (30 to 39 bone, 50 to 59 lung, 80 to 89 high resolution), Philips letters. Undefined: unknown.
 */
export function kernelOf(series: Series): Kernel | undefined {
  const name = series.kernel.trim().toUpperCase();
  if (/LUNG|BONE|EDGE|SHARP|CHST|ULTRA|DETAIL\+/.test(name)) return 'sharp';
  if (/STAND|STND|SOFT|SMOOTH|DETAIL|BRAIN/.test(name)) return 'soft';
  const canon = /^FC(\d+)/.exec(name);
  if (canon) return /^(3|5|8)\d$/.test(canon[1]) ? 'sharp' : 'soft';
  const siemens = /^(?:BL|BR|BV|BF|HR|HC|QR|[BHICDTUS])(\d\d)/.exec(name);
  if (siemens) return Number(siemens[1]) >= 50 ? 'sharp' : 'soft';
  if (/^(L|YA|YB|YC|YD|D|E)$/.test(name)) return 'sharp';
  if (/^(A|B|C|UA|UB|UC)$/.test(name)) return 'soft';
  const text = words(series);
  if (/lung|hrct|bone|sharp|肺窗|骨窗|高分辨|骨算法|肺算法/i.test(text)) return 'sharp';
  if (/mediast|soft|standard|纵隔|软组织|标准/i.test(text)) return 'soft';
  return undefined;
}

/** MR sequence by the names that scanners and technicians give. Undefined: unknown. */
export function sequenceOf(series: Series): Sequence | undefined {
  const text = ` ${words(series)} `.replaceAll(/[_\-./()[\]]/g, ' ');
  const type = series.instances[0]?.imageType.map((t) => t.toUpperCase()) ?? [];
  if (/\badc\b|apparent.?diff|表观弥散|表观扩散/i.test(text) || type.includes('ADC')) return 'adc';
  if (/dwi|diff|\bep2d\b|\bb ?(?:800|1000|1500)\b|弥散|扩散/i.test(text) || type.includes('DIFFUSION'))
    return 'dwi';
  if (/swi|suscep|swan|\bt2 ?\*|磁敏感/i.test(text)) return 'swi';
  if (/tof|\bmra\b|\bmrv\b|血管/i.test(text)) return 'angio';
  if (/flair|dark.?fluid|黑水|水抑制/i.test(text)) return 'flair';
  if (/stir|\btirm\b/i.test(text)) return 'stir';
  if (/t1|mprage|bravo|\bvibe\b|lava|thrive|spgr/i.test(text))
    return /\+ ?c\b|\bc\+|\bgd\b|post|contrast|enhanc|增强|延迟/i.test(text) || series.contrastAgent !== ''
      ? 't1c'
      : 't1';
  if (/t2|haste|ssfse|trufi|fiesta/i.test(text)) return 't2';
  if (/\bpd|proton|质子/i.test(text)) return 'pd';
  return undefined;
}

/** Reasons that a score is made of; the catalogue names them. */
export type Reason =
  | 'thin'
  | 'thick'
  | 'kernelFits'
  | 'kernelUnknown'
  | 'planeFits'
  | 'manyImages'
  | 'contrast'
  | 'derived'
  | 'few';

export interface Score {
  readonly score: number;
  readonly reasons: readonly Reason[];
}

export interface Wanted {
  readonly kernel?: Kernel;
  readonly plane?: Plane;
  /** Reading lung, bone and reformats asks for thin slices; reading soft tissue takes what is there. */
  readonly thin?: boolean;
}

/** How well a cross-sectional series fits; higher is better, comparable within one study only. */
export function scoreOf(series: Series, wanted: Wanted): Score {
  const reasons: Reason[] = [];
  let score = 0;
  const give = (points: number, reason: Reason): void => {
    score += points;
    reasons.push(reason);
  };
  const count = imageCount(series);
  if (count < 5) give(-40, 'few');
  else if (count >= 20) give(10, 'manyImages');
  if (kindOf(series) === 'derived') give(-30, 'derived');
  if (wanted.plane && planeOf(series) === wanted.plane) give(50, 'planeFits');
  if (wanted.kernel) {
    const kernel = kernelOf(series);
    if (kernel === wanted.kernel) give(30, 'kernelFits');
    else if (kernel === undefined) give(10, 'kernelUnknown');
  }
  const step = stepOf(series);
  if (wanted.thin && step !== undefined) {
    if (step <= THIN_MM) give(20, 'thin');
    else if (step > 3.1) give(-5, 'thick');
  }
  if (series.contrastAgent !== '') give(1, 'contrast');
  return { score, reasons };
}

/** The best of some series, and why; of equals the first. */
export function bestOf(
  series: readonly Series[],
  wanted: Wanted,
): { readonly series: Series; readonly reasons: readonly Reason[] } | undefined {
  let best: { series: Series; score: number; reasons: readonly Reason[] } | undefined;
  for (const s of series) {
    const { score, reasons } = scoreOf(s, wanted);
    if (!best || score > best.score) best = { series: s, score, reasons };
  }
  return best && { series: best.series, reasons: best.reasons };
}

const kindOrder: readonly SeriesKind[] = ['image', 'derived', 'screenshot', 'localizer', 'doseReport'];

/** Series with pixels in the order in which they are offered: images by number, then made ones, localizers last. */
export function inReadingOrder(series: readonly Series[]): Series[] {
  return series
    .map((s) => ({ s, rank: kindOrder.indexOf(kindOf(s)) }))
    .filter(({ rank }) => rank >= 0)
    .sort((a, b) => a.rank - b.rank || (a.s.number ?? 1e9) - (b.s.number ?? 1e9))
    .map(({ s }) => s);
}
