/** DICOMweb: see `contract.ts` for what each function promises. Opening is in `src/dicom/index.ts`, with the registry. */
export {
  knowServer,
  presentOf,
  provideSignIn,
  signInTo,
  type SignIn,
  type SignInReason,
  type TokenSource,
} from './auth';
export { addressOf } from './address';
export { testServer } from './check';
export {
  serverSchema,
  type CheckId,
  type RemoteStudy,
  type SearchPage,
  type ServerAuth,
  type ServerCheck,
  type ServerConfig,
  type ServerReason,
  type StoreFile,
  type StoreOptions,
  type StoreResult,
  type StudyQuery,
  type Transfer,
} from './contract';
export { ServerError } from './error';
export { searchStudies } from './search';
export { searchSigned } from './signed';
export { storeInstances } from './store';
export { loadThumbnail } from './thumbnail';
export { holdSeries, onSeriesTransfer, seriesTransfer, type SeriesTransfer } from './series-transfer';
export { onTransfer, transfers } from './transfer';
