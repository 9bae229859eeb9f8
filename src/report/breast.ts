/** What is said of a lesion on breast ultrasound: the sentence of the report, and its numbers as data. */
import type { Finding, Measurement } from '../domain/finding';
import { decimal, lengthText, sizeText } from './format';
import type { ReportLanguage } from '../domain/report-facts';

/**
 * "见病灶（Se1, Im2），大小约 12.0 mm×8.1 mm，宽…，深…，纵横比 0.65，面积 …。"; undefined for other findings. Neither the
 * suggested descriptors nor the suspicion score are said here: descriptors come from the form that the reader filled in.
 * @param where series and image, or empty
 */
export function breastText(
  finding: Finding,
  where: string,
  label: string,
  language: ReportLanguage,
): string | undefined {
  if (!finding.breast) return undefined;
  const { longAxis, shortAxis, volume } = finding.measurements;
  const { width, depth, depthToWidth } = finding.breast.measures;
  const text = (m: Measurement): string => lengthText(m, language);
  const ratio = decimal(depthToWidth.value, 2);
  const axes = `${text(longAxis)} × ${text(shortAxis)}`;
  const at = where && (language === 'zh' ? `（${where}）` : ` (${where})`);
  return language === 'zh'
    ? `${label}${at}：大小约${axes}，宽${text(width)}，深${text(depth)}，纵横比${ratio}，面积${sizeText(volume, 'zh')}${longestText(finding, 'zh')}。`
    : `${label}${at}: ${axes}, width ${text(width)}, depth ${text(depth)}, depth to width ${ratio}, area ${sizeText(volume, 'en')}${longestText(finding, 'en')}.`;
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
export function breastJson<M>({ breast }: Pick<Finding, 'breast'>, measurement: (m: Measurement) => M) {
  if (!breast) return null;
  const { width, depth, depthToWidth, angle } = breast.measures;
  return {
    width: measurement(width),
    depth: measurement(depth),
    depthToWidth: measurement(depthToWidth),
    tallerThanWide: breast.tallerThanWide,
    angleToSkin: measurement(angle),
    region: breast.region,
    /** Proposed by outline and image; what the reader confirmed stands in the form. */
    suggested: breast.suggested,
  };
}
