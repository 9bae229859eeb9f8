/** An archive as a place for what is saved: the DICOM files of it are sent, with an answer for each. */
import {
  presentOf,
  storeInstances,
  type ServerConfig,
  type StoreFile,
  type StoreResult,
} from '../../dicom/web';
import type { Sink } from './sinks';

/** Files that were answered, of how many, and bytes of them. */
export type SendProgress = (done: number, total: number, bytes: number) => void;

export interface ArchiveSink extends Sink {
  readonly server: ServerConfig;
  /** Of the files that were sent; filled by `close` and `retry`. */
  readonly results: () => readonly StoreResult[];
  /** Files of which nothing is known, since the sending was called off. */
  readonly unsent: () => number;
  /** Sends what the archive has not got. @throws the signal's reason */
  retry(signal: AbortSignal, onProgress: SendProgress): Promise<void>;
}

/** What an archive takes of everything: objects and images, neither documents nor the directory of a medium. */
export const isForArchive = (path: string): boolean => /^(DICOM|IMAGES)\//.test(path);

export function archiveSink(
  server: ServerConfig,
  signal: AbortSignal,
  onProgress: SendProgress,
): ArchiveSink {
  const files: StoreFile[] = [];
  const results = new Map<string, StoreResult>();
  let begun = false;
  const send = async (
    some: readonly StoreFile[],
    given: AbortSignal,
    tell: SendProgress,
    mayBeThere: boolean,
  ): Promise<void> => {
    tell(0, some.length, 0);
    await storeInstances(presentOf(server), some, {
      signal: given,
      onProgress: tell,
      mayBeThere,
      // What was kept before the sending is called off stays kept, and known.
      onResults: (sent) => {
        for (const result of sent) results.set(result.path, result);
      },
    });
  };
  return {
    name: server.name,
    server,
    results: () => files.flatMap(({ path }) => results.get(path) ?? []),
    // Called off before the list was whole there is nothing to go on with.
    unsent: () => (begun ? files.filter(({ path }) => !results.has(path)).length : 0),
    put(path, blob) {
      if (isForArchive(path)) files.push({ path, blob });
      return Promise.resolve();
    },
    close: () => {
      begun = true;
      return send(files, signal, onProgress, false);
    },
    // What an archive has taken is its own: it cannot be called back.
    abandon: () => Promise.resolve(),
    retry: (given, tell) =>
      send(
        files.filter(({ path }) => results.get(path)?.status !== 'stored'),
        given,
        tell,
        true,
      ),
  };
}
