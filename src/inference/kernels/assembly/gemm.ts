import { Block } from '../step';

/** Rows that one step of the product makes, and columns: eight sums of four, which with their operands stay in registers. */
const ROWS: u32 = 4;
const COLUMNS: u32 = Block.Columns;

/**
 * Four rows by eight columns of a product of matrices of float32: c = a b.
 * a: four rows of `inner` values, `aStride` bytes apart. b: packed, eight columns of one inner index after the other.
 * c: four rows, `cStride` bytes apart.
 */
function block(a: usize, aStride: usize, b: usize, c: usize, cStride: usize, inner: u32): void {
  let s00 = f32x4.splat(0);
  let s01 = f32x4.splat(0);
  let s10 = f32x4.splat(0);
  let s11 = f32x4.splat(0);
  let s20 = f32x4.splat(0);
  let s21 = f32x4.splat(0);
  let s30 = f32x4.splat(0);
  let s31 = f32x4.splat(0);
  let a0 = a;
  let a1 = a + aStride;
  let a2 = a1 + aStride;
  let a3 = a2 + aStride;
  const end = a + ((<usize>inner) << 2);
  while (a0 < end) {
    const b0 = v128.load(b, 0);
    const b1 = v128.load(b, 16);
    let x = v128.load_splat<f32>(a0, 0);
    s00 = f32x4.add(s00, f32x4.mul(x, b0));
    s01 = f32x4.add(s01, f32x4.mul(x, b1));
    x = v128.load_splat<f32>(a1, 0);
    s10 = f32x4.add(s10, f32x4.mul(x, b0));
    s11 = f32x4.add(s11, f32x4.mul(x, b1));
    x = v128.load_splat<f32>(a2, 0);
    s20 = f32x4.add(s20, f32x4.mul(x, b0));
    s21 = f32x4.add(s21, f32x4.mul(x, b1));
    x = v128.load_splat<f32>(a3, 0);
    s30 = f32x4.add(s30, f32x4.mul(x, b0));
    s31 = f32x4.add(s31, f32x4.mul(x, b1));
    a0 += 4;
    a1 += 4;
    a2 += 4;
    a3 += 4;
    b += 32;
  }
  v128.store(c, s00, 0);
  v128.store(c, s01, 16);
  c += cStride;
  v128.store(c, s10, 0);
  v128.store(c, s11, 16);
  c += cStride;
  v128.store(c, s20, 0);
  v128.store(c, s21, 16);
  c += cStride;
  v128.store(c, s30, 0);
  v128.store(c, s31, 16);
}

/** rows (a multiple of 4) x columns (a multiple of 8), dense rows. */
export function product(a: usize, b: usize, c: usize, rows: u32, columns: u32, inner: u32): void {
  const aStride = (<usize>inner) << 2;
  const cStride = (<usize>columns) << 2;
  for (let n: u32 = 0; n < columns; n += COLUMNS) {
    for (let r: u32 = 0; r < rows; r += ROWS)
      block(a + <usize>r * aStride, aStride, b, c + <usize>r * cStride + ((<usize>n) << 2), cStride, inner);
    b += ((<usize>inner) << 2) * COLUMNS;
  }
}
