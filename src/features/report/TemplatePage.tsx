import { Download, X } from 'lucide-react';
import { useState } from 'react';
import { language, useTranslation } from '../../i18n';
import { readMrrt, readTemplateJson, say, writeTemplateJson, type ReportTemplate } from '../../report';
import { Button, IconButton } from '../../ui';
import { FileButton } from './FileButton';
import { save } from './files';
import { changeSetup, templatesOf, useSetup } from './setup';

/** A template out of a file, by what it holds and not by what it is called. */
const read = async (file: File): Promise<ReportTemplate> => {
  const text = await file.text();
  return /^\s*\{/.test(text) ? readTemplateJson(text, file.name) : readMrrt(text, file.name);
};

/** Adds templates; one of the same id takes the place of the older one. */
const withTemplates = (own: readonly ReportTemplate[], added: readonly ReportTemplate[]) => [
  ...own.filter((one) => !added.some((other) => other.id === one.id)),
  ...added,
];

/** The templates: those that came with Lamplight and the hospital's own, which come and go as files. */
export function TemplatePage() {
  const { t } = useTranslation('templates');
  const setup = useSetup();
  const [said, setSaid] = useState<readonly string[]>([]);
  const [gone, setGone] = useState<readonly ReportTemplate[]>();
  const take = async (files: readonly File[]) => {
    const words: string[] = [];
    for (const file of files)
      try {
        const template = await read(file);
        const { templates } = useSetup.getState();
        changeSetup({ templates: withTemplates(templates, [template]) });
        words.push(t('file.taken', { name: say(template.title, language()) }));
      } catch (error) {
        words.push(t('file.refused', { why: error instanceof Error ? error.message : String(error) }));
      }
    setSaid(words);
  };
  const write = (template: ReportTemplate) =>
    save({
      name: `template-${template.id.replace(/[^\w.-]+/g, '-')}.json`,
      type: 'application/json',
      bytes: new TextEncoder().encode(writeTemplateJson(template)),
    });
  return (
    <div className="setup-templates">
      <p>{t('manage.how')}</p>
      <ul className="setup-list">
        {templatesOf(setup).map((template) => {
          const name = say(template.title, language());
          const fields = template.sections.reduce((sum, s) => sum + s.fields.length, 0);
          return (
            <li key={template.id} data-testid="template-row" data-source={template.source}>
              <strong>{name}</strong>
              <span>
                {template.source === 'builtin'
                  ? t('builtin')
                  : [template.source.toUpperCase(), template.file, template.publisher]
                      .filter(Boolean)
                      .join(' · ')}
                {' · '}
                {t('manage.fields', { count: fields })}
              </span>
              <IconButton label={t('manage.save', { name })} onClick={() => write(template)}>
                <Download size={14} />
              </IconButton>
              {template.source !== 'builtin' && (
                <IconButton
                  label={t('manage.remove', { name })}
                  onClick={() => {
                    setGone(setup.templates);
                    changeSetup({ templates: setup.templates.filter((one) => one.id !== template.id) });
                  }}
                >
                  <X size={14} />
                </IconButton>
              )}
            </li>
          );
        })}
      </ul>
      <div className="setup-files">
        <FileButton
          label={t('manage.load')}
          accept=".html,.htm,.json,text/html,application/json"
          testId="template-file"
          multiple
          onFiles={(files) => void take(files)}
        />
        {gone && (
          <Button
            look="quiet"
            data-testid="template-undo"
            onClick={() => {
              changeSetup({ templates: gone });
              setGone(undefined);
            }}
          >
            {t('file.undo')}
          </Button>
        )}
        <div role="status" data-testid="template-said">
          {said.map((words) => (
            <p key={words}>{words}</p>
          ))}
        </div>
      </div>
    </div>
  );
}
