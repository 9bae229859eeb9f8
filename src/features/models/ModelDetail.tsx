import { useEffect, useRef, useState } from 'react';
import { FlaskConical, Trash2 } from 'lucide-react';
import { modelText, type ModelEntry } from '../../inference/library';
import type { ModelManifest } from '../../inference/manifest';
import { useLanguage, useTranslation } from '../../i18n';
import { Button, Dialog, Notice } from '../../ui';
import { Badges } from './Badges';
import { cancelTest, dropModel, testModel } from './commands';
import { Fact } from './Fact';
import { Markdown } from './Markdown';
import { MetricsTable } from './MetricsTable';
import { useModels } from './store';
import { VerdictFacts } from './VerdictFacts';
import { WorkLine } from './WorkLine';
import { said, sizeText } from './words';

/** All about one model, and what can be done with it. */
export function ModelDetail({ entry }: { readonly entry: ModelEntry }) {
  const { t } = useTranslation('models');
  const lang = useLanguage();
  const { manifest } = entry;
  return (
    <article className="model" data-testid="model-detail">
      <header>
        <h3>{manifest ? said(manifest, lang, 'name') : entry.name}</h3>
        {entry.version && <span className="models-quiet">{t('version', { version: entry.version })}</span>}
        <Badges entry={entry} />
      </header>
      {entry.manifestError !== undefined && (
        <Notice tone="error" title={t('damaged.title')} testId="model-damaged">
          {t('damaged.todo')} <code>{entry.manifestError}</code>
        </Notice>
      )}
      {manifest && (
        <>
          <Notice tone="warn" title={t(entry.origin === 'imported' ? 'warn.imported' : 'warn.research')} />
          <dl className="model-purpose">
            <dt>{t('for')}</dt>
            <dd>{said(manifest, lang, 'intendedUse')}</dd>
            <dt>{t('notFor')}</dt>
            <dd>{said(manifest, lang, 'notFor')}</dd>
          </dl>
        </>
      )}
      <Actions entry={entry} />
      {manifest && <Here entry={entry} manifest={manifest} />}
      <Facts entry={entry} />
      {manifest && manifest.metrics.length > 0 && <MetricsTable metrics={manifest.metrics} />}
      {manifest?.card !== undefined && <Card folder={entry.folder} file={manifest.card} />}
    </article>
  );
}

/** Test and remove. */
function Actions({ entry }: { readonly entry: ModelEntry }) {
  const { t } = useTranslation('models');
  const testing = useModels((s) => (s.testing?.folder === entry.folder ? s.testing : undefined));
  const failure = useModels((s) => (s.failure?.folder === entry.folder ? s.failure : undefined));
  const [asking, setAsking] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const busy = testing !== undefined;
  const before = useRef(busy);
  useEffect(() => {
    // The button that had the focus is gone when a test begins or ends: its successor takes it.
    const turned = before.current !== busy;
    before.current = busy;
    if (turned && document.activeElement === document.body) root.current?.querySelector('button')?.focus();
  }, [busy]);
  const imported = entry.origin === 'imported';
  const removable = imported || entry.kept;
  return (
    <div ref={root} className="model-actions">
      {testing ? (
        <WorkLine work={testing.work} onCancel={cancelTest} />
      ) : (
        <div>
          {entry.manifest && !entry.manifestError && (
            <Button
              icon={<FlaskConical size={14} aria-hidden />}
              data-testid="model-test"
              onClick={() => void testModel(entry)}
            >
              {t('test.run')}
            </Button>
          )}
          {removable && (
            <Button
              look="danger"
              icon={<Trash2 size={14} aria-hidden />}
              data-testid="model-remove"
              onClick={() => setAsking(true)}
            >
              {t(imported ? 'remove.imported' : 'remove.shipped')}
            </Button>
          )}
        </div>
      )}
      {failure && (
        <Notice tone="error" title={t(`failure.${failure.key}`)} testId="model-failure">
          <code>{failure.detail}</code>
        </Notice>
      )}
      {asking && (
        <Dialog
          title={t(imported ? 'remove.askImported' : 'remove.askShipped', { name: entry.name })}
          testId="remove-dialog"
          onCancel={() => setAsking(false)}
          onSubmit={() => {
            setAsking(false);
            void dropModel(entry);
          }}
          actions={
            <>
              <Button autoFocus onClick={() => setAsking(false)}>
                {t('remove.keep')}
              </Button>
              <Button look="danger" type="submit" data-testid="remove-confirm">
                {t('remove.do')}
              </Button>
            </>
          }
        >
          <p>
            {t(imported ? 'remove.lostImported' : 'remove.lostShipped', { size: sizeText(entry.keptBytes) })}
          </p>
        </Dialog>
      )}
    </div>
  );
}

