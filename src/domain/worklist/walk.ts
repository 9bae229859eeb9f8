/** Going from study to study in the order of the list, without the list. */
import type { WorklistRow } from './row';

/**
 * The next study to read after the one at hand, or the one before it; what is signed is passed over. Undefined at the
 * end of the list. Without a study at hand, or with one that the list does not show, it is the first that waits.
 * @param order the rows as the list shows them
 */
export function neighbour(
  order: readonly WorklistRow[],
  key: string | undefined,
  step: 1 | -1,
  opens: (row: WorklistRow) => boolean = () => true,
): WorklistRow | undefined {
  const waits = (row: WorklistRow): boolean => row.key !== key && row.status !== 'signed' && opens(row);
  const at = key === undefined ? -1 : order.findIndex((row) => row.key === key);
  if (at < 0) return step === 1 ? order.find(waits) : undefined;
  for (let n = at + step; n >= 0 && n < order.length; n += step) if (waits(order[n])) return order[n];
  return undefined;
}

/** The studies that AI should look at next: new ones, in the order of the list, from the one at hand on. */
export function upcoming(
  order: readonly WorklistRow[],
  key: string | undefined,
  most: number,
  suits: (row: WorklistRow) => boolean,
): readonly WorklistRow[] {
  const at = Math.max(0, key === undefined ? 0 : order.findIndex((row) => row.key === key));
  const out: WorklistRow[] = [];
  // Round the end: what was passed over still waits.
  for (let n = 0; n < order.length && out.length < most; n++) {
    const row = order[(at + n) % order.length];
    if (row.key !== key && row.status === 'new' && suits(row)) out.push(row);
  }
  return out;
}
