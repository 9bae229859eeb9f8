/** What a link or a message asks the page to open, read with distrust: anybody can write one. */

/** Why a link is not followed: keys of the catalogue `links:why.*`. */
export type LinkRefusal =
  | 'notAddress'
  | 'scheme'
  | 'credentials'
  | 'tooLong'
  | 'tooMany'
  | 'notAllowed'
  | 'notUid'
  | 'noServer'
  | 'whichServer'
  | 'nothing';

/** A wish that was refused; `value` is what was asked, cut, to be shown as plain text. */
export interface Refused {
  readonly why: LinkRefusal;
  readonly value: string;
}

export type Wish =
  | { readonly kind: 'addresses'; readonly addresses: readonly string[] }
  | { readonly kind: 'studies'; readonly studyUids: readonly string[]; readonly server: string | undefined };

/** Longest address or name, characters; most addresses or studies in one link. */
const LONGEST = 2048;
const MOST = 16;

const cut = (value: string): string => (value.length > 120 ? `${value.slice(0, 120)}…` : value);
const refused = (why: LinkRefusal, value: string): Refused => ({ why, value: cut(value) });

/** A DICOM UID (PS3.5 chapter 9): numbers without leading zeros, with dots between, at most 64 signs. */
export const isUid = (text: string): boolean =>
  text.length <= 64 && /^(0|[1-9]\d*)(\.(0|[1-9]\d*))+$/.test(text);

/**
 * Looks at an address that shall be fetched.
 * @param page the page's own address
 * @param allowed other origins that the deployment allows
 * @returns the whole address, or why it is refused
 */
export function readAddress(value: string, page: string, allowed: readonly string[]): string | Refused {
  if (value.length > LONGEST) return refused('tooLong', value);
  if (!URL.canParse(value, page)) return refused('notAddress', value);
  const url = new URL(value, page);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return refused('scheme', value);
  if (url.username !== '' || url.password !== '') return refused('credentials', url.host);
  if (url.origin !== new URL(page).origin && !allowed.includes(url.origin))
    return refused('notAllowed', url.origin);
  return url.href;
}

/** What the page's own address asks for (`?url=`, `?study=` with `&server=`); undefined when it asks for nothing. */
export function readQuery(
  search: string,
  page: string,
  allowed: readonly string[],
): { readonly wishes: readonly Wish[]; readonly refused: readonly Refused[] } | undefined {
  const query = new URLSearchParams(search);
  const [urls, studies] = [query.getAll('url'), query.getAll('study')];
  if (urls.length === 0 && studies.length === 0) return undefined;
  const wishes: Wish[] = [];
  const bad: Refused[] = [];
  if (urls.length > MOST || studies.length > MOST)
    bad.push(refused('tooMany', String(urls.length + studies.length)));
  const found = urls.slice(0, MOST).map((value) => readAddress(value, page, allowed));
  const addresses = found.filter((one) => typeof one === 'string');
  if (addresses.length > 0) wishes.push({ kind: 'addresses', addresses });
  bad.push(...found.filter((one) => typeof one !== 'string'));
  const asked = studies.slice(0, MOST);
  const studyUids = [...new Set(asked.filter(isUid))];
  bad.push(...asked.filter((uid) => !isUid(uid)).map((uid) => refused('notUid', uid)));
  const server = query.get('server') ?? undefined;
  if (server !== undefined && server.length > LONGEST) bad.push(refused('tooLong', server));
  else if (studyUids.length > 0) wishes.push({ kind: 'studies', studyUids, server });
  return { wishes, refused: bad };
}

/** A message of another page that opens this one (docs/links.md). */
export interface Asked {
  /** Given back with every answer; absent when the message had none. */
  readonly id?: string | number;
  readonly wish: Wish | 'status' | Refused;
}

/**
 * Reads a message. Undefined when it is none of ours: other scripts talk by messages too, and get no answer.
 * Only own properties count, so that no object's prototype speaks for it.
 */
export function readMessage(data: unknown, page: string, allowed: readonly string[]): Asked | undefined {
  if (typeof data !== 'object' || data === null || !Object.hasOwn(data, 'lamplight')) return undefined;
  const own = (name: string): unknown =>
    Object.hasOwn(data, name) ? (data as Record<string, unknown>)[name] : undefined;
  if (own('lamplight') !== 1) return undefined;
  const idGiven = own('id');
  const id =
    (typeof idGiven === 'string' && idGiven.length <= 128) || typeof idGiven === 'number'
      ? idGiven
      : undefined;
  const [url, study, server] = [own('url'), own('study'), own('server')];
  const asked = (wish: Asked['wish']): Asked => (id === undefined ? { wish } : { id, wish });
  if (own('ask') === 'status') return asked('status');
  if (typeof url === 'string') {
    const address = readAddress(url, page, allowed);
    return asked(typeof address === 'string' ? { kind: 'addresses', addresses: [address] } : address);
  }
  if (typeof study === 'string') {
    if (!isUid(study)) return asked(refused('notUid', study));
    if (server !== undefined && (typeof server !== 'string' || server.length > LONGEST))
      return asked(refused('noServer', String(server)));
    return asked({ kind: 'studies', studyUids: [study], server });
  }
  return asked(refused('nothing', ''));
}
