/** Are two states of the work on a study the same work? What is merely chosen or looked at does not count. */

const passing: Readonly<Record<string, readonly string[]>> = {
  findings: ['currentUid', 'filter', 'order', 'lastReason'],
  segments: ['currentUid'],
};

type Parts = Readonly<Record<string, unknown>>;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);

/** A key without a value is no key, as in a file. */
const keysOf = (value: Parts): readonly string[] =>
  Object.keys(value).filter((key) => value[key] !== undefined);

export function sameValue(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (ArrayBuffer.isView(a) && ArrayBuffer.isView(b)) {
    const [one, other] = [a as Uint8Array, b as Uint8Array];
    return one.length === other.length && one.every((value, n) => value === other[n]);
  }
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((value, n) => sameValue(value, b[n]));
  if (!isRecord(a) || !isRecord(b)) return false;
  const keys = keysOf(a);
  return keys.length === keysOf(b).length && keys.every((key) => sameValue(a[key], b[key]));
}

const lasting = (part: string, value: unknown): unknown =>
  isRecord(value)
    ? Object.fromEntries(Object.entries(value).filter(([key]) => !passing[part]?.includes(key)))
    : value;

export function sameWork(a: Parts, b: Parts): boolean {
  const names = new Set([...keysOf(a), ...keysOf(b)]);
  return [...names].every((part) => sameValue(lasting(part, a[part]), lasting(part, b[part])));
}
