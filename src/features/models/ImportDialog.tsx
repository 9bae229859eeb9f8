import { useTranslation } from '../../i18n';
import { Button, Notice } from '../../ui';
import { addModel, chooseOption, endImport } from './commands';
import { FullDialog } from './FullDialog';
import { ImportForm } from './ImportForm';
import { ProblemList } from './ProblemList';
import { useModels, type ImportState } from './store';
import { verdictOf } from './verdict';
import { VerdictFacts } from './VerdictFacts';
import { WorkLine } from './WorkLine';

/** An import from what was found to what the test said; one dialog whose content goes step by step. */
export function ImportDialog() {
  const { t } = useTranslation('models');
  const state = useModels((s) => s.importing);
  if (!state) return null;
  return (
    <FullDialog
      title={t('import.dialog')}
      closeLabel={t('import.giveUp')}
      onClose={endImport}
      testId="import-dialog"
      size="step"
    >
      <Step state={state} />
    </FullDialog>
  );
}

function Step({ state }: { readonly state: ImportState }) {
  const { t } = useTranslation('models');
  switch (state.kind) {
    case 'working':
      return (
        <div className="import-step">
          <WorkLine work={state.work} onCancel={state.work.stage === 'adding' ? undefined : endImport} />
        </div>
      );
    case 'refused':
      return (
        <div className="import-step" data-testid="import-refused">
          <Notice tone="error" title={t('refused.title')} />
          <ProblemList problems={state.problems} />
          <footer>
            <Button autoFocus onClick={endImport}>
              {t('import.close')}
            </Button>
          </footer>
        </div>
      );
    case 'failed':
      return (
        <div className="import-step">
          <Notice tone="error" title={t(`failure.${state.failure.key}`)} testId="import-failed">
            <code>{state.failure.detail}</code>
          </Notice>
          <footer>
            <Button autoFocus onClick={endImport}>
              {t('import.close')}
            </Button>
          </footer>
        </div>
      );
    case 'choose':
      return <Choice state={state} />;
    case 'draft':
      return <ImportForm state={state} />;
    case 'verdict':
      return <Outcome state={state} />;
  }
}

function Choice({ state }: { readonly state: Extract<ImportState, { kind: 'choose' }> }) {
  const { t } = useTranslation('models');
  return (
    <div className="import-step" data-testid="import-choose">
      <h3>{t(`choice.${state.what}`)}</h3>
      <p className="models-quiet">{t(`choice.${state.what}Hint`)}</p>
      <ul className="import-options">
        {state.options.map((option) => (
          <li key={option}>
            <Button onClick={() => void chooseOption(option)}>{option}</Button>
          </li>
        ))}
      </ul>
      <footer>
        <Button look="quiet" onClick={endImport}>
          {t('import.giveUp')}
        </Button>
      </footer>
    </div>
  );
}

/** What the test found, and the last question: keep it or not. */
function Outcome({ state }: { readonly state: Extract<ImportState, { kind: 'verdict' }> }) {
  const { t } = useTranslation('models');
  const { probe, failure, manifest, replaces } = state;
  const usable = probe !== undefined && verdictOf(probe, manifest).usable;
  const name = manifest.name ?? manifest.id;
  return (
    <div className="import-step" data-testid="import-verdict">
      <h3>
        {name} <small className="models-quiet">{t('version', { version: manifest.version })}</small>
      </h3>
      {probe && <VerdictFacts probe={probe} manifest={manifest} />}
      {failure && (
        <Notice tone="error" title={t(`failure.${failure.key}`)} testId="import-failed">
          <code>{failure.detail}</code>
        </Notice>
      )}
      {usable ? (
        <Notice tone="warn" title={t('warn.imported')} />
      ) : (
        <p className="models-quiet">{t('verdict.cannotAdd')}</p>
      )}
      {usable && replaces !== undefined && (
        <Notice
          tone="warn"
          title={t('import.replaces', { name, old: replaces, version: manifest.version })}
        />
      )}
      <footer>
        <Button look="quiet" autoFocus={!usable} data-testid="import-discard" onClick={endImport}>
          {t('import.discard')}
        </Button>
        {usable && (
          <Button look="primary" autoFocus data-testid="import-add" onClick={() => void addModel()}>
            {t(replaces === undefined ? 'import.add' : 'import.replace')}
          </Button>
        )}
      </footer>
    </div>
  );
}
