/** What the worklist asks of servers. The app hands it over: the list works without any, and its tests bring their own. */
import type { OpenOptions, OpenResult } from '../../dicom/contract';
import type { SearchPage, StudyQuery } from '../../dicom/web/contract';

export interface ServerName {
  readonly id: string;
  readonly name: string;
}

export interface ServerPort {
  /** Undefined until the list of servers has been read. */
  readonly servers: () => readonly ServerName[] | undefined;
  /** Calls back when the list of servers may have changed. */
  readonly subscribe: (changed: () => void) => () => void;
  /** @throws an error with a `reason`, a key of `servers:reason.*`; the signal's reason */
  readonly search: (serverId: string, query: StudyQuery, signal: AbortSignal) => Promise<SearchPage>;
  /** Asks the reader to sign in; did they? */
  readonly signIn: (serverId: string) => Promise<boolean>;
  /**
   * Which of some studies, listed with SR, hold a verified report, and how many documents were looked at; several at
   * once. @throws as `search`
   */
  readonly signed: (
    serverId: string,
    studyUids: readonly string[],
  ) => Promise<{ readonly signed: readonly string[]; readonly documents: number }>;
  /** Opens a study on the screen; what goes wrong is said by the page. */
  readonly open: (serverId: string, studyUid: string) => Promise<void>;
  /** Reads a study's headers without showing it; `closeStudy` of the DICOM room lets it go. */
  readonly read: (serverId: string, studyUid: string, options: OpenOptions) => Promise<OpenResult>;
}

const none: ServerPort = {
  servers: () => [],
  subscribe: () => () => undefined,
  search: () => Promise.resolve({ studies: [], more: false }),
  signIn: () => Promise.resolve(false),
  signed: () => Promise.resolve({ signed: [], documents: 0 }),
  open: () => Promise.resolve(),
  read: () => Promise.reject(new Error('worklist: no servers')),
};

let port = none;

export const provideServers = (given: ServerPort): void => {
  port = given;
};

export const serverPort = (): ServerPort => port;
