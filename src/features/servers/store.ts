/** The servers that the page knows. */
import { create } from 'zustand';
import { knowServer, type ServerConfig } from '../../dicom/web';
import { loadChoice, saveChoice } from '../../storage';
import type { ServersState } from './contract';
import { isPreset, keptOf, presetsOf, toKeep } from './kept';

const NAME = 'servers';

/** What is known of every server, for everybody; secrets are in it only while this visit lasts or where they are kept. */
export const useServers = create<ServersState>(() => ({ servers: [], ready: false }));

export const serverOf = (id: string): ServerConfig | undefined =>
  useServers.getState().servers.find((server) => server.id === id);

/** Reads the deployment's and the reader's servers. Never rejects: without a list there are none. */
export async function restoreServers(): Promise<void> {
  const [presets, kept] = await Promise.all([deployed(), loadChoice(NAME).then(keptOf, () => [])]);
  const own = new Map(kept.map((server) => [server.id, server]));
  // Of a preset only who signs in is the reader's; where it lies is the deployment's to say.
  const given = presets.map((preset) => {
    const mine = own.get(preset.id);
    return mine
      ? { ...preset, auth: sameKind(preset, mine), headers: { ...preset.headers, ...filled(mine) } }
      : preset;
  });
  const servers = [...given, ...kept.filter((server) => !isPreset(server))];
  for (const server of servers) knowServer(server);
  useServers.setState({ servers, ready: true });
}

const sameKind = (preset: ServerConfig, mine: ServerConfig): ServerConfig['auth'] =>
  preset.auth.kind === mine.auth.kind && preset.auth.kind !== 'oidc' ? mine.auth : preset.auth;

const filled = ({ headers }: ServerConfig): ServerConfig['headers'] =>
  Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== ''));

async function deployed(): Promise<ServerConfig[]> {
  // A page that is off the net asks nobody.
  if (!navigator.onLine) return [];
  try {
    const answer = await fetch('servers.json', { credentials: 'same-origin' });
    // Where there is none, some servers answer with the page itself.
    if (!answer.ok || !/json/.test(answer.headers.get('Content-Type') ?? '')) return [];
    return presetsOf(await answer.json());
  } catch (error) {
    console.warn('servers.json:', error);
    return [];
  }
}

function keep(): void {
  const { servers } = useServers.getState();
  const mine = servers.filter((server) => !isPreset(server) || server.remember);
  saveChoice(NAME, { servers: mine.map(toKeep) }).catch((error: unknown) => console.warn('servers:', error));
}

/** Adds a server, or puts it in the place of the one with its id. */
export function putServer(server: ServerConfig): void {
  const { servers } = useServers.getState();
  const known = servers.some(({ id }) => id === server.id);
  useServers.setState({
    servers: known ? servers.map((one) => (one.id === server.id ? server : one)) : [...servers, server],
  });
  knowServer(server);
  keep();
}

export function removeServer(id: string): void {
  useServers.setState(({ servers }) => ({ servers: servers.filter((server) => server.id !== id) }));
  keep();
}
