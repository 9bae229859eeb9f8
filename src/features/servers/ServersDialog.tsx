import { Plus } from 'lucide-react';
import { useState } from 'react';
import type { ServerConfig } from '../../dicom/web';
import { useTranslation } from '../../i18n';
import { Button, Dialog } from '../../ui';
import { isPreset } from './kept';
import { closeServers, useServersPage } from './page';
import { ServerForm } from './ServerForm';
import { ServerTest } from './ServerTest';
import { isSignedIn, signOut } from './sign-out';
import { removeServer, useServers } from './store';
import './servers.css';

/** The servers: list, test, adding and changing one. Mount once. */
export function ServersDialog() {
  const open = useServersPage((state) => state.open);
  return open && <OpenDialog />;
}

const fresh = (): ServerConfig => ({
  id: crypto.randomUUID(),
  name: '',
  url: '',
  auth: { kind: 'none' },
  headers: {},
  patience: 30,
  remember: false,
});

function OpenDialog() {
  const { t } = useTranslation('servers');
  const servers = useServers((state) => state.servers);
  const [editing, setEditing] = useState<ServerConfig>();
  if (editing) return <ServerForm server={editing} onDone={() => setEditing(undefined)} />;
  return (
    <Dialog
      wide
      title={t('title')}
      testId="servers"
      onSubmit={closeServers}
      onCancel={closeServers}
      actions={
        <>
          <Button
            icon={<Plus size={14} aria-hidden />}
            onClick={() => setEditing(fresh())}
            data-testid="server-add"
          >
            {t('add')}
          </Button>
          <Button look="primary" type="submit" data-testid="servers-done">
            {t('done')}
          </Button>
        </>
      }
    >
      <div className="servers">
        <p>{t('intro')}</p>
        {servers.length === 0 && <p data-testid="servers-none">{t('none')}</p>}
        <ul>
          {servers.map((server) => (
            <li key={server.id} data-testid="server-row" data-server={server.id}>
              <span className="server-name">
                <strong>{server.name}</strong>
                <small>{server.url}</small>
                <small>
                  {t(`auth.${server.auth.kind}`)}
                  {isPreset(server) && ` · ${t('preset')}`}
                </small>
              </span>
              <span className="server-buttons">
                {isSignedIn(server) && (
                  <Button onClick={() => signOut(server)} data-testid="server-sign-out">
                    {t('signOut')}
                  </Button>
                )}
                <Button onClick={() => setEditing(server)} data-testid="server-edit">
                  {t('edit')}
                </Button>
                {!isPreset(server) && (
                  <Button onClick={() => removeServer(server.id)} data-testid="server-remove">
                    {t('remove')}
                  </Button>
                )}
              </span>
              <ServerTest server={() => server} />
            </li>
          ))}
        </ul>
      </div>
    </Dialog>
  );
}