/** How it runs on this computer, as far as it was tried. */
function Here({ entry, manifest }: { readonly entry: ModelEntry; readonly manifest: ModelManifest }) {
  const { t } = useTranslation('models');
  const lang = useLanguage();
  return (
    <section>
      <h4>{t('test.title')}</h4>
      {entry.probe ? (
        <>
          <VerdictFacts probe={entry.probe} manifest={manifest} />
          {entry.probedAt !== undefined && (
            <p className="models-quiet">
              {t('test.when', {
                when: new Date(entry.probedAt).toLocaleString(lang === 'zh' ? 'zh-CN' : 'en'),
              })}
            </p>
          )}
        </>
      ) : (
        <p className="models-quiet">{t('test.never')}</p>
      )}
    </section>
  );
}

function Facts({ entry }: { readonly entry: ModelEntry }) {
  const { t } = useTranslation('models');
  const lang = useLanguage();
  const { manifest } = entry;
  const kept = entry.kept ? t('kept.yes', { size: sizeText(entry.keptBytes) }) : t('kept.no');
  const input = manifest?.inputs[0];
  return (
    <section>
      <h4>{t('facts')}</h4>
      <dl className="model-facts">
        {manifest && input && (
          <>
            <Fact name={t('fact.modality')}>{input.modality.join(', ')}</Fact>
            <Fact name={t('fact.input')}>
              {t(input.axes.length === 5 ? 'fact.volume' : input.slices ? 'fact.neighbours' : 'fact.slice', {
                size: manifest.window.patch.join(' × '),
              })}
            </Fact>
            <Fact name={t('fact.output')}>
              {manifest.outputs
                .map((o) => `${t(`kind.${o.kind}`)}: ${o.labels.map((l) => l.name).join(', ')}`)
                .join('; ')}
            </Fact>
            <Fact name={t('fact.license')}>{manifest.license}</Fact>
            <Fact name={t('fact.weightsLicense')}>{manifest.weightsLicense}</Fact>
            <Fact name={t('fact.size')}>{sizeText(entry.bytes)}</Fact>
          </>
        )}
        <Fact name={t('fact.kept')}>{kept}</Fact>
        {entry.source !== undefined && <Fact name={t('fact.source')}>{t(`source.${entry.source}`)}</Fact>}
        {entry.importedAt !== undefined && (
          <Fact name={t('fact.importedAt')}>
            {new Date(entry.importedAt).toLocaleString(lang === 'zh' ? 'zh-CN' : 'en')}
          </Fact>
        )}
        {manifest && (
          <Fact name={t('fact.hash')}>
            <code>{manifest.weights[0].sha256.slice(0, 16)}</code>
          </Fact>
        )}
      </dl>
    </section>
  );
}

/** The maker's own card, folded: it is long. */
function Card({ folder, file }: { readonly folder: string; readonly file: string }) {
  const { t } = useTranslation('models');
  const [text, setText] = useState<string>();
  useEffect(() => {
    let gone = false;
    void modelText(folder, file).then((found) => {
      if (!gone) setText(found ?? '');
    });
    return () => {
      gone = true;
    };
  }, [folder, file]);
  if (text === undefined) return null;
  return (
    <details className="model-card" data-testid="model-card">
      <summary>{t('card')}</summary>
      {text === '' ? <p className="models-quiet">{t('cardMissing')}</p> : <Markdown text={text} />}
    </details>
  );
}
