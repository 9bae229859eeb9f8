import { useEffect, useRef, useState } from 'react';
import type { StoreResult } from '../../dicom/web';
import { i18n, useLanguage, useTranslation } from '../../i18n';
import { Button, ProgressBar } from '../../ui';
import { sizeWords } from '../servers';
import type { ArchiveSink } from './archive-sink';

/** What the archive said of every file; what it has not got once more, as often as the reader likes. */
export function ArchiveResult({ sink }: { readonly sink: ArchiveSink }) {
  const { t } = useTranslation('servers');
  const [results, setResults] = useState(sink.results);
  const [sending, setSending] = useState<{
    readonly done: number;
    readonly total: number;
    readonly bytes: number;
  }>();
  const running = useRef<AbortController>(undefined);
  const lang = useLanguage();
  useEffect(() => () => running.current?.abort(), []);
  const unsent = sink.unsent();
  const stored = results.filter(({ status }) => status === 'stored').length;
  const failed = results.length - stored;
  // What went wrong is to be seen without scrolling.
  const inOrder = [...results].sort((a, b) => Number(a.status === 'stored') - Number(b.status === 'stored'));
  const retry = async (): Promise<void> => {
    const abort = new AbortController();
    running.current = abort;
    try {
      await sink.retry(abort.signal, (done, total, bytes) => setSending({ done, total, bytes }));
    } catch (error) {
      if (!abort.signal.aborted) throw error;
    } finally {
      setSending(undefined);
      setResults(sink.results());
    }
  };
  const words =
    failed + unsent === 0
      ? t('send.sent', { server: sink.name, count: stored })
      : t('send.partly', { server: sink.name, stored, total: results.length + unsent });
  return (
    <div className="save-all">
      <p
        role="status"
        data-testid="archive-outcome"
        data-stored={stored}
        data-failed={failed}
        data-unsent={unsent}
      >
        {words}
      </p>
      {sending && (
        <>
          <ProgressBar label={t('send.button')} value={sending.done / Math.max(1, sending.total)} />
          <p data-testid="archive-progress">
            {t('send.sending', { ...sending, size: sizeWords(sending.bytes, lang) })}
          </p>
          <Button onClick={() => running.current?.abort()} data-testid="archive-stop">
            {t('send.stop')}
          </Button>
        </>
      )}
      {failed + unsent > 0 && !sending && (
        <Button onClick={() => void retry()} data-testid="archive-retry">
          {t('send.retry', { count: failed + unsent })}
        </Button>
      )}
      <ul className="archive-results" data-testid="archive-results" tabIndex={0} aria-label={t('send.each')}>
        {inOrder.map((one) => (
          <li key={one.path} data-status={one.status} data-reason={one.reason}>
            {one.path}: {wordsOf(one)}
          </li>
        ))}
      </ul>
    </div>
  );
}

const hex = (code: number): string => code.toString(16).toUpperCase().padStart(4, '0');

/** Failure Reason (0008,1197) as a key of `servers:failure.*`, PS3.4 table GG.4-1 and annex B.2.3. */
function failureKey(code: number): string | undefined {
  const high = code & 0xff00;
  if (high === 0xa700) return 'a7';
  if (high === 0xa900) return 'a9';
  if ((code & 0xf000) === 0xc000) return 'c0';
  if (code === 0x0122) return 'c122';
  if (code === 0x0124) return 'c124';
  if (code === 0x0110) return 'c110';
  return undefined;
}

function wordsOf({ status, reason, code, warning, detail }: StoreResult): string {
  const t = i18n.getFixedT(i18n.language, 'servers');
  if (status === 'stored') return warning ? t('send.warning', { hex: hex(warning) }) : t('send.stored');
  const known = code === undefined ? undefined : failureKey(code);
  const said = [
    reason && t(`reason.${reason}`),
    known && t(`failure.${known}`),
    code !== undefined && t('failure.code', { hex: hex(code) }),
    detail,
  ];
  return said.filter(Boolean).join(' · ');
}
