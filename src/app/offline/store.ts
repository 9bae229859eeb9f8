import { create } from 'zustand';

/** A model that came with the page, and how much of it is kept here. */
export interface KeptModel {
  readonly id: string;
  readonly name: string;
  readonly version: string;
  readonly done: number;
  /** Bytes that this computer needs of it. */
  readonly total: number;
}

export interface OfflineState {
  /** Version of this page and ISO time of its build; undefined in development. */
  readonly build?: { readonly version: string; readonly made: string };
  /** Can the browser keep the page at all? `off`: no secure context, a private window, or its worker would not start. */
  readonly able: 'asking' | 'yes' | 'off';
  /** Why not; the browser's own words. */
  readonly detail?: string;
  readonly online: boolean;
  /** Bytes of the program, its codecs and fonts that are kept, of all that this version has. */
  readonly program?: { readonly done: number; readonly total: number };
  readonly models: readonly KeptModel[];
  /** What is fetched now. */
  readonly fetching?: 'program' | 'models';
  /** The last attempt to fetch failed; it is made again later. */
  readonly failure?: string;
  /** ISO time when the server last said which version it has. */
  readonly checked?: string;
  /**
   * `ready`: another version is kept and waits for the reader. `elsewhere`: it was taken in another tab; this one goes
   * on with its own until it is loaded again.
   */
  readonly update?: 'ready' | 'elsewhere';
  /** The reader does not want to be asked again in this visit. */
  readonly later?: true;
}

/** What works without a network, and how old it is. */
export const useOffline = create<OfflineState>(() => ({ able: 'asking', online: true, models: [] }));

/** Is everything here that the page needs without a network? */
export const isComplete = ({ program, models }: OfflineState): boolean =>
  program !== undefined &&
  program.total > 0 &&
  [program, ...models].every(({ done, total }) => done >= total);

/** Share that is kept of all that is to be kept, 0 to 1. */
export function keptShare({ program, models }: OfflineState): number {
  const all = [...(program ? [program] : []), ...models];
  const total = all.reduce((sum, one) => sum + one.total, 0);
  return total === 0 ? 0 : all.reduce((sum, one) => sum + Math.min(one.done, one.total), 0) / total;
}

/** The version is dialog's: is it open? */
export const useVersionDialog = create<{ readonly open: boolean }>(() => ({ open: false }));
export const openVersion = (): void => useVersionDialog.setState({ open: true });
export const closeVersion = (): void => useVersionDialog.setState({ open: false });
