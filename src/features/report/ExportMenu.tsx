import { ChevronDown, ChevronUp, Download, Files } from 'lucide-react';
import { useState } from 'react';
import { madeIdentifiers } from '../../domain/identifiers';
import type { ReportDocument } from '../../domain/report-facts';
import { useTranslation } from '../../i18n';
import { isReportable, toPlainText, toRichText, unsettled } from '../../report';
import { Menu, type MenuItem } from '../../ui';
import type { ReportFacts } from './document';
import { docxFile, fhirFile, htmlFile, printReport } from './documents';
import {
  canWriteSeg,
  elsewhere,
  jsonFile,
  pdfFile,
  save,
  saveBlob,
  segFile,
  besideReport,
  srBesideFile,
  srFile,
  txtFile,
  zipFile,
  type ExportFile,
} from './files';
import { picturesOf } from './pictures';
import { goToCheck } from './place';
import { SaveAllDialog } from './SaveAllDialog';

export { caption } from './pictures';

/** What became of the last export, until the next one: a key of the catalogue `report:outcome.*` and its words. */
export interface Outcome {
  readonly key: 'saved' | 'failed' | 'copied' | 'notCopied' | 'unsettled';
  readonly values?: Readonly<Record<string, string | number>>;
}

interface MenuProps {
  readonly facts: ReportFacts;
  readonly onOutcome: (outcome: Outcome) => void;
}

/**
 * The ways out of the page: what is wanted every day first, the rest under "more". Every one says what it takes along
 * and what it leaves.
 */
export function ExportMenu({ facts, onOutcome }: MenuProps) {
  const { t } = useTranslation('report');
  const { t: e } = useTranslation('export');
  const [more, setMore] = useState(false);
  const [all, setAll] = useState(false);
  const { document: report } = facts;

  /** Says what became of it. */
  const tried = (act: () => Promise<Outcome | undefined>) => () =>
    void act().then(
      (outcome) => outcome && onOutcome(outcome),
      (error: unknown) => {
        console.error('export:', error);
        const why = error instanceof Error ? error.message : String(error);
        onOutcome({ key: 'failed', values: { why } });
      },
    );
  const give = (make: () => ExportFile | Promise<ExportFile>) =>
    tried(async () => {
      const file = await make();
      save(file);
      return { key: 'saved', values: { name: file.name } };
    });
  const copy = tried(() =>
    copyReport(report).then(
      () => ({ key: 'copied' }) as const,
      () => ({ key: 'notCopied' }) as const,
    ),
  );
  const pdf = async () => pdfFile(facts, await picturesOf(facts));

  const daily: MenuItem[] = [
    { id: 'pdf', label: t('export.pdf'), hint: t('hint.pdf'), onSelect: give(pdf) },
    { id: 'copy', label: t('export.copy'), onSelect: copy },
    {
      id: 'all',
      label: e('menu.all'),
      hint: e('hint.all'),
      icon: <Files size={14} />,
      onSelect: () => setAll(true),
    },
  ];
  const documents: MenuItem[] = [
    {
      id: 'print',
      label: e('menu.print'),
      onSelect: tried(async () => {
        await printReport(facts, await picturesOf(facts));
        return undefined;
      }),
    },
    {
      id: 'docx',
      label: e('menu.docx'),
      hint: e('hint.docx'),
      onSelect: give(async () => docxFile(facts, await picturesOf(facts))),
    },
    {
      id: 'html',
      label: e('menu.html'),
      hint: e('hint.html'),
      onSelect: give(async () => htmlFile(facts, await picturesOf(facts))),
    },
    { id: 'txt', label: t('export.txt'), onSelect: give(() => txtFile(facts)) },
  ];
  const { seg, srHint, segHint } = useObjectHints(facts);
  const systems: MenuItem[] = [
    { id: 'zip', label: t('export.zip'), hint: srHint, onSelect: give(() => zipFile(facts)) },
    { id: 'sr', label: t('export.sr'), onSelect: give(() => srFile(facts)) },
    ...(besideReport(facts)
      ? [{ id: 'sr-beside', label: t('export.srBeside'), onSelect: give(() => srBesideFile(facts)) }]
      : []),
    {
      id: 'seg',
      label: t('export.seg'),
      hint: segHint,
      disabled: !seg,
      onSelect: give(() => segFile(facts)),
    },
    {
      id: 'fhir',
      label: e('menu.fhir'),
      hint: e('hint.fhir'),
      onSelect: give(async () => fhirFile(facts, 'R4', (await pdf()).bytes)),
    },
    {
      id: 'fhir5',
      label: e('menu.fhir5'),
      onSelect: give(async () => fhirFile(facts, 'R5', (await pdf()).bytes)),
    },
    { id: 'json', label: t('export.json'), hint: t('hint.json'), onSelect: give(() => jsonFile(facts)) },
  ];
  // Nothing leaves while the data changed under a sentence of the reader, or one contradicts a finding.
  const settled = (act: () => void) => () => {
    const [first, ...others] = unsettled(report);
    if (!first) return act();
    onOutcome({ key: 'unsettled', values: { count: others.length + 1 } });
    goToCheck({ key: first.key });
  };
  // What waits for review is told before anything leaves, at the head of the menu.
  const waiting = report.pending > 0 ? e('pending', { count: report.pending }) : undefined;
  const named = (items: readonly MenuItem[], group?: string): readonly MenuItem[] =>
    items.map((item) => ({ ...item, group, testId: `export-${item.id}`, onSelect: settled(item.onSelect) }));
  const items: readonly MenuItem[] = [
    ...named(daily, waiting),
    {
      id: 'more',
      label: more ? e('menu.fewer') : e('menu.more'),
      icon: more ? <ChevronUp size={14} /> : <ChevronDown size={14} />,
      group: waiting,
      expanded: more,
      testId: 'export-more',
      onSelect: () => setMore(!more),
    },
    ...(more ? [...named(documents, e('group.documents')), ...named(systems, e('group.systems'))] : []),
  ];
  return (
    <>
      <Menu
        label={t('export.label')}
        items={items}
        align="end"
        className="report-export"
        testId="export-menu"
      >
        <Download size={14} aria-hidden /> {t('export.label')}
      </Menu>
      {all && <SaveAllDialog facts={facts} onZip={saveBlob} onClose={() => setAll(false)} />}
    </>
  );
}

/** What SR and SEG hold and what they cannot. */
function useObjectHints(facts: ReportFacts) {
  const { t } = useTranslation('report');
  const reported = facts.findings.filter(isReportable).length;
  const other = elsewhere(facts).length;
  const made = madeIdentifiers(facts.series);
  const uids = made ? t('hint.uidsMade', { count: made.missing + made.shared }) : '';
  const seg = canWriteSeg(facts);
  return {
    seg,
    segHint: seg ? uids : t('hint.segNone'),
    srHint: [
      reported === 0 ? t('hint.srEmpty') : t('hint.sr', { count: reported - other }),
      other > 0 ? t('hint.otherSeries', { count: other }) : '',
      uids,
    ].join(' '),
  };
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
