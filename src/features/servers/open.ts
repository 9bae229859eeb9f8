/** Searching and opening studies of servers. */
import { closeStudy, openRemoteStudy } from '../../dicom';
import type { OpenOptions, OpenResult } from '../../dicom/contract';
import {
  presentOf,
  searchSigned,
  searchStudies,
  signInTo,
  ServerError,
  type RemoteStudy,
  type SearchPage,
  type ServerConfig,
  type StudyQuery,
} from '../../dicom/web';
import { openWith, SaidElsewhere, useOpen } from '../open';
import type { Prior } from './contract';
import { dismissFault, faultOf, sayFault } from './fault';
import { serverOf, useServers } from './store';

/** Where each study that is open came from. */
const origins = new Map<string, string>();
export const originOf = (studyUid: string): string | undefined => origins.get(studyUid);

/** @throws ServerError for a server that is not known (any more) */
export function needServer(id: string): ServerConfig {
  const server = serverOf(id);
  if (!server) throw new ServerError('notFound', id, { server: id });
  return presentOf(server);
}

/** A page of studies of one server. @throws ServerError, or the signal's reason */
export async function search(serverId: string, query: StudyQuery, signal?: AbortSignal): Promise<SearchPage> {
  return searchStudies(needServer(serverId), query, { signal });
}

/** Reads a study's headers without showing it; `closeStudy` of the DICOM room lets it go. @throws ServerError */
export const readFromServer = (
  serverId: string,
  studyUid: string,
  options: OpenOptions,
): Promise<OpenResult> => openRemoteStudy(needServer(serverId), studyUid, options);

/** Opens a study as files are opened; what goes wrong is said by the page. */
export async function openFromServer(
  serverId: string,
  studyUid: string,
  options: { readonly quiet?: boolean } = {},
): Promise<void> {
  dismissFault();
  await openWith(async (given) => {
    try {
      const outcome = await readFromServer(serverId, studyUid, given);
      origins.set(studyUid, serverId);
      return outcome;
    } catch (error) {
      // Half of it may be in the registry.
      if (!useOpen.getState().studies.some((one) => one.studyUid === studyUid)) closeStudy(studyUid);
      given.signal?.throwIfAborted();
      const name = serverOf(serverId)?.name ?? serverId;
      sayFault(faultOf({ name }, error), () => void openFromServer(serverId, studyUid, options));
      throw new SaidElsewhere(name);
    }
  }, options);
}

interface PriorPatient {
  readonly id: string;
  readonly issuer?: string;
  readonly birthDate?: string;
}

/**
 * Is it the same person? The ID must be the same to the letter; an issuer or a birth date that both name must agree: two
 * hospitals give the same numbers to different people.
 */
export function isSamePatient(patient: PriorPatient, study: RemoteStudy): boolean {
  const agree = (a = '', b = ''): boolean => a === '' || b === '' || a === b;
  return (
    patient.id !== '' &&
    study.patientId === patient.id &&
    agree(patient.issuer, study.issuerOfPatientId) &&
    agree(patient.birthDate, study.birthDate)
  );
}

/** Studies of one patient that are read at most. */
const MOST = 500;

/** @throws ServerError when no server could be asked */
export async function findPriors(
  patient: PriorPatient,
  options: { readonly except?: string; readonly serverId?: string; readonly signal?: AbortSignal } = {},
): Promise<readonly Prior[]> {
  const { except, serverId, signal } = options;
  if (patient.id === '' || /[*?\\]/.test(patient.id)) return [];
  const { servers } = useServers.getState();
  const asked = serverId ? servers.filter(({ id }) => id === serverId) : servers;
  const found = await Promise.allSettled(
    asked.map(({ id }) => search(id, { patientId: patient.id, limit: MOST, offset: 0 }, signal)),
  );
  signal?.throwIfAborted();
  const failures = found.filter((one) => one.status === 'rejected');
  if (failures.length > 0 && failures.length === found.length) throw failures[0].reason;
  const open = new Set(useOpen.getState().studies.map(({ studyUid }) => studyUid));
  const all = new Map<string, Prior>();
  for (const one of found)
    for (const study of one.status === 'fulfilled' ? one.value.studies : [])
      if (study.studyUid !== except && isSamePatient(patient, study) && !all.has(study.studyUid))
        all.set(study.studyUid, { ...study, open: open.has(study.studyUid) });
  return [...all.values()].sort((a, b) => (b.date + b.time).localeCompare(a.date + a.time));
}

/** What the worklist asks of servers. */
export const serverPort = {
  servers: () => {
    const { servers, ready } = useServers.getState();
    return ready ? servers.map(({ id, name }) => ({ id, name })) : undefined;
  },
  subscribe: (changed: () => void) => useServers.subscribe(changed),
  // Nobody is asked for a password by a list: it says that it needs one, and offers to sign in.
  search: (serverId: string, query: StudyQuery, signal: AbortSignal) =>
    searchStudies(needServer(serverId), query, { signal, signIn: false }),
  signIn: (serverId: string) => signInTo(needServer(serverId)),
  signed: (serverId: string, studyUids: readonly string[]) => searchSigned(needServer(serverId), studyUids),
  open: (serverId: string, studyUid: string) => openFromServer(serverId, studyUid),
  read: readFromServer,
};
