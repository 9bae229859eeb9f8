import { base64, fromBytes, toBytes } from './bytes';
import type { Place } from './generations';
import type { Table } from './rows';
import { isRow, seal, unseal } from './sealing';

/** Something that could not be read, put out of the way so that nothing overwrites it. */
export interface SetAside {
  /** ISO time. */
  readonly at: string;
  readonly studyUid?: string;
  /** Where it lay: a table, or a part of the work that its feature refused. */
  readonly from: Table | 'part' | 'work';
  /** The part of the work, or the key of the row. */
  readonly what: string;
  readonly reason: string;
  /** The part itself, or what could be copied of the row. */
  readonly value: unknown;
}

let line = 0;

/** A row of the disk as plain data, whatever stands in it. */
export function plainCopy(row: unknown): unknown {
  if (isRow(row)) return { ...row, data: base64(row.data), ...('iv' in row && { iv: base64(row.iv) }) };
  try {
    return fromBytes(toBytes(row));
  } catch {
    return String(row);
  }
}

/** The row that keeps it. */
export async function asideChange({ vault }: Place, what: SetAside) {
  const key = `${what.at}/${line++}-${Math.random().toString(36).slice(2, 8)}`;
  const row = await seal(vault, 'aside', key, toBytes(what));
  return { table: 'aside', key, act: 'put', row } as const;
}

/** Everything that was set aside, oldest first; what cannot be read even there is left out. Throws StorageError. */
export async function readAside({ rows, vault }: Place): Promise<SetAside[]> {
  const list: SetAside[] = [];
  for (const { key, row } of await rows.list('aside'))
    try {
      list.push(fromBytes(await unseal(vault, 'aside', key, row)) as SetAside);
    } catch (error) {
      console.warn('storage: aside:', error);
    }
  return list;
}
