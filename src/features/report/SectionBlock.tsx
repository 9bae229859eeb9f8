import { Plus } from 'lucide-react';
import { useState } from 'react';
import type { ReportDocument, ReportSection } from '../../domain/report-facts';
import { useTranslation } from '../../i18n';
import { addText, restoreText } from './edits';
import { EditableText, SentenceLine } from './SentenceLine';

interface BlockProps {
  readonly report: ReportDocument;
  readonly section: ReportSection;
}

/** A section of the report: its title and its sentences, and a place to write another. */
export function SectionBlock({ report, section }: BlockProps) {
  const { t } = useTranslation('report');
  /** Key of the sentence that a new one will follow; '' for the end of the section. */
  const [adding, setAdding] = useState<string>();
  const List = section.numbered ? 'ol' : 'ul';
  const built = report.built.find((s) => s.id === section.id);
  const removed = report.edits.filter(
    (e) => e.kind === 'removed' && built?.sentences.some((s) => s.key === e.key),
  );

  const fresh = (
    <li className="report-sentence report-new" key="new" onBlur={() => setAdding(undefined)}>
      <div className="report-line">
        <EditableText
          text=""
          label={t('newSentence')}
          placeholder={t('newSentence')}
          autoFocus
          onCommit={(text) => addText(report, { section: section.id, text, after: adding || undefined })}
        />
      </div>
    </li>
  );

  return (
    <section className="report-section" data-testid={`report-${section.id}`}>
      <h3>{section.title}</h3>
      <List className={section.numbered ? 'report-numbered' : undefined}>
        {section.sentences.flatMap((sentence) => [
          <SentenceLine
            key={sentence.key}
            report={report}
            section={section.id}
            sentence={sentence}
            onAddAfter={() => setAdding(sentence.key)}
          />,
          ...(adding === sentence.key ? [fresh] : []),
        ])}
        {adding === '' && fresh}
      </List>
      <p className="report-section-foot">
        <button type="button" onClick={() => setAdding('')} data-testid={`add-sentence-${section.id}`}>
          <Plus size={12} aria-hidden /> {t('action.add')}
        </button>
        {removed.map((edit) => (
          <button key={edit.key} type="button" onClick={() => restoreText(report, edit.key)}>
            {t('action.restore')}
          </button>
        ))}
      </p>
    </section>
  );
}
