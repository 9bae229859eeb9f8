import { useEffect, useRef, useState } from 'react';
import { useTranslation } from '../../i18n';
import { Button, Dialog, Notice } from '../../ui';
import { headersIn, headersText } from './header-lines';
import { signInWithWindow } from './oidc';
import { AuthFields } from './ServerForm';
import { useSignIn, type Question } from './sign-in';
import './servers.css';

/** A server asks who is there. Mount once. */
export function SignInDialog() {
  const question = useSignIn((state) => state.question);
  return question && <Asking key={question.server.id} question={question} />;
}

function Asking({ question: { server, why, answer } }: { readonly question: Question }) {
  const { t } = useTranslation('servers');
  const [auth, setAuth] = useState(server.auth);
  const [lines, setLines] = useState(headersText(server.headers));
  const [state, setState] = useState<'asking' | 'waiting'>('asking');
  const [failed, setFailed] = useState<string>();
  const running = useRef<AbortController>(undefined);
  useEffect(() => () => running.current?.abort(), []);

  const submit = async (): Promise<void> => {
    if (auth.kind !== 'oidc') {
      const headers = headersIn(lines);
      if (typeof headers === 'string') setFailed(t('wrong.headers', { line: headers }));
      else
        answer({
          ...server,
          auth: auth.kind === 'basic' ? { ...auth, password: auth.password ?? '' } : auth,
          headers,
        });
      return;
    }
    const abort = new AbortController();
    running.current = abort;
    setState('waiting');
    setFailed(undefined);
    try {
      await signInWithWindow(server, abort.signal);
      answer(server);
    } catch (error) {
      if (abort.signal.aborted) return;
      const said = error instanceof Error ? error.message : String(error);
      setFailed(said === 'popup blocked' ? t('signIn.blocked') : t('signIn.failed', { why: said }));
      setState('asking');
    }
  };
  return (
    <Dialog
      title={t('signIn.title', { server: server.name })}
      testId="sign-in"
      onSubmit={() => void submit()}
      onCancel={() => answer(undefined)}
      actions={
        <>
          <Button onClick={() => answer(undefined)} data-testid="sign-in-cancel">
            {t('cancel')}
          </Button>
          <Button look="primary" type="submit" disabled={state === 'waiting'} data-testid="sign-in-submit">
            {t(auth.kind === 'oidc' ? 'signIn.window' : 'signIn.submit')}
          </Button>
        </>
      }
    >
      <div className="server-form">
        <p>{t(why === 'missing' ? 'signIn.missing' : 'signIn.refused')}</p>
        <p>
          <small>{server.url}</small>
        </p>
        {auth.kind !== 'oidc' && (
          <AuthFields auth={auth.kind === 'none' ? { kind: 'basic', user: '' } : auth} onAuth={setAuth} />
        )}
        {auth.kind === 'headers' && (
          <label className="server-field">
            <span>{t('field.headers')}</span>
            <textarea
              rows={3}
              value={lines}
              spellCheck={false}
              onChange={(event) => setLines(event.target.value)}
            />
          </label>
        )}
        {state === 'waiting' && <p role="status">{t('signIn.waiting')}</p>}
        {failed && <Notice tone="error" title={failed} testId="sign-in-failed" />}
      </div>
    </Dialog>
  );
}
