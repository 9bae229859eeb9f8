/**
 * Opens a study from a server: what it says of every instance first, series by series and shown as it comes, so that
 * frames can be asked for one by one; files whole where that is what is needed (reports, segmentations) or all there is.
 */
import type { OpenOptions, OpenResult, OpenWarning } from '../contract';
import { messageOf, throwIfAborted } from '../errors';
import type { Registry } from '../series/registry';
import { Opening } from '../sources/opening';
import type { ServerConfig } from './contract';
import { ServerError } from './error';
import { SeriesOpening, type Tally } from './open-series';
import { type RemoteSeries, searchSeries } from './search';

/** Series whose metadata is fetched at a time. */
const AT_ONCE = 2;

/** Modalities whose instances are no pictures: they come after the pictures. */
const BESIDE = new Set(['SR', 'SEG', 'PR', 'KO', 'DOC', 'RTSTRUCT', 'RTPLAN', 'REG', 'FID', 'RWV']);

/**
 * @throws ServerError when nothing of the study came; the signal's reason
 */
export async function openRemote(
  registry: Registry,
  server: ServerConfig,
  studyUid: string,
  options: OpenOptions = {},
): Promise<OpenResult> {
  const { signal } = options;
  const list = await seriesOf(server, studyUid, signal);
  const opening = new Opening(registry, options, Math.max(1, expected(list)));
  const tallies: Tally[] = [];
  const waiting = [...list].sort((a, b) => Number(BESIDE.has(a.modality)) - Number(BESIDE.has(b.modality)));
  const next = async (): Promise<void> => {
    for (let series = waiting.shift(); series; series = waiting.shift()) {
      const one = new SeriesOpening(server, studyUid, series, opening, signal);
      tallies.push(one.tally);
      await one.run();
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, next));
  throwIfAborted(signal);
  await opening.compared();
  const known = opening.results.some((r) => r.status === 'loaded' || r.reason === 'duplicate');
  const errors = tallies.flatMap(({ error }) => (error ? [error] : []));
  if (!known && errors.length > 0) throw errors[0];
  opening.tell(true);
  const warnings: OpenWarning[] = [...opening.warnings(), ...incomplete(server, studyUid, tallies)];
  return { studies: opening.studies(), results: opening.results, warnings };
}

const expected = (list: readonly RemoteSeries[]): number =>
  list.reduce((sum, { instances }) => sum + (instances ?? 1), 0);

/** The study's series; one that stands for all where the server cannot list them. */
async function seriesOf(
  server: ServerConfig,
  studyUid: string,
  signal: AbortSignal | undefined,
): Promise<readonly RemoteSeries[]> {
  const whole: RemoteSeries = { seriesUid: '', modality: '', description: '' };
  let list: readonly RemoteSeries[];
  try {
    list = await searchSeries(server, studyUid, { signal });
  } catch (error) {
    throwIfAborted(signal);
    const other = ['unsupported', 'refused', 'serverError', 'badAnswer', 'contentType'];
    if (error instanceof ServerError && other.includes(error.reason)) return [whole];
    throw error instanceof ServerError
      ? error
      : new ServerError('badAnswer', messageOf(error), { server: server.name });
  }
  if (list.length > 0) return list;
  throw new ServerError('notFound', studyUid, { server: server.name });
}

function incomplete(
  server: ServerConfig,
  studyUid: string,
  tallies: readonly Tally[],
): readonly OpenWarning[] {
  const short = tallies.filter(({ have, want, error }) => error !== undefined || (want ?? 0) > have);
  if (short.length === 0) return [];
  const have = tallies.reduce((sum, one) => sum + one.have, 0);
  const want = tallies.reduce((sum, one) => sum + Math.max(one.have, one.want ?? 0), 0);
  const error = short.find((one) => one.error)?.error;
  const said = error ? { reason: error.reason, detail: error.detail } : { detail: '' };
  return [{ kind: 'incomplete', studyUid, server: server.name, ...said, have, want }];
}
