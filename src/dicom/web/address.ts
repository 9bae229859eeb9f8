/** Addresses of a DICOMweb server, and what stands between it and the page. */
import type { ServerConfig } from './contract';
import { ServerError } from './error';

/** Base for paths; a page has one, Node in tests has not. */
const pageAddress = (): string | undefined => (typeof location === 'undefined' ? undefined : location.href);

/**
 * Address of something below a server's root.
 * @param path without a leading slash, its parts encoded
 * @throws ServerError badAddress, mixedContent
 */
export function addressOf(server: ServerConfig, path: string, query?: URLSearchParams): URL {
  const facts = { server: server.name, url: server.url };
  const root = server.url.trim().replace(/\/+$/, '');
  if (!URL.canParse(root, pageAddress())) throw new ServerError('badAddress', server.url, facts);
  const url = new URL(root, pageAddress());
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new ServerError('badAddress', `${url.protocol} ${server.url}`, facts);
  // A browser refuses to ask addresses with a name and a password in them.
  if (url.username || url.password) throw new ServerError('badAddress', 'name or password in it', facts);
  if (isMixed(url)) throw new ServerError('mixedContent', url.origin, { ...facts, url: url.href });
  url.hash = '';
  url.search = '';
  url.pathname = `${url.pathname.replace(/\/+$/, '')}/${path}`;
  if (query) url.search = plain(query);
  return url;
}

/**
 * What may stand in a query as it is stands so (RFC 3986): there are servers that part lists before they decode them, and
 * Orthanc's QIDO does not find `%5E` of a name; a blank as + is a form's way, not an address's.
 */
const plain = (query: URLSearchParams): string =>
  query
    .toString()
    .replaceAll('+', '%20')
    .replaceAll('%2C', ',')
    .replaceAll('%5E', '^')
    .replaceAll('%3D', '=');

/** Would a browser refuse it from a page that came by https? Addresses of this computer are let through. */
function isMixed(url: URL): boolean {
  const page = pageAddress();
  if (url.protocol !== 'http:' || !page?.startsWith('https:')) return false;
  return !/^(localhost|127(\.\d+){3}|\[::1\]|.*\.localhost)$/.test(url.hostname);
}

/** Does the address that a server gave (a BulkDataURI) lie on the server itself? Only then it gets our credentials. */
export const isOn = (server: ServerConfig, url: URL): boolean => url.origin === addressOf(server, '').origin;

/** What stands for the address in messages: without its query, which may name a patient. */
export const shown = (url: URL): string => url.origin + url.pathname;

/** The addition to the page's policy that lets it ask an address. */
export const policyLine = (url: URL): string => `connect-src 'self' ${url.origin}`;
