/**
 * Inverse DCT of 8 x 8 blocks in integers: the factorisation of Loeffler, Ligtenberg and Moschytz (ICASSP 1989) with
 * 13-bit constants, rounded where the Independent JPEG Group's accurate integer method rounds, so that the samples
 * are those of libjpeg and not merely near them.
 */
const workspace = new Float64Array(64);
/** The eight sums of one line. */
const sums = new Float64Array(8);

/** One line of eight, `step` apart, into `sums`; they stay within 2^53. */
function line(from: Float64Array, at: number, step: number): void {
  const c2 = from[at + 2 * step];
  const c6 = from[at + 6 * step];
  const even = (c2 + c6) * 4433;
  const e2 = even - c6 * 15137;
  const e3 = even + c2 * 6270;
  const e0 = (from[at] + from[at + 4 * step]) * 8192;
  const e1 = (from[at] - from[at + 4 * step]) * 8192;
  const c1 = from[at + step];
  const c3 = from[at + 3 * step];
  const c5 = from[at + 5 * step];
  const c7 = from[at + 7 * step];
  const z5 = (c7 + c3 + c5 + c1) * 9633;
  const z1 = (c7 + c1) * -7373;
  const z2 = (c5 + c3) * -20995;
  const z3 = (c7 + c3) * -16069 + z5;
  const z4 = (c5 + c1) * -3196 + z5;
  const o0 = c7 * 2446 + z1 + z3;
  const o1 = c5 * 16819 + z2 + z4;
  const o2 = c3 * 25172 + z2 + z3;
  const o3 = c1 * 12299 + z1 + z4;
  sums[0] = e0 + e3 + o3;
  sums[7] = e0 + e3 - o3;
  sums[1] = e1 + e2 + o2;
  sums[6] = e1 + e2 - o2;
  sums[2] = e1 - e2 + o1;
  sums[5] = e1 - e2 - o1;
  sums[3] = e0 - e3 + o0;
  sums[4] = e0 - e3 - o0;
}

/**
 * One block to samples.
 * @param block 64 dequantised coefficients in natural order.
 * @param out samples; row y of the block begins at `at + y * stride`.
 * @param precision bits a sample: 8 keeps two further bits between the passes, more keeps one.
 */
export function inverseDct(
  block: Float64Array,
  out: Uint16Array,
  at: number,
  stride: number,
  precision: number,
): void {
  const kept = precision <= 8 ? 2 : 1;
  const first = 2 ** (13 - kept);
  const second = 2 ** (13 + kept + 3);
  const centre = 2 ** (precision - 1);
  const top = 2 ** precision - 1;
  for (let x = 0; x < 8; x++) {
    line(block, x, 8);
    for (let k = 0; k < 8; k++) workspace[8 * k + x] = Math.floor((sums[k] + first / 2) / first);
  }
  for (let y = 0; y < 8; y++) {
    line(workspace, 8 * y, 1);
    const row = at + y * stride;
    for (let k = 0; k < 8; k++) {
      const value = Math.floor((sums[k] + second / 2) / second) + centre;
      out[row + k] = value < 0 ? 0 : value > top ? top : value;
    }
  }
}
