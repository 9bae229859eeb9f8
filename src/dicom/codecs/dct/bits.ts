/** The entropy-coded bytes of one JPEG scan as bits (ITU-T T.81 F.2.2.5): unstuffed, most significant first. */
export class BitReader {
  private readonly bytes: Uint8Array;
  private at: number;
  private held = 0;
  private count = 0;
  /** Zero bits given out behind the end of the data. */
  private beyond = 0;

  constructor(bytes: Uint8Array, at: number) {
    this.bytes = bytes;
    this.at = at;
  }

  /** Makes at least 16 bits ready; behind a marker or the end they are zeros. */
  private fill(): void {
    while (this.count <= 16) {
      let byte = 0;
      if (this.at >= this.bytes.length) this.beyond += 8;
      else {
        byte = this.bytes[this.at];
        if (byte !== 0xff) this.at++;
        else if (this.bytes[this.at + 1] === 0) this.at += 2;
        else {
          byte = 0;
          this.beyond += 8;
        }
      }
      this.held = (this.held << 8) | byte;
      this.count += 8;
    }
  }

  /** The next `n` bits (1..16) without taking them. */
  peek(n: number): number {
    if (this.count < n) this.fill();
    return (this.held >>> (this.count - n)) & ((1 << n) - 1);
  }

  skip(n: number): void {
    this.count -= n;
  }

  /** @param n 0..16 bits. */
  take(n: number): number {
    if (n === 0) return 0;
    const value = this.peek(n);
    this.count -= n;
    return value;
  }

  /** A signed value of `n` bits (T.81 EXTEND). */
  signed(n: number): number {
    if (n === 0) return 0;
    const value = this.take(n);
    return value < 1 << (n - 1) ? value - (1 << n) + 1 : value;
  }

  /** More zeros were read than any sound stream pads with: the data has ended. */
  get exhausted(): boolean {
    return this.beyond - this.count > 64;
  }

  /** Drops the rest of the byte and steps over a restart marker, when one is there. */
  restart(): void {
    this.held = 0;
    this.count = 0;
    this.beyond = 0;
    for (let i = this.at; i + 1 < this.bytes.length; i++) {
      if (this.bytes[i] !== 0xff || this.bytes[i + 1] === 0 || this.bytes[i + 1] === 0xff) continue;
      if (this.bytes[i + 1] >= 0xd0 && this.bytes[i + 1] <= 0xd7) this.at = i + 2;
      return;
    }
  }
}
