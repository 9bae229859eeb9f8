/** Lookup tables of PS3.3 C.11.1 and C.11.2: one output for each integer input from `first` on. */
export interface LookupTable {
  /** Input that the first entry belongs to. */
  readonly first: number;
  /** Bits of an entry: outputs are 0 .. 2^bits - 1. */
  readonly bits: number;
  readonly values: Uint16Array;
}

/** Output for an input; inputs outside the table take its first or last entry. */
export function lookUp({ first, values }: LookupTable, input: number): number {
  const n = Math.round(input) - first;
  return values[n <= 0 || Number.isNaN(n) ? 0 : n >= values.length ? values.length - 1 : n];
}

/** Function of a window (0028,1056); LINEAR when absent. */
export type VoiFunction = 'LINEAR' | 'LINEAR_EXACT' | 'SIGMOID';
