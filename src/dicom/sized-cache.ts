/** Least recently used cache, limited by bytes. What is kept is shared with callers, never copied. */
export class SizedCache<K, V> {
  private readonly kept = new Map<K, V>();
  private held = 0;

  /** @param limit bytes. @param sizeOf bytes of a value; must not change while it is kept. */
  constructor(
    private readonly limit: number,
    private readonly sizeOf: (value: V) => number,
  ) {}

  get bytes(): number {
    return this.held;
  }

  get(key: K): V | undefined {
    const value = this.kept.get(key);
    if (value === undefined) return undefined;
    // A Map keeps insertion order: put last what was used last.
    this.kept.delete(key);
    this.kept.set(key, value);
    return value;
  }

  /** The newest stays whatever its size, until another is put. */
  put(key: K, value: V): void {
    this.drop(key);
    this.kept.set(key, value);
    this.held += this.sizeOf(value);
    for (const oldest of this.kept.keys()) {
      if (this.held <= this.limit || oldest === key) break;
      this.drop(oldest);
    }
  }

  drop(key: K): void {
    const value = this.kept.get(key);
    if (value === undefined) return;
    this.kept.delete(key);
    this.held -= this.sizeOf(value);
  }
}
