import { CloudAlert, CloudDownload } from 'lucide-react';
import { useEffect, useState } from 'react';
import { onTransfer, transfers, type Transfer } from '../../dicom/web';
import { useLanguage, useTranslation } from '../../i18n';
import { sizeWords } from './size-words';
import { serverOf } from './store';

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
