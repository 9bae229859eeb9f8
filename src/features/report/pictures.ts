/** The pictures that a report leaves with: the map of the nodules, then a key image of each finding. */
import type { Finding } from '../../domain/finding';
import { isLungNodule } from '../../domain/lesion';
import { formatForDisplay } from '../../domain/measurement';
import type { ReportLanguage } from '../../domain/report-facts';
import type { Study } from '../../domain/study';
import { i18n } from '../../i18n';
import {
  addressText,
  imageAddress,
  isReportable,
  sizeText,
  structureName,
  ultrasoundSize,
  type KeyImage,
} from '../../report';
import { nodulesOnMap } from '../findings';
import type { ReportFacts } from './document';
import { keyImagesOf } from './files';
import { refreshShots } from './shots';
import { studyReport, useReport } from './store';

/** "Nodule 2 (Se 2, Im 96), 12.9 × 12.0 mm", in the report's language, which need not be the page's. */
export const caption = (study: Study, f: Finding, language: ReportLanguage): string =>
  i18n.getFixedT(language, 'report')(isLungNodule(f) ? 'caption' : 'captionStructure', {
    name: structureName(f, language),
    volume: f.ultrasound ? ultrasoundSize(f, language) : sizeText(f.measurements.volume, language),
    number: f.number,
    // As the sentences count: by the scanner's numbers, which every workstation shows.
    image: addressText(imageAddress(study, f), language) || f.keyImage.slice + 1,
    long: formatForDisplay(f.measurements.longAxis),
    short: formatForDisplay(f.measurements.shortAxis),
  });

/** The map of the reported nodules; the report goes without it when it cannot be made. */
async function mapOf({ findings, document: report }: ReportFacts): Promise<KeyImage[]> {
  const t = i18n.getFixedT(report.language, 'report');
  try {
    const png = await nodulesOnMap(findings.filter(isReportable), t('mapWords'));
    return png ? [{ png, caption: t('mapCaption') }] : [];
  } catch (error) {
    console.warn('map:', error);
    return [];
  }
}

/** Takes those that are missing first. */
export async function picturesOf(facts: ReportFacts): Promise<readonly KeyImage[]> {
  const { study, findings, document: report } = facts;
  await refreshShots(findings, report.language);
  const { shots } = useReport.getState();
  const images = keyImagesOf(findings, shots, studyReport(report.studyUid), (f) =>
    caption(study, f, report.language),
  );
  return [...(await mapOf(facts)), ...images];
}
