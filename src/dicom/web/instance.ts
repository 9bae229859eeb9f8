/** A whole instance from a server, as a file (PS3.18 section 10.4). */
import type { FramePriority } from '../contract';
import { failed, type Answer } from './body';
import type { ServerConfig } from './contract';
import { ServerError } from './error';
import { partsOf, type Part } from './multipart';
import { ask } from './request';

export interface InstancePlace {
  readonly studyUid: string;
  readonly seriesUid: string;
  readonly sopInstanceUid: string;
}

/** Larger files are not read through a server, bytes. */
const FILE_LIMIT = 4 * 1024 ** 3;

/** In the order in which they are tried: as it is kept, as the server likes, a file by itself. */
const accepted = [
  'multipart/related; type="application/dicom"; transfer-syntax=*',
  'multipart/related; type="application/dicom"',
  'application/dicom',
] as const;
/** Which of them a server took, by its id. */
const taken = new Map<string, number>();

export const pathOf = ({ studyUid, seriesUid, sopInstanceUid }: InstancePlace): string =>
  `studies/${encodeURIComponent(studyUid)}/series/${encodeURIComponent(seriesUid)}/instances/${encodeURIComponent(sopInstanceUid)}`;

/** Faults that another way of asking may not have. */
export const isOfTheWay = (error: unknown): error is ServerError =>
  error instanceof ServerError &&
  ['unsupported', 'refused', 'serverError', 'contentType', 'badMultipart', 'notFound'].includes(error.reason);

/**
 * Tries ways one after the other, beginning with the one that worked last.
 * @throws the first error when none works
 */
export async function firstThatWorks<T>(
  known: Map<string, number>,
  key: string,
  ways: number,
  run: (way: number) => Promise<T>,
): Promise<T> {
  const best = known.get(key);
  const order = Array.from({ length: ways }, (_, way) => way);
  if (best !== undefined) order.unshift(...order.splice(best, 1));
  let first: unknown;
  for (const way of order) {
    try {
      const done = await run(way);
      known.set(key, way);
      return done;
    } catch (error) {
      first ??= error;
      if (!isOfTheWay(error)) throw error;
    }
  }
  throw first;
}

/** @throws ServerError, or the signal's reason */
export function fetchInstance(
  server: ServerConfig,
  place: InstancePlace,
  priority: FramePriority,
  signal?: AbortSignal,
): Promise<Blob> {
  return firstThatWorks(taken, server.id, accepted.length, (way) =>
    ask(server, { path: pathOf(place), accept: accepted[way], priority, signal }, readFile),
  );
}

async function readFile(answer: Answer): Promise<Blob> {
  const parts: Part[] = [];
  for await (const part of partsOf(answer, FILE_LIMIT)) parts.push(part);
  if (parts.length !== 1) throw failed(answer, 'badMultipart', `${parts.length} parts for one instance`);
  const [{ type, bytes, length }] = parts;
  const blob = new Blob([...bytes]);
  const mark = await blob.slice(128, 132).text();
  if (mark !== 'DICM')
    throw failed(answer, 'contentType', `${type || 'unnamed'}, ${length} bytes: no DICOM file`);
  return blob;
}
