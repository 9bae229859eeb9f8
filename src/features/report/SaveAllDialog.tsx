import { useEffect, useRef, useState } from 'react';
import { researchUse, software } from '../../domain/report-facts';
import { i18n, useLanguage, useTranslation } from '../../i18n';
import { Button, Dialog, Notice, ProgressBar } from '../../ui';
import type { ReportFacts } from './document';
import { exportName } from './names';
import { saveAll, type Saved, type Saving } from './save-all';
import { documentIds, objectIds, sourcesOf, type LeftOut, type PartId } from './save-parts';
import { originOf, sizeWords, useServers } from '../servers';
import { ArchiveResult } from './ArchiveResult';
import { archiveSink, type ArchiveSink } from './archive-sink';
import { canPickFolder, folderSink, pickFolder, zipSink, type Sink } from './sinks';
import './save-all.css';

interface SaveAllProps {
  readonly facts: ReportFacts;
  /** Hands a ZIP to the browser. */
  readonly onZip: (name: string, blob: Blob) => void;
  readonly onClose: () => void;
}

type State =
  | { readonly is: 'asking' }
  | { readonly is: 'saving'; readonly progress?: Saving }
  | { readonly is: 'saving'; readonly sent: Sent }
  | { readonly is: 'saved'; readonly name: string; readonly result: Saved; readonly archive?: ArchiveSink }
  | { readonly is: 'cancelled'; readonly archive?: ArchiveSink }
  | { readonly is: 'failed'; readonly why: string };

interface Sent {
  readonly done: number;
  readonly total: number;
  readonly bytes: number;
}

/** What is in it, on wish with the images; then the bar; then what was saved and what was left out. */
export function SaveAllDialog({ facts, onZip, onClose }: SaveAllProps) {
  const { t } = useTranslation(['export', 'servers']);
  const [images, setImages] = useState(false);
  const [state, setState] = useState<State>({ is: 'asking' });
  const running = useRef<AbortController>(undefined);
  // The report as it was when the dialog was opened: what is looked at is what is saved.
  const [kept] = useState(facts);
  useEffect(() => () => running.current?.abort(), []);
  const busy = state.is === 'saving';

  const start = async (
    open: (signal: AbortSignal) => Sink | Promise<Sink | undefined>,
    parts?: readonly PartId[],
  ): Promise<Sink | undefined> => {
    const abort = new AbortController();
    running.current = abort;
    try {
      const sink = await open(abort.signal);
      if (!sink) return undefined;
      setState({ is: 'saving' });
      const result = await saveAll(kept, sink, {
        images,
        parts,
        signal: abort.signal,
        onProgress: (progress) => setState({ is: 'saving', progress }),
        contents: (names, left) => contentsOf(kept, names, left, images),
      });
      setState({ is: 'saved', name: sink.name, result });
      return sink;
    } catch (error) {
      if (abort.signal.aborted) setState({ is: 'cancelled' });
      else {
        console.error('save all:', error);
        setState({ is: 'failed', why: error instanceof Error ? error.message : String(error) });
      }
      return undefined;
    }
  };
  const zip = () => void start(() => zipSink(exportName(kept.study, 'all.zip'), onZip));
  const folder = () =>
    void start(async () => {
      const parent = await pickFolder();
      return parent && folderSink(parent, exportName(kept.study, 'all'));
    });
  const servers = useServers((s) => s.servers);
  const [chosen, setChosen] = useState(originOf(facts.study.studyUid));
  const server = servers.find(({ id }) => id === chosen) ?? servers[0];
  const send = async (): Promise<void> => {
    const onProgress = (done: number, total: number, bytes: number) =>
      setState({ is: 'saving', sent: { done, total, bytes } });
    let archive: ArchiveSink | undefined;
    await start((signal) => (archive = archiveSink(server, signal, onProgress)), objectIds);
    // Also when it was called off: what the archive has by then stays there.
    if (archive)
      setState((now) => (now.is === 'saved' || now.is === 'cancelled' ? { ...now, archive } : now));
  };
  const cancel = (): void => {
    if (busy) running.current?.abort(new DOMException('cancelled', 'AbortError'));
    else onClose();
  };
  return (
    <Dialog
      title={t('title')}
      testId="save-all"
      onCancel={cancel}
      onSubmit={() => state.is === 'asking' && zip()}
      actions={
        state.is === 'asking' || busy ? (
          <>
            <Button onClick={cancel} data-testid="save-all-cancel">
              {t('cancel')}
            </Button>
            {canPickFolder() && (
              <Button onClick={folder} disabled={busy} data-testid="save-all-folder">
                {t('folder')}
              </Button>
            )}
            <Button look="primary" type="submit" disabled={busy} data-testid="save-all-zip">
              {t('zip')}
            </Button>
          </>
        ) : (
          <Button look="primary" onClick={onClose} autoFocus data-testid="save-all-close">
            {t('close')}
          </Button>
        )
      }
    >
      {state.is === 'asking' && <Asking facts={kept} images={images} onImages={setImages} />}
      {state.is === 'asking' && server && (
        <Archive
          servers={servers}
          chosen={server.id}
          images={images ? sourcesOf(kept).length : 0}
          onChoose={setChosen}
          onSend={() => void send()}
        />
      )}
      {busy && ('sent' in state ? <Sending {...state.sent} /> : <Progress progress={state.progress} />)}
      {(state.is === 'saved' || state.is === 'cancelled' || state.is === 'failed') && (
        <Result state={state} />
      )}
    </Dialog>
  );
}

