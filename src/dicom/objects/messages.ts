/** What crosses between the page and the object worker. */
import type { FileReason } from '../../domain/study';
import type { DicomObject } from './contract';

export interface ObjectRequest {
  readonly blob: Blob;
  readonly sopClassUid: string;
}

export type ObjectReply =
  { readonly object: DicomObject } | { readonly reason: FileReason; readonly detail: string };
