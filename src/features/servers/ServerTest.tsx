import { CircleCheck, CircleMinus, CircleX } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { knowServer, presentOf, testServer, type ServerCheck, type ServerConfig } from '../../dicom/web';
import { useTranslation } from '../../i18n';
import { Button } from '../../ui';

const icons = { ok: CircleCheck, failed: CircleX, skipped: CircleMinus } as const;

interface ServerTestProps {
  /** The server as it is to be tried; undefined when it cannot be tried yet, which whoever gives it says. */
  readonly server: () => ServerConfig | undefined;
}

/** A button that tries a server, and what came of each step. */
export function ServerTest({ server }: ServerTestProps) {
  const { t } = useTranslation('servers');
  const [checks, setChecks] = useState<readonly ServerCheck[] | 'testing'>();
  const running = useRef<AbortController>(undefined);
  useEffect(() => () => running.current?.abort(), []);
  const test = async (): Promise<void> => {
    const given = server();
    if (!given) return;
    running.current?.abort();
    const abort = new AbortController();
    running.current = abort;
    setChecks('testing');
    // What is being typed is tried as it stands, without becoming what open studies use.
    const tried = { ...presentOf(given), ...given, id: `test:${given.id}` };
    knowServer(tried);
    try {
      setChecks(await testServer(tried, { signal: abort.signal }));
    } catch (error) {
      if (!abort.signal.aborted) throw error;
    }
  };
  return (
    <div className="server-test">
      <Button onClick={() => void test()} disabled={checks === 'testing'} data-testid="server-test">
        {t(checks === 'testing' ? 'testing' : 'test')}
      </Button>
      {checks && checks !== 'testing' && <Checks checks={checks} />}
    </div>
  );
}

function Checks({ checks }: { readonly checks: readonly ServerCheck[] }) {
  const { t } = useTranslation('servers');
  const failed = checks.filter(({ state }) => state === 'failed');
  const reads = checks.find(({ id }) => id === 'search')?.state === 'ok';
  const first = failed[0];
  const verdict = !first
    ? t('testOk')
    : reads
      ? t('testPartly')
      : t('testFailed', { reason: t(`reason.${first.reason ?? 'badAnswer'}`) });
  return (
    <div data-testid="server-checks" data-ok={failed.length === 0} data-reads={reads}>
      <p role="status">{verdict}</p>
      <ul>
        {checks.map((check) => (
          <Check key={check.id} check={check} />
        ))}
      </ul>
    </div>
  );
}

function Check({ check: { id, state, reason, detail, policy } }: { readonly check: ServerCheck }) {
  const { t } = useTranslation('servers');
  const Icon = icons[state];
  return (
    <li data-testid="server-check" data-check={id} data-state={state} data-reason={reason}>
      <Icon size={15} aria-hidden className={`server-check-${state}`} />
      <span>
        {t(`check.${id}`)}: {t(`checked.${state}`)}
        {state === 'failed' && reason && <span className="server-why">{t(`reason.${reason}`)}</span>}
        {state === 'ok' && reason && <span className="server-why">{t('wholeFiles')}</span>}
        {policy && <code className="server-policy">{policy}</code>}
        {detail && detail !== policy && <code className="server-detail">{detail}</code>}
      </span>
    </li>
  );
}
