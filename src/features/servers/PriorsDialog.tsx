import { useEffect, useState } from 'react';
import { dicomDate } from '../../domain/person-text';
import type { Study } from '../../domain/study';
import { useTranslation } from '../../i18n';
import { Button, Dialog, Notice } from '../../ui';
import { activeStudy, useOpen } from '../open';
import type { Prior } from './contract';
import { faultOf } from './fault';
import { findPriors, openFromServer } from './open';
import { closePriors, useServersPage } from './page';
import { serverOf, useServers } from './store';
import './servers.css';

/** The other studies of the patient who is read, on every server. Mount once. */
export function PriorsDialog() {
  const open = useServersPage((state) => state.priors);
  const study = useOpen(activeStudy);
  return open && study && <Priors study={study} />;
}

type State =
  | { readonly is: 'searching' }
  | { readonly is: 'found'; readonly priors: readonly Prior[] }
  | { readonly is: 'failed'; readonly words: string };

function Priors({ study }: { readonly study: Study }) {
  const { t } = useTranslation('servers');
  const servers = useServers((state) => state.servers.length);
  const [state, setState] = useState<State>({ is: 'searching' });
  const { id, birthDate } = study.patient;
  const { studyUid } = study;
  useEffect(() => {
    const abort = new AbortController();
    findPriors({ id, birthDate }, { except: studyUid, signal: abort.signal }).then(
      (priors) => setState({ is: 'found', priors }),
      (error: unknown) => {
        if (abort.signal.aborted) return;
        const { server, reason } = faultOf({ name: '' }, error);
        setState({ is: 'failed', words: t('fault.title', { server, reason: t(`reason.${reason}`) }) });
      },
    );
    return () => abort.abort();
  }, [id, birthDate, studyUid, t]);
  return (
    <Dialog
      wide
      title={t('priors.title')}
      testId="priors"
      onSubmit={closePriors}
      onCancel={closePriors}
      actions={
        <Button look="primary" type="submit">
          {t('close')}
        </Button>
      }
    >
      <div className="servers">
        {servers === 0 ? (
          <p>{t('priors.noServers')}</p>
        ) : id === '' ? (
          <p>{t('priors.noId')}</p>
        ) : state.is === 'searching' ? (
          <p role="status">{t('priors.searching')}</p>
        ) : state.is === 'failed' ? (
          <Notice tone="error" title={state.words} testId="priors-failed" />
        ) : (
          <List priors={state.priors} id={id} />
        )}
      </div>
    </Dialog>
  );
}

/** Opens it beside what is read, and hands it to whoever asked for it; what fails says so itself. */
async function bringIn({ serverId, studyUid }: Prior): Promise<void> {
  const { opened } = useServersPage.getState();
  await openFromServer(serverId, studyUid, { quiet: true });
  if (useOpen.getState().studies.some((one) => one.studyUid === studyUid)) opened?.(studyUid);
}

function List({ priors, id }: { readonly priors: readonly Prior[]; readonly id: string }) {
  const { t } = useTranslation('servers');
  if (priors.length === 0) return <p data-testid="priors-none">{t('priors.none', { id })}</p>;
  return (
    <ul>
      {priors.map((prior) => (
        <li key={prior.studyUid} data-testid="prior" data-study-uid={prior.studyUid}>
          <span className="server-name">
            <strong>
              {dicomDate(prior.date)} {prior.modalities.join(' ')} {prior.description}
            </strong>
            <small>
              {[
                serverOf(prior.serverId)?.name,
                prior.imageCount !== undefined && t('priors.images', { count: prior.imageCount }),
              ]
                .filter(Boolean)
                .join(' · ')}
            </small>
          </span>
          {prior.open ? (
            <span>{t('priors.isOpen')}</span>
          ) : (
            <Button
              data-testid="prior-open"
              onClick={() => {
                closePriors();
                void bringIn(prior);
              }}
            >
              {t('priors.open')}
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}
