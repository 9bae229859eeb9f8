/**
 * OpenID Connect, authorization code with PKCE (RFC 7636), in a window of its own. Tokens live in memory and, so that a
 * reload does not ask again, in this tab's session storage; they are never written to the computer.
 */
import { z } from 'zod';
import type { ServerConfig, TokenSource } from '../../dicom/web';
import { challengeOf, randomText } from './pkce';

const discovery = z.object({
  authorization_endpoint: z.url(),
  token_endpoint: z.url(),
  /** Where tokens are given back (RFC 7009), and where the session itself ends (OpenID Connect RP-Initiated Logout). */
  revocation_endpoint: z.url().optional().catch(undefined),
  end_session_endpoint: z.url().optional().catch(undefined),
});
const answerSchema = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().optional(),
  id_token: z.string().optional(),
  expires_in: z.coerce.number().optional(),
});

interface Tokens {
  readonly access: string;
  readonly refresh?: string;
  /** Names the session when it is ended. */
  readonly id?: string;
  /** Time from which on it is not used any more, ms since 1970. */
  readonly until: number;
}

/** A token is renewed so long before it ends, ms, or in the last half of a short life. */
const EARLY = 30_000;
/** A token without an end is used so long, ms. */
const USUAL = 5 * 60_000;
/** The reader may take so long to sign in, ms. */
const SIGN_IN_MS = 10 * 60_000;
/** The page that the window comes back to says so on this channel. */
const CHANNEL = 'lamplight-signed-in';

const held = new Map<string, Tokens>();
const key = (id: string): string => `lamplight.tokens.${id}`;

function tokensOf(id: string): Tokens | undefined {
  const known = held.get(id);
  if (known) return known;
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(key(id)) ?? 'null');
    const read = z
      .object({
        access: z.string(),
        refresh: z.string().optional(),
        id: z.string().optional(),
        until: z.number(),
      })
      .safeParse(kept);
    if (!read.success) return undefined;
    held.set(id, read.data);
    return read.data;
  } catch {
    return undefined;
  }
}

function keepTokens(id: string, tokens: Tokens | undefined): void {
  if (tokens) held.set(id, tokens);
  else held.delete(id);
  try {
    if (tokens) sessionStorage.setItem(key(id), JSON.stringify(tokens));
    else sessionStorage.removeItem(key(id));
  } catch {
    // Session storage is blocked: memory will do.
  }
}

type Oidc = Extract<ServerConfig['auth'], { kind: 'oidc' }>;
const oidcOf = ({ auth }: ServerConfig): Oidc | undefined => (auth.kind === 'oidc' ? auth : undefined);

async function discover({ issuer }: Oidc): Promise<z.infer<typeof discovery>> {
  const address = new URL(`${issuer.replace(/\/+$/, '')}/.well-known/openid-configuration`, location.href);
  const answer = await fetch(address, { credentials: 'omit', referrerPolicy: 'no-referrer' });
  if (!answer.ok) throw new Error(`${address.origin}: HTTP ${answer.status}`);
  const read = discovery.safeParse(await answer.json());
  if (!read.success) throw new Error(`${address.href}: no OpenID configuration`);
  return read.data;
}

const post = (endpoint: string, form: Record<string, string>): Promise<Response> =>
  fetch(endpoint, {
    method: 'POST',
    body: new URLSearchParams(form),
    credentials: 'omit',
    referrerPolicy: 'no-referrer',
  });

async function request(endpoint: string, form: Record<string, string>): Promise<Tokens> {
  const answer = await post(endpoint, form);
  if (!answer.ok) throw new Error(`${new URL(endpoint).origin}: HTTP ${answer.status}`);
  const { access_token, refresh_token, id_token, expires_in } = answerSchema.parse(await answer.json());
  const lasts = expires_in === undefined ? USUAL : expires_in * 1000;
  const until = Date.now() + lasts - Math.min(EARLY, lasts / 2);
  return { access: access_token, refresh: refresh_token, id: id_token, until };
}

const renewing = new Map<string, Promise<string | undefined>>();

/** A new token by the refresh token, once for all who wait; undefined when the reader must sign in. */
function renew(server: ServerConfig, auth: Oidc, refresh: string): Promise<string | undefined> {
  const known = renewing.get(server.id);
  if (known) return known;
  const work = (async () => {
    try {
      const { token_endpoint } = await discover(auth);
      const made = await request(token_endpoint, {
        grant_type: 'refresh_token',
        refresh_token: refresh,
        client_id: auth.clientId,
      });
      const before = tokensOf(server.id);
      keepTokens(server.id, { ...made, refresh: made.refresh ?? refresh, id: made.id ?? before?.id });
      return made.access;
    } catch (error) {
      console.warn('sign-in:', error);
      keepTokens(server.id, undefined);
      return undefined;
    }
  })().finally(() => renewing.delete(server.id));
  renewing.set(server.id, work);
  return work;
}

