/** A real OpenID Connect issuer on loopback: authorization code with PKCE, tokens of a short life that can be renewed. */
import { createServer } from 'node:http';
import type { Page } from 'playwright-core';
import { Provider } from 'oidc-provider';

/** Seconds that an access token lives. */
const LIFE = 8;

export interface Issuer {
  readonly url: string;
  /** Lets this page be a client; before anybody signs in. */
  serve(redirectAddress: string): void;
  /** Is this header's token one that holds? */
  permits(authorization: string | undefined): Promise<boolean>;
  /** Tokens that were given, by the way in which they were asked for. */
  readonly given: Record<string, number>;
  /** From now on nothing is renewed. */
  stopRenewing(): void;
  renewAgain(): void;
  close(): Promise<void>;
}

export const CLIENT = 'lamplight';

export async function startIssuer(): Promise<Issuer> {
  let handle: ReturnType<InstanceType<typeof Provider>['callback']> | undefined;
  let provider: InstanceType<typeof Provider> | undefined;
  let renews = true;
  const given: Record<string, number> = {};
  const server = createServer((asked, answer) => {
    if (handle) handle(asked, answer);
    else answer.writeHead(503).end();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  return {
    url,
    given,
    serve(redirectAddress) {
      provider = new Provider(url, {
        clients: [
          {
            client_id: CLIENT,
            redirect_uris: [redirectAddress],
            grant_types: ['authorization_code', 'refresh_token'],
            response_types: ['code'],
            token_endpoint_auth_method: 'none',
          },
        ],
        clientBasedCORS: () => true,
        cookies: { keys: ['lamplight-tests'] },
        features: { devInteractions: { enabled: true }, revocation: { enabled: true } },
        findAccount: (...[, id]: unknown[]) => ({ accountId: id, claims: () => ({ sub: id }) }),
        pkce: { required: () => true },
        ttl: {
          AccessToken: LIFE,
          IdToken: 600,
          RefreshToken: 600,
          Session: 600,
          Grant: 600,
          Interaction: 600,
        },
      });
      provider.on('grant.success', ({ oidc }) => {
        const way = String(oidc.params?.grant_type);
        given[way] = (given[way] ?? 0) + 1;
      });
      provider.use(async ({ path, res }, next) => {
        await next();
        // What was given before is worth nothing any more.
        if (path === '/token' && !renews) res.statusCode = 400;
      });
      handle = provider.callback();
    },
    async permits(authorization) {
      const token = /^Bearer (.+)$/.exec(authorization ?? '')?.[1];
      const known = token && (await provider?.AccessToken.find(token));
      return Boolean(known && known.isValid);
    },
    stopRenewing() {
      renews = false;
    },
    renewAgain() {
      renews = true;
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** Signs in and agrees in the issuer's window, which closes itself. */
export async function signInAt(window: Page): Promise<void> {
  await window.locator('input[name="login"]').fill('reader');
  await window.locator('input[name="password"]').fill('secret');
  const closed = window.waitForEvent('close');
  await window.locator('button[type="submit"]').click();
  await window.locator('button[type="submit"]').filter({ hasText: 'Continue' }).click();
  await closed;
}
