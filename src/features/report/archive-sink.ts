/** An archive as a place for what is saved: the DICOM files of it are sent, with an answer for each. */
import {
  presentOf,
  storeInstances,
  type ServerConfig,
  type StoreFile,
  type StoreResult,
} from '../../dicom/web';
import type { Sink } from './sinks';

export interface ArchiveSink extends Sink {
  readonly server: ServerConfig;
  /** Of the files that were sent; filled by `close` and `retry`. */
  readonly results: () => readonly StoreResult[];
  /** Sends again what failed. @throws the signal's reason */
  retry(signal: AbortSignal, onProgress: (done: number, total: number) => void): Promise<void>;
}

/** What an archive takes of everything: objects and images, neither documents nor the directory of a medium. */
export const isForArchive = (path: string): boolean => /^(DICOM|IMAGES)\//.test(path);

/** @param onProgress files that were answered, of how many */
export function archiveSink(
  server: ServerConfig,
  signal: AbortSignal,
  onProgress: (done: number, total: number) => void,
): ArchiveSink {
  const files: StoreFile[] = [];
  const results = new Map<string, StoreResult>();
  const send = async (
    some: readonly StoreFile[],
    given: AbortSignal,
    tell: typeof onProgress,
  ): Promise<void> => {
    tell(0, some.length);
    const sent = await storeInstances(presentOf(server), some, { signal: given, onProgress: tell });
    for (const result of sent) results.set(result.path, result);
  };
  return {
    name: server.name,
    server,
    results: () => files.flatMap(({ path }) => results.get(path) ?? []),
    put(path, blob) {
      if (isForArchive(path)) files.push({ path, blob });
      return Promise.resolve();
    },
    close: () => send(files, signal, onProgress),
    // What an archive has taken is its own: it cannot be called back.
    abandon: () => Promise.resolve(),
    retry: (given, tell) =>
      send(
        files.filter(({ path }) => results.get(path)?.status !== 'stored'),
        given,
        tell,
      ),
  };
}
