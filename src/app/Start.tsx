import { StartPage } from '../features/open';
import { useServers } from '../features/servers';
import { useHasList, Worklist } from '../features/worklist';
import { useTranslation } from '../i18n';
import { StartStored } from './StartStored';

/** So many servers are called by their names. */
const NAMED = 2;

/** What leaves this computer: nothing, or with servers what is asked of them and sent to them. */
function usePrivacy(): string {
  const { t } = useTranslation(['app', 'open', 'worklist']);
  const servers = useServers((s) => s.servers);
  if (servers.length === 0) return t('open:private');
  const names = servers.map(({ name }) => name).join(t('worklist:and'));
  return servers.length > NAMED
    ? t('start.privateMany', { count: servers.length })
    : t('start.privateServers', { names });
}

/** The page while no study is open: with servers or saved work the worklist stands there. */
export function Start({ phone }: { readonly phone: boolean }) {
  const list = useHasList();
  const privacy = usePrivacy();
  return <StartPage list={list && <Worklist phone={phone} />} privacy={privacy} stored={<StartStored />} />;
}
