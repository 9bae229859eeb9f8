/** What other features may ask of the servers; the functions are exported by `index.ts` under these names. */
import type { RemoteStudy, SearchPage, ServerConfig, StudyQuery } from '../../dicom/web/contract';

export interface ServersState {
  /** Of the deployment (`servers.json` beside the page) and of the reader; without the secrets of this session. */
  readonly servers: readonly ServerConfig[];
  /** The list has been read. */
  readonly ready: boolean;
}

/** An earlier or later study of the same patient on a server. */
export interface Prior extends RemoteStudy {
  /** It is open in the page. */
  readonly open: boolean;
}

export interface ServersRoom {
  /** A page of studies of one server, newest first where the server can. @throws ServerError */
  search(serverId: string, query: StudyQuery, signal?: AbortSignal): Promise<SearchPage>;
  /** Opens a study as files are opened; what goes wrong is said by the page. `quiet`: what is read stays in view. */
  openFromServer(serverId: string, studyUid: string, options?: { readonly quiet?: boolean }): Promise<void>;
  /**
   * Other studies of a patient, newest first, of one server or of all. Only those of exactly this patient ID (and this
   * issuer, where both are known).
   * @throws ServerError when no server could be asked
   */
  findPriors(
    patient: { readonly id: string; readonly issuer?: string; readonly birthDate?: string },
    options?: { readonly except?: string; readonly serverId?: string; readonly signal?: AbortSignal },
  ): Promise<readonly Prior[]>;
}
