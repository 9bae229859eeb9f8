/** Tables with patient data. Keys are texts; what belongs to a study begins with the study's name and a slash. */
export const tables = ['generations', 'pieces', 'recents', 'audit', 'aside', 'dues'] as const;
export type Table = (typeof tables)[number];

/** Bytes as they are kept: with a checksum, or encrypted (which is its own checksum). */
export type Row = { readonly version: 1; readonly packed?: true } & (
  | { readonly data: Uint8Array<ArrayBuffer>; readonly sum: number }
  | { readonly data: Uint8Array<ArrayBuffer>; readonly iv: Uint8Array<ArrayBuffer> }
);

/**
 * `put` writes a row; `add` only where there is none; `remove` takes it away; `absent` writes nothing, but there must
 * be none. What must not be there and is fails the whole with `elsewhere`.
 */
export type Change = { readonly table: Table; readonly key: string } & (
  { readonly act: 'put' | 'add'; readonly row: unknown } | { readonly act: 'remove' | 'absent' }
);

/** Where rows lie: on the disk, or in memory where nothing is to be kept. All throw StorageError. */
export interface Rows {
  readonly read: (table: Table, key: string) => Promise<unknown>;
  readonly keys: (table: Table, prefix?: string) => Promise<string[]>;
  readonly list: (table: Table, prefix?: string) => Promise<{ key: string; row: unknown }[]>;
  /** All of the changes or none. */
  readonly apply: (changes: readonly Change[]) => Promise<void>;
}
