/** What the test of a server looks at, step by step; each step says what fails and why. */
import { messageOf, throwIfAborted } from '../errors';
import { addressOf } from './address';
import { startOf, typeOf } from './body';
import type { CheckId, RemoteStudy, ServerCheck, ServerConfig, ServerReason } from './contract';
import { ServerError } from './error';
import { fetchFrame } from './frame';
import { fetchInstance, pathOf, type InstancePlace } from './instance';
import { DICOM_JSON } from './json';
import { readMetadataRow, type FrameFormat } from './metadata-row';
import { ask } from './request';
import { dataSetsOf, searchSeries, searchStudies } from './search';
import { bodyOf, newBoundary } from './store';
import { firstInstance, renderedInstance } from './thumbnail';

const order: readonly CheckId[] = ['address', 'reach', 'search', 'metadata', 'frames', 'rendered', 'store'];

/** Of the way to the server, not of what it says. */
const WAY: readonly ServerReason[] = [
  'unreachable',
  'certificate',
  'cors',
  'policy',
  'timeout',
  'cut',
  'redirected',
];
/** Answers of something that is no DICOMweb root. */
const STRANGE: readonly ServerReason[] = [
  'webPage',
  'contentType',
  'notFound',
  'badAnswer',
  'unsupported',
  'refused',
];

/** Each step is tried once, and nobody is asked to sign in. */
export async function testServer(
  server: ServerConfig,
  { signal }: { readonly signal?: AbortSignal } = {},
): Promise<readonly ServerCheck[]> {
  const checks = new Map<CheckId, ServerCheck>();
  const once = { signal, persistent: false } as const;
  const step = async <T>(id: CheckId, work: () => Promise<T> | T): Promise<T | undefined> => {
    try {
      const done = await work();
      if (!checks.has(id)) checks.set(id, { id, state: 'ok' });
      return done;
    } catch (error) {
      throwIfAborted(signal);
      checks.set(id, failedCheck(id, error));
      return undefined;
    }
  };
  const all = (): readonly ServerCheck[] => order.map((id) => checks.get(id) ?? { id, state: 'skipped' });

  if (!(await step('address', () => addressOf(server, 'studies')))) return all();
  const found = await step('search', () => searchStudies(server, { limit: 1, offset: 0 }, once));
  settleReach(checks);
  if (!found) return all();
  const place = await step('metadata', () => anyInstance(server, found.studies[0], signal));
  if (place) {
    const format = place.format;
    if (format)
      await step('frames', async () => {
        try {
          return await fetchFrame(server, place, 1, format, { ...once, priority: 'visible' });
        } catch (error) {
          throwIfAborted(signal);
          if (!(error instanceof ServerError)) throw error;
          // Without frames the whole file will do: slower, and it is said.
          await fetchInstance(server, place, 'visible', signal);
          checks.set('frames', { id: 'frames', state: 'ok', reason: error.reason, detail: error.detail });
          return undefined;
        }
      });
    await step('rendered', () => renderedInstance(server, place, once));
  } else if (checks.get('metadata')?.state === 'ok')
    checks.set('metadata', { id: 'metadata', state: 'skipped' });
  await step('store', () => mayStore(server, signal));
  return all();
}

function failedCheck(id: CheckId, error: unknown): ServerCheck {
  if (!(error instanceof ServerError)) return { id, state: 'failed', detail: messageOf(error) };
  const { reason, detail, policy } = error;
  return { id, state: 'failed', reason, detail, ...(policy && { policy }) };
}

/** The search is the first to find that a server is not there, or that something else is. */
function settleReach(checks: Map<CheckId, ServerCheck>): void {
  const search = checks.get('search');
  if (search?.reason && WAY.includes(search.reason)) {
    checks.set('reach', { ...search, id: 'reach' });
    checks.delete('search');
    return;
  }
  checks.set('reach', { id: 'reach', state: 'ok' });
  if (search?.reason && STRANGE.includes(search.reason))
    checks.set('search', {
      ...search,
      reason: 'notDicomweb',
      detail: [search.reason, search.detail].filter(Boolean).join(': '),
    });
}

interface Found extends InstancePlace {
  /** Absent for objects without pixels. */
  readonly format?: FrameFormat;
}

/** Any instance of a study, by its metadata; undefined when the server holds nothing. */
async function anyInstance(
  server: ServerConfig,
  study: RemoteStudy | undefined,
  signal: AbortSignal | undefined,
): Promise<Found | undefined> {
  if (!study) return undefined;
  const once = { signal, persistent: false } as const;
  const list = await searchSeries(server, study.studyUid, once);
  const series = list.find(({ modality }) => !['SR', 'SEG', 'PR', 'KO', 'DOC'].includes(modality)) ?? list[0];
  const place = series && (await firstInstance(server, study.studyUid, series.seriesUid, once));
  if (!place) return undefined;
  const path = `${pathOf(place)}/metadata`;
  const sets = await ask(server, { path, accept: DICOM_JSON, ...once }, (answer) => dataSetsOf(answer, 1));
  return { ...place, format: readMetadataRow(sets[0]) };
}

/** Nothing is stored: an empty list of files tells whether the server would take any. */
async function mayStore(server: ServerConfig, signal: AbortSignal | undefined): Promise<void> {
  const boundary = newBoundary();
  await ask(
    server,
    {
      path: 'studies',
      accept: DICOM_JSON,
      body: bodyOf([], boundary),
      contentType: `multipart/related; type="application/dicom"; boundary=${boundary}`,
      // It may find fault with an empty list, in many ways; that it understood is enough.
      also: [400, 409, 411, 422, 500],
      signal,
      persistent: false,
    },
    async (answer) => {
      if (typeOf(answer.response.headers) === 'application/json') await startOf(answer);
    },
  );
}
