import { History } from 'lucide-react';
import { useTranslation } from '../../i18n';
import { useKeyOf } from '../commands';
import { IconButton } from '../../ui';
import { openPriors } from './page';
import { useServers } from './store';

/** In the head of the series strip; nothing where no server could know of other studies. */
export function PriorsButton() {
  const { t } = useTranslation('servers');
  const any = useServers((state) => state.servers.length > 0);
  const key = useKeyOf('work.priors');
  if (!any) return null;
  return (
    <IconButton
      label={t('priors.button')}
      keyHint={key}
      onClick={() => openPriors()}
      data-testid="open-priors"
    >
      <History size={16} />
    </IconButton>
  );
}
