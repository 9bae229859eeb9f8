import type { WorklistRow } from '../../domain/worklist/row';

let known: { readonly rows: readonly WorklistRow[]; readonly list: readonly string[] } | undefined;

/** The modalities that there are, the commonest first; counted once for the same rows. */
export function modalitiesOf(rows: readonly WorklistRow[]): readonly string[] {
  if (known?.rows === rows) return known.list;
  const count = new Map<string, number>();
  for (const { modalities } of rows) for (const one of modalities) count.set(one, (count.get(one) ?? 0) + 1);
  const list = [...count].toSorted((a, b) => b[1] - a[1]).map(([name]) => name);
  known = { rows, list };
  return list;
}
