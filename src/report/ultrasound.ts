/** A lesion on ultrasound in the report's words: what, where, how large, how it lies to the skin. */
import type { Finding, Measurement } from '../domain/finding';
import { lengthFigure } from '../domain/figures';
import type { ReportLanguage } from '../domain/report-facts';
import { withUltrasoundFacts } from '../domain/saved-finding';
import { tallerThanWide } from '../domain/ultrasound-facts';
import { organOf } from '../domain/ultrasound-finding';
import { lengthText } from './format';
import { structureName } from './structures';

type Both = Readonly<Record<ReportLanguage, string>>;
const sites: Readonly<Record<string, Both>> = {
  right: { zh: '右叶', en: 'right lobe' },
  left: { zh: '左叶', en: 'left lobe' },
  isthmus: { zh: '峡部', en: 'isthmus' },
};
const levels: Readonly<Record<string, Both>> = {
  upper: { zh: '上部', en: 'upper' },
  middle: { zh: '中部', en: 'middle' },
  lower: { zh: '下部', en: 'lower' },
};

/** 「甲状腺右叶中部结节」, "thyroid nodule in the middle part of the right lobe"; another lesion by its name. */
export function ultrasoundName(finding: Finding, language: ReportLanguage): string {
  const { site, level } = finding.thyroid ?? {};
  // The lobe says the side.
  const name = structureName({ ...finding, laterality: undefined }, language);
  if (organOf(finding) !== 'thyroid' || !site) return name;
  const where = sites[site][language];
  const third = level && levels[level][language];
  if (language === 'zh') return `甲状腺${where}${third ?? ''}结节`;
  return third ? `${name} in the ${third} part of the ${where}` : `${name} in the ${where}`;
}

/** "12.1 × 8.0 mm", long axis by short. */
export const ultrasoundSize = ({ measurements: m }: Finding, language: ReportLanguage): string =>
  `${lengthFigure(m.longAxis.value)} × ${lengthText(m.shortAxis, language)}`;

/** "，横径11.8 mm，前后径8.0 mm，纵横比0.68": as measured, without a word on what it means. */
export function ultrasoundShape({ ultrasound }: Finding, language: ReportLanguage): string {
  if (!ultrasound) return '';
  const { width, depth, depthToWidth } = ultrasound;
  const ratio = depthToWidth.value.toFixed(2);
  return language === 'zh'
    ? `，横径${lengthText(width, 'zh')}，前后径${lengthText(depth, 'zh')}，纵横比${ratio}`
    : `, width ${lengthText(width, 'en')}, depth ${lengthText(depth, 'en')}, depth to width ${ratio}`;
}

/** Of a film: where the long axis is longest, unless that is the frame that was measured. */
export function longestText({ film, keyImage }: Finding, language: ReportLanguage): string {
  if (!film || film.longest.frame === keyImage.frame) return '';
  const { frame, longAxis } = film.longest;
  const length = lengthText(longAxis, language);
  return language === 'zh'
    ? `；动态图像上最长径${length}（第${frame}帧）`
    : `; longest over the film ${length} (frame ${frame})`;
}

/** Every measurement keeps its unit, method and calibration. Null for other findings. */
export function ultrasoundJson<M>(finding: Finding, measurement: (m: Measurement) => M) {
  const { ultrasound } = withUltrasoundFacts(finding);
  if (!ultrasound) return null;
  const { width, depth, depthToWidth, angle } = ultrasound;
  return {
    width: measurement(width),
    depth: measurement(depth),
    depthToWidth: measurement(depthToWidth),
    tallerThanWide: tallerThanWide(ultrasound),
    angleToSkin: measurement(angle),
    region: ultrasound.region ?? null,
    /** Proposed by outline and image; what the reader confirmed stands in the form. */
    suggested: ultrasound.suggested ?? null,
  };
}
