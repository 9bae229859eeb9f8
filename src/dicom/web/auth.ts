/** Who asks: the headers of a request, and what is done when a server does not take them (any more). */
import type { ServerConfig } from './contract';
import { ServerError } from './error';

/** `missing`: nothing to sign in with yet; `refused`: the server did not take it, or it is too old. */
export type SignInReason = 'missing' | 'refused';

/** Asks the reader to sign in anew; the server with its secrets, or undefined when they give up. */
export type SignIn = (
  server: ServerConfig,
  why: SignInReason,
  signal?: AbortSignal,
) => Promise<ServerConfig | undefined>;

/** A token that is fetched and renewed apart (OpenID Connect). */
export interface TokenSource {
  /** A token that holds; undefined when the reader must sign in. */
  token(server: ServerConfig): Promise<string | undefined>;
  /** The server refused the token: the next one must be another. */
  refused(server: ServerConfig): void;
}

let signIn: SignIn | undefined;
let tokens: TokenSource | undefined;
/** Servers as they stand now, by id: what was signed in with replaces what a study was opened with. */
const present = new Map<string, ServerConfig>();
/** One question for all requests that wait for it. */
const asking = new Map<string, Promise<boolean>>();
/** Counts what was signed in with, so that a refusal of the one before asks nobody. */
const generations = new Map<string, number>();

/** The page gives the ways to sign in; without them a server that asks for it is simply failed. */
export function provideSignIn(ask: SignIn | undefined, source?: TokenSource): void {
  signIn = ask;
  tokens = source;
}

/** What is known of a server now, secrets included. Studies that are open take it from here on. */
export function knowServer(server: ServerConfig): void {
  const before = present.get(server.id);
  present.set(server.id, server);
  if (before && JSON.stringify(before) !== JSON.stringify(server))
    generations.set(server.id, generationOf(server) + 1);
}

/** The server as it stands now. */
export const presentOf = (server: ServerConfig): ServerConfig => present.get(server.id) ?? server;

export const generationOf = ({ id }: ServerConfig): number => generations.get(id) ?? 0;

const base64 = (text: string): string => {
  let bytes = '';
  for (const byte of new TextEncoder().encode(text)) bytes += String.fromCharCode(byte);
  return btoa(bytes);
};

/**
 * The headers that say who asks.
 * @returns undefined when the server wants a secret that is not there.
 */
export async function signedHeaders(given: ServerConfig): Promise<Headers | undefined> {
  const server = presentOf(given);
  const headers = new Headers();
  for (const [name, value] of Object.entries(server.headers)) {
    try {
      headers.set(name, value);
    } catch {
      throw new ServerError('badAddress', `header ${name}`, { server: server.name });
    }
  }
  const { auth } = server;
  if (auth.kind === 'basic') {
    if (auth.password === undefined) return undefined;
    headers.set('Authorization', `Basic ${base64(`${auth.user}:${auth.password}`)}`);
  } else if (auth.kind === 'bearer') {
    if (!auth.token) return undefined;
    headers.set('Authorization', `Bearer ${auth.token}`);
  } else if (auth.kind === 'oidc') {
    const token = await tokens?.token(server);
    if (token === undefined) return undefined;
    headers.set('Authorization', `Bearer ${token}`);
  }
  return headers;
}

/** Is there something newer to try with, without asking anybody: what another request got, or a token that was renewed? */
export async function renewed(given: ServerConfig, why: SignInReason, generation: number): Promise<boolean> {
  if (generation !== generationOf(given)) return true;
  const server = presentOf(given);
  if (server.auth.kind !== 'oidc' || why !== 'refused' || !tokens) return false;
  tokens.refused(server);
  if ((await tokens.token(server)) === undefined) return false;
  generations.set(server.id, generation + 1);
  return true;
}

/** The reader wants to sign in. @returns did they? */
export const signInTo = (server: ServerConfig): Promise<boolean> =>
  askAgain(server, 'missing', generationOf(server));

/**
 * Asks the reader to sign in, once for all requests that wait.
 * @param generation of what was refused: when something newer is there already, nobody is asked
 * @returns is there something new to try with?
 */
export function askAgain(
  given: ServerConfig,
  why: SignInReason,
  generation: number,
  signal?: AbortSignal,
): Promise<boolean> {
  if (generation !== generationOf(given)) return Promise.resolve(true);
  const ask = signIn;
  if (!ask) return Promise.resolve(false);
  const known = asking.get(given.id);
  if (known) return known;
  const server = presentOf(given);
  const question = (async () => {
    if (await renewed(server, why, generation)) return true;
    const answer = await ask(server, why, signal);
    if (!answer) return false;
    present.set(server.id, answer);
    generations.set(server.id, generation + 1);
    return true;
  })().finally(() => asking.delete(given.id));
  asking.set(given.id, question);
  return question;
}
