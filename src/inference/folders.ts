/** Where models lie: addresses of folders, and the keys of what is kept on this device. Works in page and worker. */

/** Cache storage that holds models. */
export const MODEL_CACHE = 'lamplight-models';

/** Folder of imported models below the page's base; nothing under it is ever asked of the network. */
const IMPORTED = 'models/imported/';

/** Our own note beside a kept model. A manifest cannot name it: its file names never begin with a dot. */
export const RECORD = '.record.json';

/**
 * Absolute address of the page's folder, with a slash at its end. A worker's own address is in the folder of
 * scripts, so a relative base is taken from the folder above.
 */
export function pageBase(): string {
  const base = import.meta.env.BASE_URL;
  if (typeof document !== 'undefined') return new URL(base, document.baseURI).href;
  return new URL(base.startsWith('.') ? `../${base}` : base, self.location.href).href;
}

/** Folder of a model that came with the page. */
export const shippedFolder = (id: string): string => new URL(`models/${id}/`, pageBase()).href;

/** Folder of a model that was imported on this device. */
export const importedFolder = (id: string): string => new URL(`${IMPORTED}${id}/`, pageBase()).href;

/** Where a model lies while it is tried out: one at a time, listed nowhere. Ids begin with no dot. */
export const pendingFolder = (): string => new URL(`${IMPORTED}.pending/`, pageBase()).href;

/** Is this the folder of an imported model, whose files exist on this device only? */
export const isImportedFolder = (folder: string): boolean =>
  new URL(folder).pathname.includes(`/${IMPORTED}`);

/** Key in the cache of a weights file: by its content, so that a new version never meets the old bytes. */
export const weightsKey = (folder: string, sha256: string): string =>
  new URL(`sha256/${sha256}`, folder).href;
