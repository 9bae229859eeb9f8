import { useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from '../../i18n';
import { Button, Dialog } from '../../ui';
import { defaultSettings } from '../../storage';
import { KeepPage } from '../keep';
import { readSettings, SettingsFileError, writeSettings } from './file';
import { KeysPage } from './KeysPage';
import { MousePage } from './MousePage';
import { closeSettings, openSettings, settingsPages, useSettingsPage } from './page';
import { ReadingPage } from './ReadingPage';
import { ScreenPage } from './ScreenPage';
import { changeSettings, useSettings } from './settings';
import './settings.css';

const pages = {
  keys: KeysPage,
  mouse: MousePage,
  reading: ReadingPage,
  screen: ScreenPage,
  keep: KeepPage,
} as const;

/** Everything that the reader can set, a page each; changes hold at once and are kept. Mount once. */
export function SettingsDialog() {
  const page = useSettingsPage((state) => state.page);
  return page && <OpenDialog page={page} />;
}

function OpenDialog({ page }: { readonly page: keyof typeof pages }) {
  const { t } = useTranslation('settings');
  const Page = pages[page];
  return (
    <Dialog
      wide
      title={t('title')}
      testId="settings"
      onSubmit={closeSettings}
      onCancel={closeSettings}
      actions={
        <>
          <FileButtons />
          <Button type="submit" look="primary" data-testid="settings-done">
            {t('done')}
          </Button>
        </>
      }
    >
      <Tabs page={page} />
      <div
        className="settings-page"
        role="tabpanel"
        id="settings-panel"
        aria-labelledby={`settings-tab-${page}`}
        // Its list scrolls: without a stop of its own the keyboard could not reach that.
        tabIndex={0}
      >
        <Page />
      </div>
    </Dialog>
  );
}

function Tabs({ page }: { readonly page: keyof typeof pages }) {
  const { t } = useTranslation('settings');
  const onKey = (event: KeyboardEvent) => {
    const way = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (way === 0) return;
    event.preventDefault();
    const next = settingsPages.at((settingsPages.indexOf(page) + way) % settingsPages.length)!;
    openSettings(next);
    document.getElementById(`settings-tab-${next}`)?.focus();
  };
  return (
    <div className="settings-tabs" role="tablist" aria-label={t('title')} onKeyDown={onKey}>
      {settingsPages.map((one) => (
        <button
          key={one}
          id={`settings-tab-${one}`}
          type="button"
          role="tab"
          className="settings-tab"
          data-testid={`settings-tab-${one}`}
          aria-selected={one === page}
          aria-controls="settings-panel"
          tabIndex={one === page ? 0 : -1}
          onClick={() => openSettings(one)}
        >
          {t(`page.${one}`)}
        </button>
      ))}
    </div>
  );
}

/** The settings as a file, out and in, and back to what came with Lamplight. */
function FileButtons() {
  const { t } = useTranslation('settings');
  const chooser = useRef<HTMLInputElement>(null);
  const [said, setSaid] = useState('');

  const save = () => {
    const url = URL.createObjectURL(
      new Blob([writeSettings(useSettings.getState())], { type: 'application/json' }),
    );
    const link = document.createElement('a');
    link.href = url;
    link.download = 'lamplight-settings.json';
    link.click();
    URL.revokeObjectURL(url);
  };
  const load = async (file: File | undefined) => {
    if (!file) return;
    try {
      changeSettings(readSettings(await file.text()));
      setSaid(t('file.taken'));
    } catch (error) {
      setSaid(t('file.refused', { part: error instanceof SettingsFileError ? error.part : String(error) }));
    }
  };
  return (
    <div className="settings-file">
      <Button look="quiet" onClick={save} data-testid="settings-export">
        {t('file.save')}
      </Button>
      <Button look="quiet" onClick={() => chooser.current?.click()}>
        {t('file.load')}
      </Button>
      <input
        ref={chooser}
        type="file"
        accept="application/json,.json"
        hidden
        aria-label={t('file.load')}
        data-testid="settings-import"
        onChange={(event) => {
          void load(event.target.files?.[0]);
          event.target.value = '';
        }}
      />
      <Button
        look="quiet"
        data-testid="settings-reset"
        onClick={() => {
          const { keys, buttons, hanging, keepTool } = defaultSettings;
          changeSettings({ keys, buttons, hanging, keepTool });
          setSaid(t('file.reset'));
        }}
      >
        {t('resetAll')}
      </Button>
      <span role="status">{said}</span>
    </div>
  );
}
