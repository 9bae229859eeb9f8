/** A server asks who is there: the question to the reader, one at a time, and the tokens of OpenID Connect. */
import { create } from 'zustand';
import { provideSignIn, type ServerConfig, type SignInReason } from '../../dicom/web';
import { tokenSource } from './oidc';
import { putServer } from './store';

export interface Question {
  readonly server: ServerConfig;
  readonly why: SignInReason;
  /** The server with its secrets; undefined when the reader gives up. */
  readonly answer: (server: ServerConfig | undefined) => void;
}

export const useSignIn = create<{ readonly question?: Question }>(() => ({}));

let last: Promise<unknown> = Promise.resolve();

function ask(
  server: ServerConfig,
  why: SignInReason,
  signal?: AbortSignal,
): Promise<ServerConfig | undefined> {
  const turn = last.then(
    () =>
      new Promise<ServerConfig | undefined>((resolve) => {
        if (signal?.aborted) {
          resolve(undefined);
          return;
        }
        const answer = (given: ServerConfig | undefined): void => {
          useSignIn.setState({ question: undefined });
          if (given) putServer(given);
          resolve(given);
        };
        useSignIn.setState({ question: { server, why, answer } });
      }),
  );
  last = turn;
  return turn;
}

/** Begins once; returns how to stop. */
export function startSignIn(): () => void {
  provideSignIn(ask, tokenSource);
  return () => provideSignIn(undefined);
}
