/** DICOMweb servers: their list, signing in, searching, opening, earlier studies, sending. */
export type { Prior, ServersState } from './contract';
export { comesFromServer, toggleHold } from './hold';
export { findPriors, openFromServer, originOf, search, serverPort } from './open';
export { openPriors, openServers } from './page';
export { PriorsButton } from './PriorsButton';
export { PriorsDialog } from './PriorsDialog';
export { SeriesProgress } from './SeriesProgress';
export { ServerNotice } from './ServerNotice';
export { ServersDialog } from './ServersDialog';
export { ServerStatus } from './ServerStatus';
export { SignInDialog } from './SignInDialog';
export { sizeWords } from './size-words';
export { startServers } from './start';
export { useServers } from './store';
