import { openFromServer, useServers } from '../../features/servers';
import type { LinkServers } from './follow';

/** The servers of the deployment and of the reader, once their list has been read. */
export const linkServers: LinkServers = {
  list: () =>
    new Promise((resolve) => {
      const { ready, servers } = useServers.getState();
      if (ready) return resolve(servers);
      const stop = useServers.subscribe((now) => {
        if (!now.ready) return;
        stop();
        resolve(now.servers);
      });
      return undefined;
    }),
  open: (serverId, studyUid) => openFromServer(serverId, studyUid),
};
