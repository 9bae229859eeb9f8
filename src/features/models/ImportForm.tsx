import { Info, TriangleAlert } from 'lucide-react';
import type { AskedField, ImportDraft } from '../../inference/import/draft';
import { useLanguage, useTranslation } from '../../i18n';
import { Button, Notice } from '../../ui';
import { checkDraft, endImport } from './commands';
import { AskedInput } from './AskedInput';
import { Fact } from './Fact';
import { inputText, outputText } from './fields';
import type { ImportState } from './store';
import { countText, sizeText } from './words';

/** What was found, what is still asked, and the way to the test. */
export function ImportForm({ state }: { readonly state: Extract<ImportState, { kind: 'draft' }> }) {
  const { t } = useTranslation('models');
  const { draft, answers, faults } = state;
  const shown = new Set<string>(draft.missing);
  const belongs = (fault: string, field: AskedField): boolean =>
    fault === field ||
    fault.startsWith(field) ||
    (field === 'inputs[0].channels' && fault === 'inputs[0].slices');
  const elsewhere = faults.filter((f) => ![...draft.missing].some((field) => belongs(f.field, field)));
  return (
    <form
      className="import-step"
      data-testid="import-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void checkDraft().then(() =>
          document
            .querySelector<HTMLElement>('.import-field[data-bad] :is(input, select, textarea)')
            ?.focus(),
        );
      }}
    >
      <Found draft={draft} />
      {shown.size > 0 && (
        <fieldset>
          <legend>{t('form.title')}</legend>
          <p className="models-quiet">{t('form.hint')}</p>
          {draft.missing.map((field) => (
            <AskedInput
              key={field}
              field={field}
              draft={draft}
              answers={answers}
              fault={faults.find((f) => belongs(f.field, field))?.message}
            />
          ))}
        </fieldset>
      )}
      {elsewhere.length > 0 && (
        <Notice tone="error" title={t('form.wrong')} testId="form-faults">
          {elsewhere.map((f) => `${f.field}: ${f.message}`).join('; ')}
        </Notice>
      )}
      <p className="models-quiet">{t('form.next')}</p>
      <footer>
        <Button look="quiet" onClick={endImport}>
          {t('import.giveUp')}
        </Button>
        <Button look="primary" type="submit" autoFocus={shown.size === 0} data-testid="import-check">
          {t('form.test')}
        </Button>
      </footer>
    </form>
  );
}

/** What the files say, in plain words; what was assumed and what was lost on the way. */
function Found({ draft }: { readonly draft: ImportDraft }) {
  const { t } = useTranslation('models');
  const lang = useLanguage();
  const { facts, manifest } = draft;
  const name = typeof manifest.name === 'string' ? manifest.name : String(manifest.id ?? '');
  const operators = facts.operators.slice(0, 6).map((o) => `${o.opType} ${o.count}`);
  return (
    <section data-testid="import-found">
      <h3>{t(`found.${draft.source}`, { name })}</h3>
      <dl className="model-facts">
        <Fact name={t('found.size')}>
          {t('found.sizeOf', {
            size: sizeText(facts.bytes),
            parameters: countText(facts.parameters, lang),
          })}
        </Fact>
        <Fact name={t('found.input')}>
          <code>{inputText(facts)}</code>
        </Fact>
        <Fact name={t('found.output')}>
          <code>{outputText(facts)}</code>
        </Fact>
        <Fact name={t('found.operators')}>{operators.join(', ')}</Fact>
      </dl>
      {draft.notes.length > 0 && (
        <ul className="import-notes">
          {draft.notes.map((note) => (
            <li key={JSON.stringify(note)} data-tone={note.tone}>
              {note.tone === 'warn' ? (
                <TriangleAlert size={14} aria-hidden />
              ) : (
                <Info size={14} aria-hidden />
              )}
              {t(`note.${note.key}`, { ...note.values })}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
