/** IEEE half from single precision, rounded to nearest even. Overflow becomes infinity. */
export function toHalf(x: Float32Array): Uint16Array {
  const bits = new Uint32Array(x.buffer, x.byteOffset, x.length);
  const out = new Uint16Array(x.length);
  for (let n = 0; n < x.length; n++) {
    const b = bits[n];
    const sign = (b >>> 16) & 0x8000;
    const magnitude = b & 0x7fffffff;
    if (magnitude >= 0x47800000) {
      // From 65536 on, infinity and NaN.
      out[n] = sign | (magnitude > 0x7f800000 ? 0x7e00 : 0x7c00);
    } else if (magnitude < 0x38800000) {
      // Below the smallest normal half: counted in steps of 2^-24.
      const value = Math.abs(x[n]) * 16777216;
      const down = Math.floor(value);
      const rest = value - down;
      out[n] = sign | (down + (rest > 0.5 || (rest === 0.5 && down % 2 === 1) ? 1 : 0));
    } else {
      out[n] = sign | ((magnitude - 0x38000000 + 0xfff + ((magnitude >>> 13) & 1)) >>> 13);
    }
  }
  return out;
}

/** Single precision from IEEE half. */
export function fromHalf(x: Uint16Array): Float32Array {
  const out = new Float32Array(x.length);
  for (let n = 0; n < x.length; n++) {
    const h = x[n];
    const sign = h & 0x8000 ? -1 : 1;
    const exponent = (h >>> 10) & 31;
    const fraction = h & 1023;
    out[n] =
      exponent === 31
        ? fraction
          ? NaN
          : sign * Infinity
        : sign * (exponent ? 2 ** (exponent - 15) * (1 + fraction / 1024) : 2 ** -24 * fraction);
  }
  return out;
}
