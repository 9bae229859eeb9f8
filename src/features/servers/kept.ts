/** The list of servers as it is kept and as a deployment gives it: read with suspicion, written without secrets. */
import { z } from 'zod';
import { serverSchema, type ServerConfig } from '../../dicom/web';

/** As a deployment writes it: an id is made from the name where there is none. */
const presetSchema = z.object({ id: z.string().optional() }).and(z.record(z.string(), z.unknown()));
const presetsSchema = z.union([z.array(presetSchema), z.object({ servers: z.array(presetSchema) })]);

/** Servers of a deployment are told from the reader's own by this in front of their ids. */
const PRESET = 'preset:';
export const isPreset = ({ id }: Pick<ServerConfig, 'id'>): boolean => id.startsWith(PRESET);

/**
 * The servers of `servers.json`: a list, or an object with a list `servers`. What is no server is left out.
 * @throws ZodError when it is neither
 */
export function presetsOf(json: unknown): ServerConfig[] {
  const given = presetsSchema.parse(json);
  const list = Array.isArray(given) ? given : given.servers;
  return list.flatMap((one) => {
    const name = String((one as { name?: unknown }).name ?? '');
    const read = serverSchema.safeParse({ ...one, id: `${PRESET}${one.id ?? name}` });
    return read.success ? [read.data] : [];
  });
}

/** The reader's own servers as they were kept; what cannot be read is left out. */
export function keptOf(value: unknown): ServerConfig[] {
  const list = (value as { readonly servers?: unknown } | undefined)?.servers;
  if (!Array.isArray(list)) return [];
  return list.flatMap((one) => {
    const read = serverSchema.safeParse(one);
    return read.success ? [read.data] : [];
  });
}

/** The same server without what only its reader may know. Names of headers stay, so that their values can be asked for. */
export function withoutSecrets(server: ServerConfig): ServerConfig {
  const { auth } = server;
  const bare =
    auth.kind === 'basic'
      ? { kind: auth.kind, user: auth.user }
      : auth.kind === 'bearer'
        ? { kind: auth.kind }
        : auth;
  const headers = Object.fromEntries(Object.keys(server.headers).map((name) => [name, '']));
  return { ...server, auth: bare, headers };
}

/** As it is kept: with its secrets only on the reader's word. A preset is kept for its secrets alone. */
export const toKeep = (server: ServerConfig): ServerConfig =>
  server.remember ? server : withoutSecrets(server);
