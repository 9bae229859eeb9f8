/** Small pictures that a server draws itself (PS3.18 section 10.4.1.1.3), where it does. */
import { throwIfAborted } from '../errors';
import { failed, typeOf, wholeBody } from './body';
import type { ServerConfig } from './contract';
import { ServerError } from './error';
import { isOfTheWay, pathOf, type InstancePlace } from './instance';
import { DICOM_JSON } from './json';
import { ask } from './request';
import { dataSetsOf, searchSeries } from './search';
import { textOf } from './values';

/** Longest side, px. */
const SIDE = 192;
const LIMIT = 8 * 1024 * 1024;
/** Servers that draw none, by id. */
const drawless = new Set<string>();

/**
 * The picture of one instance.
 * @returns undefined where the server draws none
 * @throws ServerError of the way to the server, or the signal's reason
 */
export async function renderedInstance(
  server: ServerConfig,
  place: InstancePlace,
  options: { readonly signal?: AbortSignal; readonly persistent?: boolean } = {},
): Promise<Blob | undefined> {
  if (drawless.has(server.id) && options.persistent !== false) return undefined;
  const query = new URLSearchParams({ viewport: `${SIDE},${SIDE}` });
  const what = { path: `${pathOf(place)}/rendered`, query, accept: 'image/jpeg', ...options };
  try {
    return await ask(server, { ...what, priority: 'background' }, async (answer) => {
      const type = typeOf(answer.response.headers);
      if (!type.startsWith('image/')) throw failed(answer, 'contentType', type);
      return new Blob(await wholeBody(answer, LIMIT), { type });
    });
  } catch (error) {
    throwIfAborted(options.signal);
    if (!isOfTheWay(error) || options.persistent === false) throw error;
    if (error.reason === 'unsupported') drawless.add(server.id);
    return undefined;
  }
}

/** The first instance of a series; undefined when the server cannot list them. */
export async function firstInstance(
  server: ServerConfig,
  studyUid: string,
  seriesUid: string,
  options: { readonly signal?: AbortSignal; readonly persistent?: boolean } = {},
): Promise<InstancePlace | undefined> {
  const path = `studies/${encodeURIComponent(studyUid)}/series/${encodeURIComponent(seriesUid)}/instances`;
  const query = new URLSearchParams({ limit: '1' });
  const sets = await ask(server, { path, query, accept: DICOM_JSON, ...options }, (answer) =>
    dataSetsOf(answer, 1),
  );
  const sopInstanceUid = textOf(sets[0], '00080018');
  return sopInstanceUid ? { studyUid, seriesUid, sopInstanceUid } : undefined;
}

/** A small picture of a study or a series; undefined where there is none. */
export async function loadThumbnail(
  server: ServerConfig,
  studyUid: string,
  { seriesUid, signal }: { readonly seriesUid?: string; readonly signal?: AbortSignal } = {},
): Promise<Blob | undefined> {
  if (drawless.has(server.id)) return undefined;
  try {
    const uid = seriesUid ?? (await largestSeries(server, studyUid, signal));
    const place = uid ? await firstInstance(server, studyUid, uid, { signal }) : undefined;
    return place && (await renderedInstance(server, place, { signal }));
  } catch (error) {
    throwIfAborted(signal);
    // A comfort: what is wrong with the server is said where studies are searched and opened.
    if (error instanceof ServerError) return undefined;
    throw error;
  }
}

async function largestSeries(
  server: ServerConfig,
  studyUid: string,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  const list = await searchSeries(server, studyUid, { signal });
  const pictures = list.filter(({ modality }) => !['SR', 'SEG', 'PR', 'KO', 'DOC'].includes(modality));
  const largest = [...pictures].sort((a, b) => (b.instances ?? 0) - (a.instances ?? 0));
  return largest[0]?.seriesUid;
}