interface ArchiveProps {
  readonly servers: readonly { readonly id: string; readonly name: string }[];
  readonly chosen: string;
  /** Files of the study that go there as well. */
  readonly images: number;
  readonly onChoose: (id: string) => void;
  readonly onSend: () => void;
}

/** Which archive, and what of all this goes there. */
function Archive({ servers, chosen, images, onChoose, onSend }: ArchiveProps) {
  const { t } = useTranslation('servers');
  return (
    <div className="save-all">
      <h3>{t('send.to')}</h3>
      <div className="save-all-images">
        <select
          aria-label={t('send.to')}
          value={chosen}
          onChange={(event) => onChoose(event.target.value)}
          data-testid="save-all-server"
        >
          {servers.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
        <Button onClick={onSend} data-testid="save-all-send">
          {t('send.button')}
        </Button>
      </div>
      <p>
        {t('send.objects')}
        {images > 0 && (
          <strong data-testid="save-all-send-images"> {t('send.images', { count: images })}</strong>
        )}
      </p>
    </div>
  );
}

function Sending({ done, total, bytes }: Sent) {
  const { t } = useTranslation('servers');
  const lang = useLanguage();
  return (
    <div className="save-all">
      <ProgressBar label={t('send.button')} value={total > 0 ? done / total : undefined} />
      <p data-testid="save-all-progress">
        {t('send.sending', { done, total, size: sizeWords(bytes, lang) })}
      </p>
    </div>
  );
}

interface AskingProps {
  readonly facts: ReportFacts;
  readonly images: boolean;
  readonly onImages: (images: boolean) => void;
}

function Asking({ facts, images, onImages }: AskingProps) {
  const { t } = useTranslation('export');
  const { pending } = facts.document;
  const names = (ids: readonly PartId[]) => ids.map((id) => t(`part.${id}`)).join(' · ');
  return (
    <div className="save-all">
      <p>{t('intro')}</p>
      {pending > 0 && <Notice tone="warn" title={t('pending', { count: pending })} />}
      <h3>{t('parts')}</h3>
      <p data-testid="save-all-parts">{names(documentIds)}</p>
      <p>{names(objectIds)}</p>
      <label className="save-all-images">
        <input
          type="checkbox"
          checked={images}
          onChange={(event) => onImages(event.target.checked)}
          data-testid="save-all-images"
        />
        {t('images', { count: sourcesOf(facts).length })}
      </label>
    </div>
  );
}

function Progress({ progress }: { readonly progress?: Saving }) {
  const { t } = useTranslation('export');
  const words = progress
    ? t('progress', {
        done: progress.done + 1,
        total: progress.total,
        part: t(`part.${progress.part}`),
      })
    : '';
  return (
    <div className="save-all">
      <ProgressBar label={t('title')} value={progress ? progress.done / progress.total : undefined} />
      <p data-testid="save-all-progress">{words}</p>
    </div>
  );
}

function Result({ state }: { readonly state: Extract<State, { is: 'saved' | 'cancelled' | 'failed' }> }) {
  const { t } = useTranslation('export');
  if (
    state.is === 'cancelled' &&
    state.archive &&
    state.archive.unsent() + state.archive.results().length > 0
  )
    return <ArchiveResult sink={state.archive} />;
  if (state.is !== 'saved')
    return (
      <p role="status" className="save-all" data-testid="save-all-outcome" data-state={state.is}>
        {state.is === 'cancelled' ? t('cancelled') : t('failed', { why: state.why })}
      </p>
    );
  const { result, name, archive } = state;
  return (
    <div className="save-all">
      {archive ? (
        <ArchiveResult sink={archive} />
      ) : (
        <p role="status" data-testid="save-all-outcome" data-state="saved">
          {t('saved', { name, files: result.files })}
        </p>
      )}
      <h3>{t('leftOut')}</h3>
      {result.leftOut.length === 0 ? (
        <p>{t('nothingLeftOut')}</p>
      ) : (
        <ul data-testid="save-all-left-out">
          {result.leftOut.map((one) => (
            <li key={`${one.what} ${one.why} ${one.detail ?? ''}`} data-what={one.what} data-why={one.why}>
              {leftWords(one, i18n.language)}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** "Findings (2): not reviewed yet". */
function leftWords({ what, why, count, detail }: LeftOut, language: string): string {
  const t = i18n.getFixedT(language, 'export');
  const words = { what: t(`part.${what}`), count, why: t(`why.${why}`, { detail: detail ?? '' }) };
  return count > 1 || what === 'findings' ? t('leftMany', words) : t('left', words);
}

/** CONTENTS.TXT: what lies in the folder, for whoever finds it; with a mark by which Windows knows UTF-8. */
function contentsOf(
  { document: report }: ReportFacts,
  names: readonly string[],
  left: readonly LeftOut[],
  images: boolean,
): string {
  const { language } = report;
  const t = i18n.getFixedT(language, 'export');
  const lines = [
    t('contents.head', { software: `${software.name} ${software.version}`, research: researchUse[language] }),
    ...(report.synthetic ? [t('contents.synthetic')] : []),
    '',
    t('contents.files'),
    ...names.map((name) => `  ${name}`),
    ...(images ? [t('contents.images')] : []),
    '',
    `${t('leftOut')}${language === 'zh' ? '：' : ':'}`,
    ...(left.length > 0 ? left.map((one) => `  ${leftWords(one, language)}`) : [t('nothingLeftOut')]),
  ];
  return `\ufeff${lines.join('\r\n')}\r\n`;
}
