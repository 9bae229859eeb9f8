import { StorageError } from './failure';
import { tables, type Rows, type Table } from './rows';

/** Rows that are gone with the page: where nothing is to be kept. The same promises as on the disk. */
export function memoryRows(): Rows {
  const all = new Map<Table, Map<string, unknown>>(tables.map((table) => [table, new Map()]));
  const rowsOf = (table: Table): Map<string, unknown> => all.get(table)!;
  const keysOf = (table: Table, prefix = ''): string[] =>
    [...rowsOf(table).keys()].filter((key) => key.startsWith(prefix)).toSorted();
  return {
    read: (table, key) => Promise.resolve(rowsOf(table).get(key)),
    keys: (table, prefix) => Promise.resolve(keysOf(table, prefix)),
    list: (table, prefix) =>
      Promise.resolve(keysOf(table, prefix).map((key) => ({ key, row: rowsOf(table).get(key) }))),
    apply(changes) {
      for (const { table, key, act } of changes)
        if ((act === 'add' || act === 'absent') && rowsOf(table).has(key))
          return Promise.reject(new StorageError('elsewhere', 'the row is there already'));
      for (const change of changes)
        if ('row' in change) rowsOf(change.table).set(change.key, change.row);
        else if (change.act === 'remove') rowsOf(change.table).delete(change.key);
      return Promise.resolve();
    },
  };
}
