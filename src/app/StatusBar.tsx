import { Cpu, HardDrive, ShieldCheck, TriangleAlert, Zap } from 'lucide-react';
import { useEffect, useState, type ReactNode } from 'react';
import { useKeep } from '../features/keep';
import { ServerStatus, useServers } from '../features/servers';
import { useLanguage, useTranslation } from '../i18n';
import { storageEstimate, type StorageEstimate } from '../storage';
import { useAutosave } from './autosave';
import { useMachine } from './machine';
import { placeOf, useSent } from './sent';
import { bytes } from './bytes';
import { OfflineStatus } from './offline/OfflineStatus';
import './status-bar.css';

/** 24 px: what the analysis does, what it runs on, what left the page, what is kept. */
export function StatusBar({ analysis }: { readonly analysis?: ReactNode }) {
  const { t } = useTranslation('app');
  return (
    <footer className="status-bar" aria-label={t('status.label')}>
      <div className="status-analysis">{analysis}</div>
      <Saved />
      <Provider />
      <ServerStatus />
      <SentBytes />
      <OfflineStatus />
      <Stored />
    </footer>
  );
}

function Saved() {
  const { t } = useTranslation(['app', 'keep']);
  const { state, failure, detail } = useAutosave();
  const inMemory = useKeep((s) => s.mode === 'nothing');
  if (state === 'failed')
    return (
      <span
        className="status-item status-warn"
        role="alert"
        tabIndex={0}
        data-testid="status-save"
        data-tip={t(`keep:notice.why.${failure ?? 'unknown'}`, { detail })}
      >
        <TriangleAlert size={13} aria-hidden />
        {t('status.failed')}
      </span>
    );
  if (state === 'idle') return null;
  const saving = state === 'saving' || state === 'pending';
  return (
    <span
      className="status-item"
      tabIndex={0}
      data-testid="status-save"
      data-state={saving ? 'saving' : 'saved'}
      data-tip={t(inMemory ? 'keep:memoryTip' : 'status.savedTip')}
    >
      {inMemory ? t('keep:memory') : t(saving ? 'status.saving' : 'status.saved')}
    </span>
  );
}

function Provider() {
  const { t } = useTranslation('app');
  const { provider, adapter, threads } = useMachine();
  const gpu = provider === 'webgpu';
  const Icon = gpu ? Zap : Cpu;
  return (
    <span
      className="status-item"
      tabIndex={0}
      data-testid="status-provider"
      data-provider={provider}
      data-tip={
        provider === undefined
          ? t('status.probing')
          : t(gpu ? 'status.webgpuTip' : 'status.wasmTip', { adapter })
      }
    >
      <Icon size={13} aria-hidden />
      {provider === undefined ? '…' : gpu ? t('status.webgpu') : t('status.wasm', { count: threads })}
    </span>
  );
}

function SentBytes() {
  const { t } = useTranslation('app');
  const lang = useLanguage();
  const { bytes: sent, foreign, places, spoken } = useSent();
  const servers = useServers((s) => s.servers);
  const named = new Map(
    servers.flatMap(({ name, url, auth }) =>
      [url, auth.kind === 'oidc' ? auth.issuer : '']
        .filter((address) => address !== '')
        // The server is the folder, not a file of that name.
        .map((address) => placeOf(address.replace(/\/?$/, '/'), location.href))
        .filter((place) => place !== undefined)
        .map((place) => [place, name] as const),
    ),
  );
  const where = Object.entries(places).map(([place, { requests, asked, bytes: size }]) =>
    t('status.place', {
      place: named.get(place) ?? place,
      count: requests,
      asked: bytes(asked, lang),
      size: bytes(size, lang),
    }),
  );
  // Of a server that the reader has configured a request is no surprise.
  const others = Object.entries(places).filter(([place]) => !named.has(place));
  const unknown = others.reduce((sum, [, { requests }]) => sum + requests, 0);
  const quiet = unknown === 0 && spoken === 0 && others.every(([, { bytes: size }]) => size === 0);
  return (
    <span
      className={quiet ? 'status-item' : 'status-item status-warn'}
      tabIndex={0}
      data-testid="status-sent"
      data-bytes={sent}
      data-foreign={foreign}
      data-places={Object.keys(places).join(' ')}
      data-tip={[t('status.sentTip'), ...(where.length > 0 ? where : [t('status.nowhere')])].join('\n')}
    >
      <ShieldCheck size={13} aria-hidden />
      {t('status.sent', { size: bytes(sent, lang) })}
      {unknown > 0 && `, ${t('status.foreign', { count: unknown })}`}
      {spoken > 0 && `, ${t('status.spoken', { count: spoken })}`}
    </span>
  );
}

/** How often the browser is asked how much it holds, ms. */
const ASK = 30_000;

function Stored() {
  const { t } = useTranslation('app');
  const lang = useLanguage();
  const [room, setRoom] = useState<StorageEstimate>();
  useEffect(() => {
    let gone = false;
    const ask = () => void storageEstimate().then((found) => gone || setRoom(found));
    ask();
    const timer = setInterval(ask, ASK);
    const stop = useAutosave.subscribe(({ state }) => state === 'saved' && ask());
    return () => {
      gone = true;
      clearInterval(timer);
      stop();
    };
  }, []);
  if (!room) return null;
  return (
    <span
      className="status-item"
      tabIndex={0}
      data-testid="status-storage"
      data-tip={t('status.storageTip', { free: bytes(room.quota - room.used, lang) })}
    >
      <HardDrive size={13} aria-hidden />
      {t('status.storage', { size: bytes(room.used, lang) })}
    </span>
  );
}
