import { CloudOff, FolderOpen, Loader, Trash2, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { HERE, type WorklistRow } from '../../domain/worklist/row';
import { i18n, useLanguage, useTranslation } from '../../i18n';
import { StorageError } from '../../storage';
import { Button, Dialog, ProgressBar } from '../../ui';
import { isDemo } from './demo';
import { studyRow } from './list';
import { retry, signIn, stopListing } from './listing';
import { forgetRow, openRow, opensByItself } from './open';
import { useWorklist, type ServerListing } from './store';
import { momentOf, nameOf, urgencyLong } from './words';

const figure = (n: number): string => n.toLocaleString('en-US');

/** How many there are of what, and whether the list is all there is. */
export function Counts() {
  const { t } = useTranslation('worklist');
  const { all, shown, urgent, states } = useWorklist((s) => s.counts);
  const listings = useWorklist((s) => s.listings);
  const unread = states.new + states.aiRan + states.draft;
  const partial = Object.values(listings).some(({ complete, state }) => !complete && state !== 'loading');
  const loading = Object.values(listings).some(({ state }) => state === 'loading');
  return (
    <p className="wl-counts" role="status" data-testid="wl-counts" data-all={all} data-shown={shown}>
      <span>
        {shown === all
          ? t('counts.all', { count: all, all: figure(all) })
          : t('counts.some', { shown: figure(shown), all: figure(all) })}
      </span>
      {urgent > 0 && (
        <span className="wl-count-urgent">
          <TriangleAlert size={12} aria-hidden /> {t('counts.urgent', { n: figure(urgent) })}
        </span>
      )}
      <span>{t('counts.unread', { n: figure(unread) })}</span>
      {loading && <span>{t('counts.loading')}</span>}
      {partial && !loading && <span>{t('counts.partial')}</span>}
    </p>
  );
}

function Listing({
  id,
  name,
  listing,
}: {
  readonly id: string;
  readonly name: string;
  readonly listing: ServerListing;
}) {
  const { t } = useTranslation('worklist');
  const { state, loaded, complete, reason, detail } = listing;
  if (state === 'done' && complete) return null;
  const why =
    reason !== undefined && i18n.exists(`servers:reason.${reason}`) ? t(`servers:reason.${reason}`) : detail;
  return (
    <li className={`wl-listing wl-listing-${state}`} data-testid={`wl-server-${id}`} data-state={state}>
      {state === 'failed' ? (
        <TriangleAlert size={13} aria-hidden />
      ) : (
        state === 'loading' && <Loader size={13} aria-hidden />
      )}
      <span role={state === 'failed' ? 'alert' : undefined}>
        {t(`server.${state}`, { name, n: figure(loaded), why: why ?? '' }).trim()}
      </span>
      {state === 'loading' ? (
        <Button look="quiet" data-testid="wl-stop" onClick={stopListing}>
          {t('server.stop')}
        </Button>
      ) : state === 'failed' && reason === 'auth' ? (
        <Button look="quiet" data-testid={`wl-sign-in-${id}`} onClick={() => void signIn(id)}>
          {t('server.signIn')}
        </Button>
      ) : (
        <Button look="quiet" data-testid={`wl-retry-${id}`} onClick={() => retry(id)}>
          {t('server.retry')}
        </Button>
      )}
    </li>
  );
}

/** What is still on its way, and which server gave nothing and why. Nothing while all is well. */
export function Listings() {
  const { t } = useTranslation('worklist');
  const servers = useWorklist((s) => s.servers);
  const listings = useWorklist((s) => s.listings);
  const online = useWorklist((s) => s.online);
  return (
    <ul className="wl-listings">
      {!online && (
        <li className="wl-listing wl-listing-failed" data-testid="wl-offline">
          <CloudOff size={13} aria-hidden />
          <span>{t('offline')}</span>
        </li>
      )}
      {servers.map(({ id, name }) => {
        const listing = listings[id];
        return listing && <Listing key={id} id={id} name={name} listing={listing} />;
      })}
    </ul>
  );
}

/** What AI does ahead of the reader, where it can be seen and stopped. Also stands in the status bar while reading. */
export function AheadStatus() {
  const { t } = useTranslation('worklist');
  const lang = useLanguage();
  const { on, state, studyUid, share, done, unsuitable, failed, detail } = useWorklist((s) => s.ahead);
  if (!on) return null;
  const row = studyUid === undefined ? undefined : studyRow(studyUid);
  const words =
    state === 'running'
      ? t('ahead.running', { name: row ? nameOf(row, lang, t) : '' })
      : t(state === 'waiting' ? 'ahead.waiting' : 'ahead.idle');
  const tally = [
    done > 0 && t('ahead.done', { count: done }),
    unsuitable > 0 && t('ahead.unsuitable', { count: unsuitable }),
    failed > 0 && t('ahead.failed', { count: failed }),
  ].filter(Boolean);
  return (
    <span
      className="wl-ahead"
      data-testid="wl-ahead-status"
      data-state={state}
      data-done={done}
      data-failed={failed}
      data-tip={failed > 0 ? detail : undefined}
    >
      <span>{[words, ...tally].join(t('comma'))}</span>
      {state === 'running' && <ProgressBar label={words} value={share} />}
    </span>
  );
}

/** The study at hand in full, and what can be done with it. */
export function Detail() {
  const { t } = useTranslation('worklist');
  const lang = useLanguage();
  const selected = useWorklist((s) => s.selected);
  // Read so that the row follows what becomes known of it.
  useWorklist((s) => s.rows);
  const servers = useWorklist((s) => s.servers);
  const [asking, setAsking] = useState(false);
  const row = selected === undefined ? undefined : studyRow(selected);
  if (!row) return null;
  const waits = row.urgent && row.status !== 'signed' ? urgencyLong(row.urgent, t) : '';
  const facts = [
    nameOf(row, lang, t),
    isDemo(row) ? '' : row.patientId,
    row.accession,
    row.description,
    momentOf(row),
  ];
  const here = row.sources.includes(HERE);
  return (
    <div className="wl-detail" data-testid="wl-detail">
      <p>
        <span>{facts.filter(Boolean).join(' · ')}</span>
        {waits && (
          <span className="wl-why">
            <TriangleAlert size={13} aria-hidden /> {waits}
          </span>
        )}
        {row.signedOn !== undefined && (
          <span data-testid="wl-signed-on">
            {t('signedOn', { name: servers.find(({ id }) => id === row.signedOn)?.name ?? row.signedOn })}
          </span>
        )}
        {!opensByItself(row) && <span>{t('notHere')}</span>}
      </p>
      {here && (
        <Button
          look="quiet"
          icon={<Trash2 size={14} aria-hidden />}
          data-testid="wl-forget"
          onClick={() => setAsking(true)}
        >
          {t('forget.button')}
        </Button>
      )}
      <Button
        look="primary"
        icon={opensByItself(row) ? undefined : <FolderOpen size={14} aria-hidden />}
        data-testid="wl-open"
        onClick={() => void openRow(row)}
      >
        {t(opensByItself(row) ? 'open' : 'openFolder')}
      </Button>
      {asking && <Forget row={row} onDone={() => setAsking(false)} />}
    </div>
  );
}

function Forget({ row, onDone }: { readonly row: WorklistRow; readonly onDone: () => void }) {
  const { t } = useTranslation('worklist');
  const lang = useLanguage();
  const [failed, setFailed] = useState('');
  const submit = () => {
    forgetRow(row).then(onDone, (error: unknown) =>
      setFailed(error instanceof StorageError ? error.detail : String(error)),
    );
  };
  return (
    <Dialog
      title={t('forget.title')}
      onSubmit={submit}
      onCancel={onDone}
      testId="wl-forget-dialog"
      actions={
        <>
          <Button look="quiet" onClick={onDone}>
            {t('cancel')}
          </Button>
          <Button look="danger" type="submit" data-testid="wl-forget-done">
            {t('forget.do')}
          </Button>
        </>
      }
    >
      <p>{t('forget.ask', { name: nameOf(row, lang, t) })}</p>
      {failed && <p role="alert">{t('forget.failed', { detail: failed })}</p>}
    </Dialog>
  );
}
