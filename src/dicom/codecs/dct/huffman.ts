/** Huffman tables of JPEG (ITU-T T.81 annex C and F.2.2.3). */
import type { BitReader } from './bits';

/** Codes up to this length are found in one look. */
const quick = 9;

export class HuffmanTable {
  /** length << 8 | value by the next `quick` bits; 0 for longer codes. */
  private readonly fast = new Uint16Array(1 << quick);
  private readonly limit = new Int32Array(18).fill(-1);
  private readonly offset = new Int32Array(18);
  private readonly values: Uint8Array;

  /**
   * @param counts how many codes there are of each length 1..16.
   * @throws Error when the codes do not fit their lengths.
   */
  constructor(counts: Uint8Array, values: Uint8Array) {
    this.values = values;
    let code = 0;
    let n = 0;
    for (let length = 1; length <= 16; length++) {
      this.offset[length] = n - code;
      for (let i = 0; i < counts[length - 1]; i++, code++, n++) {
        if (code >= 1 << length) throw new Error('JPEG Huffman table is overfull');
        if (length > quick) continue;
        const from = code << (quick - length);
        this.fast.fill((length << 8) | values[n], from, from + (1 << (quick - length)));
      }
      if (counts[length - 1] > 0) this.limit[length] = code - 1;
      code <<= 1;
    }
  }

  /** @throws Error for a code that the table does not have. */
  decode(bits: BitReader): number {
    const found = this.fast[bits.peek(quick)];
    if (found !== 0) {
      bits.skip(found >> 8);
      return found & 0xff;
    }
    const next = bits.peek(16);
    for (let length = quick + 1; length <= 16; length++) {
      const code = next >> (16 - length);
      if (code > this.limit[length]) continue;
      bits.skip(length);
      return this.values[code + this.offset[length]] ?? 0;
    }
    throw new Error('JPEG Huffman code is not in the table');
  }
}
