/** What the tests use of oidc-provider, which brings no types. */
declare module 'oidc-provider' {
  import type { IncomingMessage, ServerResponse } from 'node:http';

  interface Context {
    readonly path: string;
    readonly res: ServerResponse;
    readonly oidc: { readonly params?: Readonly<Record<string, unknown>> };
  }

  export class Provider {
    constructor(issuer: string, configuration: object);
    readonly AccessToken: { find(token: string): Promise<{ readonly isValid: boolean } | undefined> };
    callback(): (asked: IncomingMessage, answer: ServerResponse) => void;
    on(event: 'grant.success', heard: (context: Context) => void): void;
    use(layer: (context: Context, next: () => Promise<void>) => Promise<void>): void;
  }
}
