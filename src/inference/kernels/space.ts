/** Pieces of a memory, handed out where the first gap is large enough. */

/** Bytes that a piece begins at a multiple of: a cache line. */
const LINE = 64;

export class Space {
  /** [from, to) of every gap, in order; the last has no end. */
  private gaps: { from: number; to: number }[];
  private readonly sizes = new Map<number, number>();
  /** First byte that no piece has reached yet. */
  end: number;

  constructor(from: number) {
    this.gaps = [{ from, to: Infinity }];
    this.end = from;
  }

  /** The address of a piece of so many bytes. */
  take(bytes: number): number {
    const size = Math.max(1, Math.ceil(bytes / LINE)) * LINE;
    const gap = this.gaps.find(({ from, to }) => to - from >= size)!;
    const { from } = gap;
    gap.from += size;
    this.gaps = this.gaps.filter((one) => one.to > one.from);
    this.sizes.set(from, size);
    this.end = Math.max(this.end, from + size);
    return from;
  }

  /** Gives a piece back; an address that was not handed out is left alone. */
  give(address: number): void {
    const size = this.sizes.get(address);
    if (size === undefined) return;
    this.sizes.delete(address);
    const sorted = [...this.gaps, { from: address, to: address + size }].sort((a, b) => a.from - b.from);
    this.gaps = [];
    for (const gap of sorted) {
      const before = this.gaps.at(-1);
      if (before && before.to === gap.from) before.to = gap.to;
      else this.gaps.push(gap);
    }
  }
}
