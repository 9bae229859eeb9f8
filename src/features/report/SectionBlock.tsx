import { ClipboardList, Plus, TextCursorInput } from 'lucide-react';
import { useState } from 'react';
import type { ReportDocument, ReportSection } from '../../domain/report-facts';
import { formNamed } from '../../domain/guidelines/forms';
import { useLanguage, useTranslation } from '../../i18n';
import { fieldKey, valueOf } from '../../report';
import { runCommand } from '../commands';
import { openOrAddForm } from '../forms';
import type { ReportFacts } from './document';
import { Dictate } from './Dictate';
import { EditableText } from './EditableText';
import { addText, restoreText, setFields } from './edits';
import { FieldLine } from './FieldLine';
import { InsertMenu } from './InsertMenu';
import { SentenceLine } from './SentenceLine';
import { studyReport } from './store';

interface BlockProps {
  readonly facts: ReportFacts;
  readonly section: ReportSection;
  readonly locked: boolean;
}

/** A section of the report: its title, its fields, its sentences, and a place to write another. */
export function SectionBlock({ facts, section, locked }: BlockProps) {
  const { t } = useTranslation('report');
  const { document: report, template } = facts;
  /** Key of the sentence that a new one will follow; '' for the end of the section. */
  const [adding, setAdding] = useState<string>();
  const List = section.numbered ? 'ol' : 'ul';
  const own = locked ? undefined : template.sections.find((s) => s.id === section.id);
  const fields = own?.fields ?? [];
  const values = studyReport(report.studyUid).fields;
  // What a field says stands in its control; it would be there twice.
  const shown = section.sentences.filter(
    (s) => !fields.some((field) => s.key === `field:${field.id}` && !s.edited),
  );

  const fresh = (
    <li className="report-sentence report-new" key="new" onBlur={() => setAdding(undefined)}>
      <div className="report-line">
        <EditableText
          text=""
          label={t('newSentence')}
          placeholder={t('newSentence')}
          autoFocus
          language={report.language}
          onCommit={(text) => addText(report, { section: section.id, text, after: adding || undefined })}
        />
      </div>
    </li>
  );

  return (
    <section className="report-section" data-testid={`report-${section.id}`}>
      <h3>{section.title}</h3>
      {fields.map((field) => (
        <FieldLine
          key={field.id}
          studyUid={report.studyUid}
          template={template}
          field={field}
          value={values[fieldKey(template, field)] ?? ''}
          merged={field.merge ? valueOf(template, field, {}, facts.study, report.language) : ''}
          language={report.language}
        />
      ))}
      {(shown.length > 0 || adding !== undefined) && (
        <List className={section.numbered ? 'report-numbered' : undefined}>
          {shown.flatMap((sentence) => [
            <SentenceLine
              key={sentence.key}
              report={report}
              section={section.id}
              sentence={sentence}
              locked={locked}
              onAddAfter={() => setAdding(sentence.key)}
            />,
            ...(adding === sentence.key ? [fresh] : []),
          ])}
          {adding === '' && fresh}
        </List>
      )}
      {!locked && (
        <div className="report-section-foot">
          <button type="button" onClick={() => setAdding('')} data-testid={`add-sentence-${section.id}`}>
            <Plus size={12} aria-hidden /> {t('action.add')}
          </button>
          <InsertMenu facts={facts} section={section.id} />
          {section.id === 'findings' && <TemplateForms facts={facts} />}
          <Proposed facts={facts} section={section} />
          <Dictate report={report} section={section} onStart={() => setAdding('')} />
          <Removed report={report} section={section} />
        </div>
      )}
    </section>
  );
}

/** Puts what the template proposes into the fields that are empty. */
function Proposed({ facts, section }: Pick<BlockProps, 'facts' | 'section'>) {
  const { t } = useTranslation('report');
  const { template, document: report } = facts;
  const values = studyReport(report.studyUid).fields;
  const own = template.sections.find((s) => s.id === section.id);
  const open = (own?.fields ?? []).filter((f) => f.proposed && !values[fieldKey(template, f)]);
  if (open.length === 0) return null;
  return (
    <button
      type="button"
      data-testid={`take-proposed-${section.id}`}
      onClick={() =>
        setFields(report.studyUid, Object.fromEntries(open.map((f) => [fieldKey(template, f), f.proposed!])))
      }
    >
      <TextCursorInput size={12} aria-hidden /> {t('templates:takeProposed', { count: open.length })}
    </button>
  );
}

/** The structured forms that belong to the template: a press brings the form up in its own tab. */
function TemplateForms({ facts: { template, live } }: Pick<BlockProps, 'facts'>) {
  const { t } = useTranslation('report');
  const words = useLanguage();
  const wanted = (template.forms ?? []).flatMap((id) => formNamed(id) ?? []);
  return wanted.map(({ id, name }) => (
    <button
      key={id}
      type="button"
      data-testid={`template-form-${id}`}
      onClick={() => {
        openOrAddForm(live.studyUid, id);
        runCommand('form.list');
      }}
    >
      <ClipboardList size={12} aria-hidden /> {t('templates:openForm', { name: name[words] })}
    </button>
  ));
}

/** Brings back what was taken out. */
function Removed({ report, section }: { readonly report: ReportDocument; readonly section: ReportSection }) {
  const { t } = useTranslation('report');
  const built = report.built.find((s) => s.id === section.id);
  const removed = report.edits.flatMap((edit) => {
    const sentence = built?.sentences.find((s) => s.key === edit.key);
    return edit.kind === 'removed' && sentence ? [sentence] : [];
  });
  return removed.map((sentence) => (
    <button
      key={sentence.key}
      type="button"
      data-tip={sentence.text}
      onClick={() => restoreText(report, sentence.key)}
    >
      {t('action.restore')}
    </button>
  ));
}
