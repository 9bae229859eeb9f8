/**
 * DICOMweb (PS3.18): what the rest of the house may ask of a server. The functions live in `index.ts`. A study that is
 * opened from a server lies in the same registry as one that is read from files, and gives its frames on demand.
 */
import { z } from 'zod';
import type { OpenOptions, OpenResult } from '../contract';
import type { ServerReason } from './reason';

export type { ServerReason } from './reason';

const text = z.string().max(4096);

/** How the server knows who asks. Secrets are absent until they are given, and are asked for then. */
const auth = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  z.object({ kind: z.literal('basic'), user: text.default(''), password: text.optional() }),
  z.object({ kind: z.literal('bearer'), token: text.optional() }),
  z.object({
    kind: z.literal('oidc'),
    /** Where `.well-known/openid-configuration` is found. */
    issuer: text,
    clientId: text,
    scope: text.default('openid'),
  }),
  /** Nothing but the server's own headers. */
  z.object({ kind: z.literal('headers') }),
]);
export type ServerAuth = z.infer<typeof auth>;

export const serverSchema = z.object({
  id: z.string().min(1).max(128),
  name: z.string().min(1).max(128),
  /** DICOMweb root: absolute, or a path on the page's own origin. */
  url: z.string().min(1).max(2048),
  auth: auth.default({ kind: 'none' }),
  /** Headers that every request carries; their values may be secrets. */
  headers: z.record(z.string().regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/), text).default({}),
  /** The server may say nothing for this long, seconds. */
  patience: z.number().min(1).max(600).default(30),
  /** Secrets are kept on this computer; else they are asked for once a visit. */
  remember: z.boolean().default(false),
});
/** A DICOMweb server as the reader or the deployment describes it. */
export type ServerConfig = z.infer<typeof serverSchema>;

/** What a search looks for; what is absent is not looked at. Names may have the wildcards * and ?. */
export interface StudyQuery {
  /** Part of a name; `*` is added around it when it has no wildcard of its own. */
  readonly patientName?: string;
  /** Exact, or with wildcards. */
  readonly patientId?: string;
  readonly issuerOfPatientId?: string;
  readonly accession?: string;
  /** One modality, CT for instance. */
  readonly modality?: string;
  /** Study dates from and to, YYYYMMDD, both inside. */
  readonly from?: string;
  readonly to?: string;
  readonly studyUid?: string;
  /** Part of the description. */
  readonly description?: string;
  /** Of one field, for people: a date, an identifier or a name. Used when no other of these is given. */
  readonly text?: string;
  /** Page: at most so many studies, from this one on (0-based). */
  readonly limit: number;
  readonly offset: number;
}

export interface RemoteStudy {
  readonly serverId: string;
  readonly studyUid: string;
  readonly patientName: string;
  readonly patientId: string;
  /** Issuer of the patient ID; empty when the server does not say. */
  readonly issuerOfPatientId: string;
  /** YYYYMMDD or empty. */
  readonly birthDate: string;
  readonly sex: string;
  /** YYYYMMDD and HHMMSS as written, or empty. */
  readonly date: string;
  readonly time: string;
  readonly description: string;
  readonly modalities: readonly string[];
  readonly accession: string;
  /** Absent when the server does not say. */
  readonly seriesCount?: number;
  readonly imageCount?: number;
}

export interface SearchPage {
  readonly studies: readonly RemoteStudy[];
  /** There may be more after these. */
  readonly more: boolean;
}

/** What a check of a server looks at, in this order: keys of the catalogue `servers:check.*`. */
export type CheckId = 'address' | 'reach' | 'search' | 'metadata' | 'frames' | 'rendered' | 'store';

export interface ServerCheck {
  readonly id: CheckId;
  /** `skipped`: an earlier check failed, or there is nothing to try it on. */
  readonly state: 'ok' | 'failed' | 'skipped';
  readonly reason?: ServerReason;
  /** Technical detail, untranslated: status line, content type, a length. */
  readonly detail?: string;
  /** The line to be added to the page's policy, when that is what stops it. */
  readonly policy?: string;
}

/** What became of one file that was sent: `failed` with the server's reason. */
export interface StoreResult {
  /** The name that it was given under. */
  readonly path: string;
  readonly sopInstanceUid: string;
  readonly status: 'stored' | 'failed';
  /** A reason of the transport, or `refused` with the DICOM failure reason in `code`. */
  readonly reason?: ServerReason;
  /** Failure Reason (0008,1197). */
  readonly code?: number;
  /** Kept with a warning: Warning Reason (0008,1196). */
  readonly warning?: number;
  readonly detail?: string;
}

export interface StoreFile {
  readonly path: string;
  /** A DICOM file (Part 10). */
  readonly blob: Blob;
}

export interface StoreOptions {
  readonly signal?: AbortSignal;
  /** Files of which the server has answered, and bytes of their bodies. */
  readonly onProgress?: (done: number, total: number, bytes: number) => void;
  /** What is known of some files by now; what was told stays true when the sending is called off. */
  readonly onResults?: (results: readonly StoreResult[]) => void;
  /** Some may be on the server already, from a sending that was cut or called off: it is asked, and they are not sent. */
  readonly mayBeThere?: boolean;
}

/** How the transfer from a server goes; the page shows it. */
export interface Transfer {
  readonly serverId: string;
  /** Requests that are open or wait for their turn. */
  readonly open: number;
  readonly waiting: number;
  /** Bytes that came since the page was opened. */
  readonly bytes: number;
  /** Bytes a second over the last seconds. */
  readonly speed: number;
  /** Set while requests are tried again: why. */
  readonly trouble?: ServerReason;
}

export interface WebRoom {
  /** A page of studies. @throws ServerError, or the signal's reason */
  searchStudies(
    server: ServerConfig,
    query: StudyQuery,
    options?: { readonly signal?: AbortSignal },
  ): Promise<SearchPage>;
  /** Tries what the page needs of a server; never rejects but when aborted. */
  testServer(
    server: ServerConfig,
    options?: { readonly signal?: AbortSignal },
  ): Promise<readonly ServerCheck[]>;
  /**
   * Reads a study's metadata series by series; frames come when they are asked for (`loadFrame`). A result for every
   * instance or series that could not be had. @throws ServerError when nothing came; the signal's reason
   */
  openRemoteStudy(server: ServerConfig, studyUid: string, options?: OpenOptions): Promise<OpenResult>;
  /** Sends files; a result for each. @throws the signal's reason */
  storeInstances(
    server: ServerConfig,
    files: readonly StoreFile[],
    options?: StoreOptions,
  ): Promise<readonly StoreResult[]>;
  /** A small picture of a study or a series; undefined where the server renders none. */
  loadThumbnail(
    server: ServerConfig,
    studyUid: string,
    options?: { readonly seriesUid?: string; readonly signal?: AbortSignal },
  ): Promise<Blob | undefined>;
}
