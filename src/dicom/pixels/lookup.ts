/** A Modality LUT (PS3.3 C.11.1.1) over a whole frame. */
import type { LookupTable } from '../../domain/lookup';
import type { Samples } from './native';

/** Modality values; inputs outside the table take its first or last entry. */
export function applyLookup(samples: Samples, { first, values }: LookupTable): Uint16Array {
  const out = new Uint16Array(samples.length);
  const last = values.length - 1;
  for (let i = 0; i < samples.length; i++) {
    const n = samples[i] - first;
    out[i] = values[n <= 0 ? 0 : n >= last ? last : n];
  }
  return out;
}
