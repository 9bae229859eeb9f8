import { useState, type ReactNode } from 'react';
import { addressOf, ServerError, type ServerAuth, type ServerConfig } from '../../dicom/web';
import { useTranslation } from '../../i18n';
import { Button, Dialog, Notice } from '../../ui';
import { headersIn, headersText } from './header-lines';
import { isPreset } from './kept';
import { redirectAddress } from './oidc';
import { ServerTest } from './ServerTest';
import { putServer } from './store';

interface ServerFormProps {
  readonly server: ServerConfig;
  readonly onDone: () => void;
}

const kinds = ['none', 'basic', 'bearer', 'oidc', 'headers'] as const satisfies readonly ServerAuth['kind'][];

function authOf(kind: ServerAuth['kind']): ServerAuth {
  if (kind === 'basic') return { kind, user: '' };
  if (kind === 'oidc') return { kind, issuer: '', clientId: '', scope: 'openid' };
  return { kind };
}

/** One server: where it is, who asks, and a test of what stands in the fields. */
export function ServerForm({ server, onDone }: ServerFormProps) {
  const { t } = useTranslation('servers');
  const [draft, setDraft] = useState(server);
  const [lines, setLines] = useState(headersText(server.headers));
  const [wrong, setWrong] = useState<string>();
  const fixed = isPreset(server);
  const set = (change: Partial<ServerConfig>) => setDraft((now) => ({ ...now, ...change }));

  /** The server as the fields say; undefined, and why, when they do not make one. */
  const read = (): ServerConfig | undefined => {
    const said = (words: string): undefined => {
      setWrong(words);
      return undefined;
    };
    const name = draft.name.trim();
    if (!name) return said(t('wrong.name'));
    const headers = headersIn(lines);
    if (typeof headers === 'string') return said(t('wrong.headers', { line: headers }));
    const made = { ...draft, name, url: draft.url.trim(), headers };
    try {
      addressOf(made, 'studies');
    } catch (error) {
      // What the page's own scheme forbids is for the test to say.
      if (!(error instanceof ServerError) || error.reason === 'badAddress') return said(t('wrong.url'));
    }
    if (made.url === '') return said(t('wrong.url'));
    setWrong(undefined);
    return made;
  };
  const save = (): void => {
    const made = read();
    if (!made) return;
    putServer(made);
    onDone();
  };
  return (
    <Dialog
      wide
      title={t(server.name ? 'edit' : 'add')}
      testId="server-form"
      onSubmit={save}
      onCancel={onDone}
      actions={
        <>
          <Button onClick={onDone}>{t('cancel')}</Button>
          <Button look="primary" type="submit" data-testid="server-save">
            {t('save')}
          </Button>
        </>
      }
    >
      <div className="server-form">
        <Text
          label={t('field.name')}
          value={draft.name}
          id="server-name"
          disabled={fixed}
          onText={(name) => set({ name })}
          placeholder={t('field.namePlaceholder')}
        />
        <Text
          label={t('field.url')}
          value={draft.url}
          id="server-url"
          disabled={fixed}
          onText={(url) => set({ url })}
          hint={t('field.urlHint')}
          placeholder="/dicom-web"
        />
        <label className="server-field">
          <span>{t('field.auth')}</span>
          <select
            value={draft.auth.kind}
            disabled={fixed && draft.auth.kind === 'oidc'}
            data-testid="server-auth"
            onChange={(event) => set({ auth: authOf(event.target.value as ServerAuth['kind']) })}
          >
            {kinds.map((kind) => (
              <option key={kind} value={kind}>
                {t(`auth.${kind}`)}
              </option>
            ))}
          </select>
        </label>
        <AuthFields auth={draft.auth} onAuth={(auth) => set({ auth })} />
        <label className="server-field">
          <span>{t('field.headers')}</span>
          <textarea
            rows={2}
            value={lines}
            spellCheck={false}
            data-testid="server-headers"
            aria-describedby="server-headers-hint"
            onChange={(event) => setLines(event.target.value)}
          />
          <small id="server-headers-hint">{t('field.headersHint')}</small>
        </label>
        <label className="server-field">
          <span>{t('field.patience')}</span>
          <input
            type="number"
            min={1}
            max={600}
            value={draft.patience}
            data-testid="server-patience"
            onChange={(event) =>
              set({ patience: Math.min(600, Math.max(1, event.target.valueAsNumber || 30)) })
            }
          />
        </label>
        <label className="server-remember">
          <input
            type="checkbox"
            checked={draft.remember}
            data-testid="server-remember"
            onChange={(event) => set({ remember: event.target.checked })}
          />
          <span>
            {t('field.remember')}
            <small>{t('field.rememberHint')}</small>
          </span>
        </label>
        {wrong && <Notice tone="error" title={wrong} testId="server-wrong" />}
        <ServerTest server={read} />
      </div>
    </Dialog>
  );
}

interface AuthFieldsProps {
  readonly auth: ServerAuth;
  readonly onAuth: (auth: ServerAuth) => void;
}

/** What a way of signing in needs to be told. */
export function AuthFields({ auth, onAuth }: AuthFieldsProps): ReactNode {
  const { t } = useTranslation('servers');
  if (auth.kind === 'basic')
    return (
      <>
        <Text
          label={t('field.user')}
          value={auth.user}
          id="server-user"
          onText={(user) => onAuth({ ...auth, user })}
        />
        <Text
          secret
          label={t('field.password')}
          value={auth.password ?? ''}
          id="server-password"
          onText={(password) => onAuth({ ...auth, password: password || undefined })}
        />
      </>
    );
  if (auth.kind === 'bearer')
    return (
      <Text
        secret
        label={t('field.token')}
        value={auth.token ?? ''}
        id="server-token"
        onText={(token) => onAuth({ ...auth, token: token || undefined })}
      />
    );
  if (auth.kind !== 'oidc') return null;
  return (
    <>
      <Text
        label={t('field.issuer')}
        value={auth.issuer}
        id="server-issuer"
        onText={(issuer) => onAuth({ ...auth, issuer })}
        hint={t('field.issuerHint')}
      />
      <Text
        label={t('field.clientId')}
        value={auth.clientId}
        id="server-client"
        onText={(clientId) => onAuth({ ...auth, clientId })}
      />
      <Text
        label={t('field.scope')}
        value={auth.scope}
        id="server-scope"
        onText={(scope) => onAuth({ ...auth, scope })}
        hint={t('field.redirect', { address: redirectAddress() })}
      />
    </>
  );
}

interface TextProps {
  readonly label: string;
  readonly id: string;
  readonly value: string;
  readonly onText: (text: string) => void;
  readonly hint?: string;
  readonly placeholder?: string;
  readonly secret?: boolean;
  readonly disabled?: boolean;
}

function Text({ label, id, value, onText, hint, placeholder, secret, disabled }: TextProps) {
  return (
    <label className="server-field">
      <span>{label}</span>
      <input
        type={secret ? 'password' : 'text'}
        value={value}
        data-testid={id}
        placeholder={placeholder}
        disabled={disabled}
        autoComplete={secret ? 'off' : undefined}
        spellCheck={false}
        aria-describedby={hint ? `${id}-hint` : undefined}
        onChange={(event) => onText(event.target.value)}
      />
      {hint && <small id={`${id}-hint`}>{hint}</small>}
    </label>
  );
}
