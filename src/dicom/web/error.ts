import type { ServerReason } from './contract';

export interface ServerErrorFacts {
  /** Name of the server, as the reader knows it. */
  readonly server: string;
  /** What was asked for, without its query. */
  readonly url?: string;
  readonly status?: number;
  /** The line to be added to the page's policy. */
  readonly policy?: string;
}

/** A server that did not do what was asked. `reason` is a key of `servers:reason.*`; `detail` is technical and untranslated. */
export class ServerError extends Error {
  override readonly name = 'ServerError';
  readonly reason: ServerReason;
  readonly detail: string;
  readonly server: string;
  readonly url?: string;
  readonly status?: number;
  readonly policy?: string;

  constructor(reason: ServerReason, detail: string, facts: ServerErrorFacts) {
    super(`${facts.server}: ${reason}: ${detail}`);
    this.reason = reason;
    this.detail = detail;
    this.server = facts.server;
    this.url = facts.url;
    this.status = facts.status;
    this.policy = facts.policy;
  }
}