export const tokenSource: TokenSource = {
  token(server) {
    const auth = oidcOf(server);
    const tokens = tokensOf(server.id);
    if (!auth || !tokens) return Promise.resolve(undefined);
    if (Date.now() < tokens.until) return Promise.resolve(tokens.access);
    return tokens.refresh ? renew(server, auth, tokens.refresh) : Promise.resolve(undefined);
  },
  refused(server) {
    const tokens = tokensOf(server.id);
    keepTokens(server.id, tokens?.refresh ? { ...tokens, until: 0 } : undefined);
  },
};

/** Where the window comes back to: a page of our own origin that only passes the answer on. */
export const redirectAddress = (): string => new URL('signed-in.html', document.baseURI).href;

/**
 * Opens the sign-in window and waits for its answer. Call it from a click: browsers open windows for nothing else.
 * @throws Error with what went wrong, or the signal's reason
 */
export async function signInWithWindow(server: ServerConfig, signal: AbortSignal): Promise<void> {
  const auth = oidcOf(server);
  if (!auth) throw new Error('not OpenID Connect');
  // Opened empty at once, while the click counts.
  const window = globalThis.open('about:blank', '_blank', 'popup,width=520,height=680');
  if (!window) throw new Error('popup blocked');
  try {
    const { authorization_endpoint, token_endpoint } = await discover(auth);
    const [state, verifier] = [randomText(), randomText()];
    const address = new URL(authorization_endpoint);
    const put = {
      response_type: 'code',
      client_id: auth.clientId,
      redirect_uri: redirectAddress(),
      scope: auth.scope,
      state,
      code_challenge: await challengeOf(verifier),
      code_challenge_method: 'S256',
      // A token that can be renewed is given on the reader's word alone (OpenID Connect Core, section 11).
      ...(auth.scope.split(/\s+/).includes('offline_access') && { prompt: 'consent' }),
    };
    for (const [name, value] of Object.entries(put)) address.searchParams.set(name, value);
    const back = answerOf(state, AbortSignal.any([signal, AbortSignal.timeout(SIGN_IN_MS)]));
    window.location.href = address.href;
    const code = await back;
    const tokens = await request(token_endpoint, {
      grant_type: 'authorization_code',
      code,
      redirect_uri: redirectAddress(),
      client_id: auth.clientId,
      code_verifier: verifier,
    });
    keepTokens(server.id, tokens);
  } finally {
    // Its opener may be cut off by then; the page in it closes itself as well.
    window.close();
  }
}

/** Is there a token, good or not? */
export const hasTokens = (server: ServerConfig): boolean => tokensOf(server.id) !== undefined;

/**
 * Forgets the tokens, gives them back where the issuer takes them, and ends the session in a window, so that the next
 * person at this computer is asked anew. Call it from a click. Never rejects: what is forgotten here is forgotten.
 */
export async function signOutWithWindow(server: ServerConfig): Promise<void> {
  const auth = oidcOf(server);
  const tokens = tokensOf(server.id);
  keepTokens(server.id, undefined);
  if (!auth || !tokens) return;
  const window = globalThis.open('about:blank', '_blank', 'popup,width=520,height=680');
  try {
    const { revocation_endpoint, end_session_endpoint } = await discover(auth);
    const token = tokens.refresh ?? tokens.access;
    if (revocation_endpoint)
      await post(revocation_endpoint, { token, client_id: auth.clientId }).catch((error: unknown) =>
        console.warn('sign-out:', error),
      );
    if (!window) return;
    if (end_session_endpoint) {
      const address = new URL(end_session_endpoint);
      address.searchParams.set('client_id', auth.clientId);
      if (tokens.id) address.searchParams.set('id_token_hint', tokens.id);
      window.location.href = address.href;
    } else window.close();
  } catch (error) {
    console.warn('sign-out:', error);
    window?.close();
  }
}

/** The code that comes back for this state. */
function answerOf(state: string, signal: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    const channel = new BroadcastChannel(CHANNEL);
    const end = () => channel.close();
    signal.addEventListener(
      'abort',
      () => {
        end();
        reject(signal.reason);
      },
      { once: true },
    );
    channel.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      const given = new URLSearchParams(typeof data === 'string' ? data : '');
      if (given.get('state') !== state) return;
      end();
      const code = given.get('code');
      if (code) resolve(code);
      else reject(new Error(given.get('error_description') ?? given.get('error') ?? 'no code'));
    });
  });
}
