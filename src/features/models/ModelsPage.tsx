import { useRef } from 'react';
import { ChevronLeft, FilePlus2, FolderOpen } from 'lucide-react';
import { collectDropped, collectPicked } from '../../dicom';
import type { ModelEntry } from '../../inference/library';
import { useLanguage, useTranslation } from '../../i18n';
import { Button, Notice } from '../../ui';
import { Badges } from './Badges';
import { closeModels, importModel, showModel } from './commands';
import { FullDialog } from './FullDialog';
import { ImportDialog } from './ImportDialog';
import { ModelDetail } from './ModelDetail';
import { useModels } from './store';
import { said, sizeText } from './words';
import './models.css';

/** The models on this computer, over the reading room. Mount once; shows itself when opened. */
export function ModelsPage() {
  const { t } = useTranslation('models');
  const open = useModels((s) => s.open);
  if (!open) return null;
  return (
    <>
      <FullDialog
        title={t('title')}
        closeLabel={t('close')}
        onClose={closeModels}
        testId="models-page"
        size="page"
        onDropFiles={(data) => void importModel(collectDropped(data))}
      >
        <Panes />
      </FullDialog>
      <ImportDialog />
    </>
  );
}

function Panes() {
  const { t } = useTranslation('models');
  const { models, shown, loaded } = useModels();
  const entry = models.find((m) => m.folder === shown);
  return (
    <div className={entry ? 'models-panes models-one' : 'models-panes'}>
      <nav className="models-list" aria-label={t('list')}>
        <Said />
        <ul>
          {models.map((model) => (
            <li key={model.folder}>
              <ModelRow model={model} current={model === entry} />
            </li>
          ))}
        </ul>
        {loaded && models.length === 0 && <p className="models-quiet">{t('none')}</p>}
        <ImportZone />
      </nav>
      {/* A scrolling region must be reachable by the keyboard. */}
      <section
        key={entry?.folder}
        className="models-detail"
        aria-label={entry?.name ?? t('list')}
        tabIndex={0}
      >
        {entry ? (
          <>
            <Button
              look="quiet"
              className="models-back"
              icon={<ChevronLeft size={16} aria-hidden />}
              onClick={() => showModel(undefined)}
            >
              {t('back')}
            </Button>
            <ModelDetail entry={entry} />
          </>
        ) : (
          <p className="models-empty">{t('choose')}</p>
        )}
      </section>
    </div>
  );
}

function Said() {
  const { t } = useTranslation('models');
  const said = useModels((s) => s.said);
  if (!said) return null;
  return <Notice title={t(`said.${said.key}`, { name: said.name })} testId="models-said" />;
}

function ModelRow({ model, current }: { readonly model: ModelEntry; readonly current: boolean }) {
  const { t } = useTranslation('models');
  const lang = useLanguage();
  const facts = [model.manifest?.inputs[0].modality.join(' '), model.bytes > 0 && sizeText(model.bytes)];
  return (
    <button
      type="button"
      className="models-row"
      aria-current={current ? 'true' : undefined}
      data-testid={`model-${model.id}`}
      onClick={() => showModel(model.folder)}
    >
      <strong>{model.manifest ? said(model.manifest, lang, 'name') : model.name}</strong>
      <span>
        {[model.version && t('version', { version: model.version }), ...facts].filter(Boolean).join(' · ')}
      </span>
      <Badges entry={model} />
    </button>
  );
}

/** Where a model comes in: dropped anywhere on the page, or chosen. */
function ImportZone() {
  const { t } = useTranslation('models');
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const take = (input: HTMLInputElement): void => {
    const picked = collectPicked(input.files ?? []);
    // Cleared so that choosing the same files again fires again.
    input.value = '';
    if (picked.length > 0) void importModel(picked);
  };
  return (
    <div className="models-import">
      <strong>{t('import.title')}</strong>
      <p>{t('import.hint')}</p>
      <div>
        <Button icon={<FilePlus2 size={14} aria-hidden />} onClick={() => files.current?.click()}>
          {t('import.files')}
        </Button>
        <Button icon={<FolderOpen size={14} aria-hidden />} onClick={() => folder.current?.click()}>
          {t('import.folder')}
        </Button>
      </div>
      <input
        ref={files}
        hidden
        type="file"
        multiple
        data-testid="import-files"
        onChange={(event) => take(event.currentTarget)}
      />
      <input
        ref={folder}
        hidden
        type="file"
        multiple
        webkitdirectory=""
        data-testid="import-folder"
        onChange={(event) => take(event.currentTarget)}
      />
    </div>
  );
}
