/** Images whose identifiers this program made up: objects that refer to them fit no archive. */
import type { ReportLanguage } from './report-facts';
import type { Series } from './study';

/** How many images of a series have UIDs that no scanner gave them. */
export interface MadeIdentifiers {
  /** Study, Series or SOP Instance UID was missing in the file. */
  readonly missing: number;
  /** Another image had the same SOP Instance UID. */
  readonly shared: number;
}

/** @returns undefined when every identifier is the files' own. */
export function madeIdentifiers({ instances }: Pick<Series, 'instances'>): MadeIdentifiers | undefined {
  const count = (key: 'uidsMade' | 'uidShared'): number =>
    instances.filter((one) => one.warnings?.includes(key)).length;
  const made = { missing: count('uidsMade'), shared: count('uidShared') };
  return made.missing + made.shared > 0 ? made : undefined;
}

/** The sentence for an exported object; empty when every identifier is the files' own. */
export function identifierNote(series: Pick<Series, 'instances'>, language: ReportLanguage): string {
  const made = madeIdentifiers(series);
  if (!made) return '';
  const { missing, shared } = made;
  const images = series.instances.length;
  if (language === 'zh') {
    const why = [
      missing > 0 ? `${missing} 幅图像的文件缺少标识（UID）` : '',
      shared > 0 ? `${shared} 幅图像的标识与其他图像重复` : '',
    ];
    const reasons = why.filter(Boolean).join('，');
    return `所引用的 ${images} 幅图像中，${reasons}；由本软件另编，与任何存档系统中的图像不对应。`;
  }
  const why = [
    missing > 0 ? `${missing} had identifiers (UIDs) missing in the file` : '',
    shared > 0 ? `${shared} shared an identifier with another image` : '',
  ];
  return `Of the ${images} images referred to, ${why.filter(Boolean).join(' and ')}: they were made up by this software and match no archive.`;
}
