import { CircleCheck, CloudDownload, CloudOff, RefreshCw } from 'lucide-react';
import { useLanguage, useTranslation } from '../../i18n';
import { isComplete, keptShare, openVersion, useOffline } from './store';
import { dayText } from './words';

/** In the status bar: does the page work without a network, and is it of an age that the reader should know? */
export function OfflineStatus() {
  const { t } = useTranslation('version');
  const lang = useLanguage();
  const state = useOffline();
  const { build, able, online, update } = state;
  if (!build || able === 'asking') return null;
  const complete = isComplete(state);
  const text = update
    ? t('status.update')
    : !online
      ? t('status.aged', { made: dayText(build.made, lang) })
      : able === 'off'
        ? t('status.off')
        : complete
          ? t('status.ready')
          : t('status.partly', { percent: Math.floor(100 * keptShare(state)) });
  const Icon = update
    ? RefreshCw
    : !online || able === 'off'
      ? CloudOff
      : complete
        ? CircleCheck
        : CloudDownload;
  return (
    <button
      type="button"
      className="status-item"
      data-testid="status-offline"
      data-complete={complete}
      data-online={online}
      data-tip={t('status.tip', { version: build.version })}
      onClick={openVersion}
    >
      <Icon size={13} aria-hidden />
      {text}
    </button>
  );
}
