import { create } from 'zustand';
import { openUrls, useOpen } from '../../features/open';
import type { LinkRefusal, Refused, Wish } from './read';

/** What links asked for and did not get, until the reader has taken note of it. */
export const useLinks = create<{ readonly refused: readonly Refused[] }>(() => ({ refused: [] }));

export const refuse = (more: readonly Refused[]): void => {
  // A link can ask for much nonsense; the first of it says enough.
  if (more.length > 0) useLinks.setState(({ refused }) => ({ refused: [...refused, ...more].slice(0, 4) }));
};

/** What links need of the servers: their names, and how a study of one is opened. */
export interface LinkServers {
  /** Servers that are configured, once that is known. */
  list(): Promise<readonly { readonly id: string; readonly name: string }[]>;
  /** Opens a study; what goes wrong is said by the page. */
  open(serverId: string, studyUid: string): Promise<void>;
}

let servers: LinkServers | undefined;
/** Says where studies of servers come from. Call once, before links are followed. */
export const provideServers = (room: LinkServers): void => {
  servers = room;
};

/** How following a wish ended. */
export type Followed =
  | { readonly kind: 'open' }
  | { readonly kind: 'failed'; readonly problem: string; readonly detail?: string }
  | { readonly kind: 'refused'; readonly why: LinkRefusal };

/** Id of the server that a link means, by id or name; those of the deployment have a mark before their id. */
async function serverFor(name: string | undefined): Promise<string | LinkRefusal> {
  const list = (await servers?.list()) ?? [];
  if (name === undefined)
    return list.length === 1 ? list[0].id : list.length === 0 ? 'noServer' : 'whichServer';
  const named = [name, `preset:${name}`];
  return list.find((one) => named.includes(one.id) || one.name === name)?.id ?? 'noServer';
}

const isOpen = (uid: string): boolean => useOpen.getState().studies.some(({ studyUid }) => studyUid === uid);

/** Opens what is asked for; what cannot be is said by the page. Never rejects. */
export async function follow(wish: Wish): Promise<Followed> {
  try {
    if (wish.kind === 'addresses') {
      await openUrls(wish.addresses);
      const { problem, problemDetail: detail } = useOpen.getState();
      return problem ? { kind: 'failed', problem, detail } : { kind: 'open' };
    }
    const known = ['noServer', 'whichServer'] as const;
    const server = await serverFor(wish.server);
    const why = known.find((one) => one === server);
    if (why) {
      refuse([{ why, value: wish.server ?? '' }]);
      return { kind: 'refused', why };
    }
    for (const uid of wish.studyUids) await servers!.open(server, uid);
    if (wish.studyUids.every(isOpen)) return { kind: 'open' };
    const { problem = 'failed', problemDetail: detail } = useOpen.getState();
    return { kind: 'failed', problem, detail };
  } catch (error) {
    return {
      kind: 'failed',
      problem: 'failed',
      detail: error instanceof Error ? error.message : String(error),
    };
  }
}
