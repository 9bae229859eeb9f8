import { ListPlus } from 'lucide-react';
import type { SectionId } from '../../domain/report-facts';
import { useTranslation } from '../../i18n';
import { denied, say } from '../../report';
import { Menu, type MenuItem } from '../../ui';
import { useAnnotations } from '../measure';
import type { ReportFacts } from './document';
import { addText, takeMeasurement, takeNormals } from './edits';
import { onFilm } from './film';
import { isMeasured, measuredText, measureUid } from './measured';
import { useSetup } from './setup';
import { studyReport } from './store';

interface InsertProps {
  readonly facts: ReportFacts;
  readonly section: SectionId;
}

/** Normal findings by body part, and the reader's own sentences: each is in the report only when it was chosen. */
export function InsertMenu({ facts, section }: InsertProps) {
  const { t } = useTranslation('templates');
  const macros = useSetup((s) => s.macros);
  const { document: report, template, findings } = facts;
  const annotations = useAnnotations(facts.study.studyUid);
  const { language, studyUid } = report;
  const measured = annotations.filter(isMeasured);
  const blocks = template.sections.find((s) => s.id === section)?.normals ?? [];
  const taken = studyReport(studyUid).normals;
  const film = onFilm(annotations, facts.study);
  // What a reported finding contradicts is not offered.
  const compared = report.built.some((s) => s.sentences.some((x) => x.key.startsWith('comparison:')));
  const open = blocks.filter(
    (block) => !taken.includes(block.id) && !denied(block, findings, compared, film),
  );
  const items: MenuItem[] = [
    ...(section === 'findings' && open.length > 1
      ? [
          {
            id: 'all',
            label: t('insert.all', { count: open.length }),
            testId: 'insert-all-normals',
            onSelect: () =>
              takeNormals(
                studyUid,
                open.map((block) => block.id),
                true,
              ),
          },
        ]
      : []),
    ...blocks.map((block) => {
      const contradicted = denied(block, findings, compared, film);
      const present = taken.includes(block.id);
      return {
        id: block.id,
        label: say(block.part, language),
        hint: contradicted && !present ? t('insert.contradicted') : say(block.text, language),
        group: t('insert.normals'),
        disabled: contradicted && !present,
        icon: present ? '✓' : undefined,
        testId: `insert-${block.id}`,
        onSelect: () => takeNormals(studyUid, [block.id], !present),
      };
    }),
    ...(section === 'findings' ? measured : []).map((one) => {
      const present = report.sections.some((s) => s.sentences.some((x) => measureUid(x.key) === one.uid));
      return {
        id: `measure:${one.uid}`,
        label: measuredText(one, facts.study, language),
        group: t('insert.measured'),
        icon: present ? '✓' : undefined,
        testId: 'insert-measurement',
        onSelect: () => takeMeasurement(studyUid, one.uid, !present),
      };
    }),
    ...macros
      .filter((macro) => macro.language === language)
      .map((macro) => ({
        id: `macro:${macro.word}`,
        label: macro.word,
        hint: macro.text,
        group: t('insert.macros'),
        onSelect: () => addText(report, { section, text: macro.text }),
      })),
  ];
  if (items.length === 0) return null;
  const label = blocks.length > 0 ? 'insert.label' : 'insert.other';
  return (
    <Menu label={t(label)} items={items} className="report-insert" testId={`insert-menu-${section}`}>
      <ListPlus size={12} aria-hidden /> {t(label)}
    </Menu>
  );
}
