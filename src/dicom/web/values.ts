/** Values out of data sets in the DICOM JSON model, as strings and numbers; never throws. */
type Json = Readonly<Record<string, { readonly Value?: readonly unknown[] } | undefined>>;

const first = (set: unknown, tag: string): unknown => {
  const found = (set as Json | null)?.[tag];
  return Array.isArray(found?.Value) ? (found.Value as readonly unknown[])[0] : undefined;
};

export function textOf(set: unknown, tag: string): string {
  const value = first(set, tag);
  return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
}

export const numberOf = (set: unknown, tag: string): number | undefined => {
  const text = textOf(set, tag);
  const value = Number(text);
  return text !== '' && Number.isFinite(value) ? value : undefined;
};

/** A person's name with all its groups: "Wang^XiaoDong=王^小东". */
export function nameOf(set: unknown, tag: string): string {
  const value = first(set, tag);
  if (typeof value !== 'object' || value === null) return textOf(set, tag);
  const { Alphabetic, Ideographic, Phonetic } = value as Readonly<Record<string, unknown>>;
  // A server that cannot write the characters of a group may leave its carets alone: that is no name.
  const groups = [Alphabetic, Ideographic, Phonetic].map((one) =>
    typeof one === 'string' && /[^\s?^]/.test(one) ? one.trim() : '',
  );
  return groups.join('=').replace(/=+$/, '');
}

export function listOf(set: unknown, tag: string): string[] {
  const found = (set as Json | null)?.[tag]?.Value;
  const all = Array.isArray(found) ? (found as readonly unknown[]) : [];
  // Some servers write several values as one with backslashes.
  return all.flatMap((one) => (typeof one === 'string' ? one.split('\\') : [])).filter((one) => one !== '');
}

/** The data sets of a sequence. */
export function itemsOf(set: unknown, tag: string): readonly unknown[] {
  const found = (set as Json | null)?.[tag]?.Value;
  return Array.isArray(found) ? (found as readonly unknown[]) : [];
}
