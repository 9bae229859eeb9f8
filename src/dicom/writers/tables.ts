/** Lookup tables of images, written as they were read (PS3.3 C.11.1, C.11.2). */
import type { LookupTable } from '../../domain/lookup';
import type { Dataset, Element } from './part10';

const keys = new WeakMap<LookupTable, string>();

/** The same for tables of the same content; every image of a series has its own copy. */
export function tableKey(table: LookupTable | undefined): string {
  if (!table) return '';
  let key = keys.get(table);
  if (key === undefined) {
    let hash = 0x811c9dc5;
    for (const value of table.values) hash = Math.imul(hash ^ value, 0x01000193) >>> 0;
    key = [table.first, table.bits, table.values.length, hash].join('/');
    keys.set(table, key);
  }
  return key;
}

/** LUT Descriptor: entries (0 stands for 65536), the first input, bits. A negative first input makes it signed. */
function descriptor({ first, values }: LookupTable, bits: number): Element {
  const entries = values.length === 65_536 ? 0 : values.length;
  const signed16 = (n: number): number => (n << 16) >> 16;
  return first < 0
    ? { tag: 0x00283002, vr: 'SS', value: [signed16(entries), first, bits] }
    : { tag: 0x00283002, vr: 'US', value: [entries, first, bits] };
}

/** An item of a LUT sequence. @param type Modality LUT Type; VOI LUTs have none */
export function tableItem(table: LookupTable, type?: string): Dataset {
  const data = new Uint8Array(2 * table.values.length);
  table.values.forEach((value, n) => data.set([value & 0xff, value >> 8], 2 * n));
  return [
    // Of a Modality LUT, whose values mean themselves, 8 or 16 (C.11.1.1); a VOI LUT's bits say what white is.
    descriptor(table, type === undefined ? table.bits : table.bits > 8 ? 16 : 8),
    ...(type === undefined ? [] : ([{ tag: 0x00283004, vr: 'LO', value: type }] as const)),
    { tag: 0x00283006, vr: 'OW', value: data },
  ];
}
