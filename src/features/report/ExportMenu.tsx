import { Download } from 'lucide-react';
import type { Finding } from '../../domain/finding';
import { madeIdentifiers } from '../../domain/identifiers';
import { isLungNodule } from '../../domain/lesion';
import { formatForDisplay } from '../../domain/measurement';
import type { ReportDocument, ReportLanguage } from '../../domain/report-facts';
import type { Study } from '../../domain/study';
import { i18n, useTranslation } from '../../i18n';
import {
  addressText,
  imageAddress,
  isReportable,
  sizeText,
  structureName,
  toPlainText,
  toRichText,
  unsettled,
  type KeyImage,
} from '../../report';
import { Menu, type MenuItem } from '../../ui';
import { nodulesOnMap } from '../findings';
import type { ReportFacts } from './document';
import {
  canWriteSeg,
  elsewhere,
  jsonFile,
  keyImagesOf,
  pdfFile,
  save,
  segFile,
  srFile,
  txtFile,
  zipFile,
  type ExportFile,
} from './files';
import { goToCheck } from './place';
import { refreshShots } from './shots';
import { studyReport, useReport } from './store';

/** What became of the last export, until the next one: a key of the catalogue `report:outcome.*` and its words. */
export interface Outcome {
  readonly key: 'saved' | 'failed' | 'copied' | 'notCopied' | 'unsettled';
  readonly values?: Readonly<Record<string, string | number>>;
}

interface MenuProps {
  readonly facts: ReportFacts;
  readonly onOutcome: (outcome: Outcome) => void;
}

/** The ways out of the page. Every one says what it takes along and what it leaves. */
export function ExportMenu({ facts, onOutcome }: MenuProps) {
  const { t } = useTranslation('report');
  const { document: report, findings } = facts;
  const reported = findings.filter(isReportable).length;
  const seg = canWriteSeg(facts);
  const other = elsewhere(facts).length;
  const made = madeIdentifiers(facts.series);

  const give = (make: () => ExportFile | Promise<ExportFile>) => async () => {
    try {
      const file = await make();
      save(file);
      onOutcome({ key: 'saved', values: { name: file.name } });
    } catch (error) {
      console.error('export:', error);
      onOutcome({ key: 'failed', values: { why: error instanceof Error ? error.message : String(error) } });
    }
  };
  const run = (act: () => Promise<void>) => () => void act();

  const pdf = async () => {
    await refreshShots(findings, report.language);
    const { shots } = useReport.getState();
    const images = keyImagesOf(findings, shots, studyReport(report.studyUid), (f) =>
      caption(facts.study, f, report.language),
    );
    return pdfFile(facts, [...(await mapOf(facts)), ...images]);
  };
  const copy = async () => {
    try {
      await copyReport(report);
      onOutcome({ key: 'copied' });
    } catch {
      onOutcome({ key: 'notCopied' });
    }
  };

  const srHint = [
    reported === 0 ? t('hint.srEmpty') : t('hint.sr', { count: reported - other }),
    other > 0 ? t('hint.otherSeries', { count: other }) : '',
    made ? t('hint.uidsMade', { count: made.missing + made.shared }) : '',
  ].join(' ');
  const items: MenuItem[] = [
    {
      id: 'pdf',
      label: t('export.pdf'),
      hint: t('hint.pdf'),
      testId: 'export-pdf',
      onSelect: run(give(pdf)),
    },
    { id: 'copy', label: t('export.copy'), testId: 'export-copy', onSelect: run(copy) },
    { id: 'txt', label: t('export.txt'), testId: 'export-txt', onSelect: run(give(() => txtFile(facts))) },
    {
      id: 'zip',
      label: t('export.zip'),
      hint: srHint,
      testId: 'export-zip',
      onSelect: run(give(() => zipFile(facts))),
    },
    { id: 'sr', label: t('export.sr'), testId: 'export-sr', onSelect: run(give(() => srFile(facts))) },
    {
      id: 'seg',
      label: t('export.seg'),
      hint: !seg ? t('hint.segNone') : made && t('hint.uidsMade', { count: made.missing + made.shared }),
      disabled: !seg,
      testId: 'export-seg',
      onSelect: run(give(() => segFile(facts))),
    },
    {
      id: 'json',
      label: t('export.json'),
      hint: t('hint.json'),
      testId: 'export-json',
      onSelect: run(give(() => jsonFile(facts))),
    },
  ];
  // Nothing leaves while the data changed under a sentence of the reader, or one contradicts a finding.
  const settled = (act: () => void) => () => {
    const [first, ...more] = unsettled(report);
    if (!first) return act();
    onOutcome({ key: 'unsettled', values: { count: more.length + 1 } });
    goToCheck({ key: first.key });
  };
  const guarded = items.map((item) => ({ ...item, onSelect: settled(item.onSelect) }));
  return (
    <Menu
      label={t('export.label')}
      items={guarded}
      align="end"
      className="report-export"
      testId="export-menu"
    >
      <Download size={14} aria-hidden /> {t('export.label')}
    </Menu>
  );
}

/** To the clipboard, plain for the hospital's RIS and with headings for an editor that takes them. */
async function copyReport(report: ReportDocument): Promise<void> {
  const plain = toPlainText(report);
  if (typeof ClipboardItem === 'undefined') return navigator.clipboard.writeText(plain);
  const blob = (text: string, type: string) => new Blob([text], { type });
  await navigator.clipboard.write([
    new ClipboardItem({
      'text/plain': blob(plain, 'text/plain'),
      'text/html': blob(toRichText(report), 'text/html'),
    }),
  ]);
}

/** "Nodule 2 (Se 2, Im 96), 12.9 × 12.0 mm", in the report's language, which need not be the page's. */
export const caption = (study: Study, f: Finding, language: ReportLanguage): string =>
  i18n.getFixedT(language, 'report')(isLungNodule(f) ? 'caption' : 'captionStructure', {
    name: structureName(f, language),
    volume: sizeText(f.measurements.volume, language),
    number: f.number,
    // As the sentences count: by the scanner's numbers, which every workstation shows.
    image: addressText(imageAddress(study, f), language) || f.keyImage.slice + 1,
    long: formatForDisplay(f.measurements.longAxis),
    short: formatForDisplay(f.measurements.shortAxis),
  });

/** The map of the reported nodules, before their pictures; the report goes without it when it cannot be made. */
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
