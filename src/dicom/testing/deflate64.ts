/** Tests only: a ZIP with one entry in Deflate64 (method 9), which few tools write and Windows does for large files. */

/** Bits from the lowest of each byte on, as deflate has them (RFC 1951 section 3.1.1). */
class Bits {
  readonly bytes: number[] = [];
  private used = 0;

  put(value: number, count: number): void {
    for (let i = 0; i < count; i++) {
      if (this.used === 0) this.bytes.push(0);
      this.bytes[this.bytes.length - 1] |= ((value >> i) & 1) << this.used;
      this.used = (this.used + 1) % 8;
    }
  }

  /** Huffman codes go highest bit first. */
  code(value: number, count: number): void {
    for (let i = count - 1; i >= 0; i--) this.put((value >> i) & 1, 1);
  }
}

/**
 * Codes what `repeatAt` says as one match of up to 64 KiB and 64 KiB back (length code 285 with 16 extra bits,
 * distance codes 30 and 31: what deflate has not), all else as literals of the fixed code.
 */
export function deflate64(
  bytes: Uint8Array,
  matches: readonly { at: number; length: number; back: number }[],
) {
  const out = new Bits();
  out.put(1, 1);
  out.put(1, 2);
  let at = 0;
  while (at < bytes.length) {
    const match = matches.find((m) => m.at === at);
    if (match) {
      out.code(0b11000101, 8);
      out.put(match.length - 3, 16);
      const far = match.back >= 49153;
      out.code(far ? 31 : 30, 5);
      out.put(match.back - (far ? 49153 : 32769), 14);
      at += match.length;
      continue;
    }
    const b = bytes[at++];
    if (b < 144) out.code(0x30 + b, 8);
    else out.code(0x190 + b - 144, 9);
  }
  out.code(0, 7);
  return Uint8Array.from(out.bytes);
}

function crc32(bytes: Uint8Array): number {
  let crc = -1;
  for (const b of bytes) {
    crc ^= b;
    for (let k = 0; k < 8; k++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return ~crc >>> 0;
}

/** A ZIP of one entry whose bytes are compressed already. */
export function zipOfOne(name: Uint8Array, method: number, packed: Uint8Array, plain: Uint8Array): Blob {
  const common = (view: DataView, at: number) => {
    view.setUint16(at, 21, true);
    view.setUint16(at + 4, method, true);
    view.setUint32(at + 10, crc32(plain), true);
    view.setUint32(at + 14, packed.length, true);
    view.setUint32(at + 18, plain.length, true);
    view.setUint16(at + 22, name.length, true);
  };
  const local = new DataView(new ArrayBuffer(30));
  local.setUint32(0, 0x04034b50, true);
  common(local, 4);
  const central = new DataView(new ArrayBuffer(46));
  central.setUint32(0, 0x02014b50, true);
  central.setUint16(4, 20, true);
  common(central, 6);
  const end = new DataView(new ArrayBuffer(22));
  end.setUint32(0, 0x06054b50, true);
  end.setUint16(8, 1, true);
  end.setUint16(10, 1, true);
  end.setUint32(12, 46 + name.length, true);
  end.setUint32(16, 30 + name.length + packed.length, true);
  const own = (b: Uint8Array) => b as Uint8Array<ArrayBuffer>;
  return new Blob([local, own(name), own(packed), central, own(name), end]);
}
