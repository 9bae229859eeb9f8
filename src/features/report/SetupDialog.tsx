import { useState, type KeyboardEvent } from 'react';
import { useTranslation } from '../../i18n';
import { Button, Dialog } from '../../ui';
import { HeadPage } from './HeadPage';
import { MacroPage } from './MacroPage';
import { useSetup } from './setup';
import { askReport } from './store';
import { TemplatePage } from './TemplatePage';

const pages = { head: HeadPage, macros: MacroPage, templates: TemplatePage } as const;
type PageName = keyof typeof pages;
const names = Object.keys(pages) as PageName[];

/** What is set once for all reports: the head of the paper, short words, the hospital's own templates. */
export function SetupDialog() {
  const { t } = useTranslation('templates');
  const [page, setPage] = useState<PageName>('head');
  const notKept = useSetup((s) => s.notKept);
  const Page = pages[page];
  const close = () => askReport(undefined);
  const onKey = (event: KeyboardEvent) => {
    const way = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (way === 0) return;
    event.preventDefault();
    const next = names.at((names.indexOf(page) + way) % names.length)!;
    setPage(next);
    document.getElementById(`setup-tab-${next}`)?.focus();
  };
  return (
    <Dialog
      wide
      title={t('setup.title')}
      testId="report-setup-dialog"
      onSubmit={close}
      onCancel={close}
      actions={
        <Button type="submit" look="primary" data-testid="setup-done">
          {t('setup.done')}
        </Button>
      }
    >
      <div className="settings-tabs" role="tablist" aria-label={t('setup.title')} onKeyDown={onKey}>
        {names.map((name) => (
          <button
            key={name}
            id={`setup-tab-${name}`}
            type="button"
            role="tab"
            className="settings-tab"
            data-testid={`setup-tab-${name}`}
            aria-selected={name === page}
            aria-controls="setup-panel"
            tabIndex={name === page ? 0 : -1}
            onClick={() => setPage(name)}
          >
            {t(`setup.${name}`)}
          </button>
        ))}
      </div>
      <div
        id="setup-panel"
        className="setup-page"
        role="tabpanel"
        aria-labelledby={`setup-tab-${page}`}
        tabIndex={0}
      >
        <Page />
        {notKept && <p role="alert">{t('setup.notKept', { why: notKept })}</p>}
      </div>
    </Dialog>
  );
}
