import { CloudAlert, CloudDownload } from 'lucide-react';
import { useEffect, useState } from 'react';
import { onTransfer, transfers, type Transfer } from '../../dicom/web';
import { useLanguage, useTranslation } from '../../i18n';
import { serverOf } from './store';

const UNITS = ['B', 'kB', 'MB', 'GB'] as const;

/** 1.2 MB; powers of 1000, in the reader's language. */
function sizeWords(bytes: number, lang: string): string {
  const step = Math.min(UNITS.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  const value = bytes / 1000 ** step;
  const digits = value < 10 && step > 0 ? 1 : 0;
  const number = new Intl.NumberFormat(lang === 'zh' ? 'zh-CN' : 'en', {
    maximumFractionDigits: digits,
  }).format(value);
  return `${number} ${UNITS[step]}`;
}

/** How the transfer from servers goes; nothing while none is asked. */
export function ServerStatus() {
  const [now, setNow] = useState<readonly Transfer[]>(transfers);
  useEffect(() => onTransfer(setNow), []);
  return now
    .filter(({ open, waiting, trouble }) => open + waiting > 0 || trouble !== undefined)
    .map((one) => <One key={one.serverId} transfer={one} />);
}

function One({ transfer }: { readonly transfer: Transfer }) {
  const { t } = useTranslation('servers');
  const lang = useLanguage();
  const { serverId, open, waiting, bytes, speed, trouble } = transfer;
  const server = serverOf(serverId)?.name;
  if (server === undefined) return null;
  const Icon = trouble ? CloudAlert : CloudDownload;
  const tip = trouble
    ? t('status.trouble', { server, reason: t(`reason.${trouble}`) })
    : t('status.tip', { server, open, waiting, size: sizeWords(bytes, lang) });
  const words = trouble
    ? t('status.troubleShort', { server })
    : speed > 0
      ? t('status.speed', { server, size: sizeWords(speed, lang) })
      : t('status.waiting', { server });
  return (
    <span
      className={trouble ? 'status-item status-warn' : 'status-item'}
      tabIndex={0}
      data-testid="status-server"
      data-trouble={trouble}
      data-tip={tip}
    >
      <Icon size={13} aria-hidden />
      {words}
    </span>
  );
}
