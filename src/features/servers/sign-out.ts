/** Signing out of a server: its secrets are forgotten, here and where the issuer takes tokens back. */
import type { ServerConfig } from '../../dicom/web';
import { hasTokens, signOutWithWindow } from './oidc';
import { putServer } from './store';

/** Is something kept that says who asks? */
export function isSignedIn(server: ServerConfig): boolean {
  const { auth } = server;
  if (auth.kind === 'basic') return auth.password !== undefined;
  if (auth.kind === 'bearer') return Boolean(auth.token);
  return auth.kind === 'oidc' && hasTokens(server);
}

/** Call it from a click: OpenID Connect ends its session in a window. */
export function signOut(server: ServerConfig): void {
  const { auth } = server;
  if (auth.kind === 'oidc') void signOutWithWindow(server);
  const bare =
    auth.kind === 'basic'
      ? { kind: auth.kind, user: auth.user }
      : auth.kind === 'bearer'
        ? { kind: auth.kind }
        : { ...auth };
  putServer({ ...server, auth: bare });
}
