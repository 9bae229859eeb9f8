/**
 * 3x3 convolution of stride 1 by Winograd's minimal filtering F(4x4, 3x3): 36 products for 16 results instead of 144.
 * Lavin and Gray, "Fast Algorithms for Convolutional Neural Networks", 2016, section 4. The weights come transformed
 * (weights.ts).
 */
import { Field, Tile } from '../step';
import { field, floorOf } from './fields';
import { product } from './gemm';

const SIDE: i32 = Tile.Side;
const REACH: i32 = Tile.Reach;
/** Bytes of a row of values between the two halves of a transformation, four channels each. */
const ROW: usize = Tile.Reach * 16;

/**
 * The transpose of B times six columns: of each, six values every `fromStep` bytes, four channels of each, to six every
 * `toStep` bytes. The next column is `fromNext`, and `toNext`, bytes on.
 */
function spread(
  from: usize,
  fromStep: usize,
  fromNext: usize,
  to: usize,
  toStep: usize,
  toNext: usize,
): void {
  const two = f32x4.splat(2);
  const four = f32x4.splat(4);
  const five = f32x4.splat(5);
  for (let n = 0; n < REACH; n++) {
    const d0 = v128.load(from);
    const d1 = v128.load(from + fromStep);
    const d2 = v128.load(from + 2 * fromStep);
    const d3 = v128.load(from + 3 * fromStep);
    const d4 = v128.load(from + 4 * fromStep);
    const d5 = v128.load(from + 5 * fromStep);
    v128.store(to, f32x4.add(f32x4.sub(f32x4.mul(four, d0), f32x4.mul(five, d2)), d4));
    const even = f32x4.sub(d4, f32x4.mul(four, d2));
    const odd = f32x4.sub(d3, f32x4.mul(four, d1));
    v128.store(to + toStep, f32x4.add(even, odd));
    v128.store(to + 2 * toStep, f32x4.sub(even, odd));
    const outer = f32x4.sub(d4, d2);
    const inner = f32x4.mul(two, f32x4.sub(d3, d1));
    v128.store(to + 3 * toStep, f32x4.add(outer, inner));
    v128.store(to + 4 * toStep, f32x4.sub(outer, inner));
    v128.store(to + 5 * toStep, f32x4.add(f32x4.sub(f32x4.mul(four, d1), f32x4.mul(five, d3)), d5));
    from += fromNext;
    to += toNext;
  }
}

/** The transpose of A times `columns` columns of six values each, to four, plus `bias`, at least `floor`. */
function gather(
  from: usize,
  fromStep: usize,
  fromNext: usize,
  to: usize,
  toStep: usize,
  toNext: usize,
  columns: i32,
  bias: v128,
  floor: v128,
): void {
  const two = f32x4.splat(2);
  const four = f32x4.splat(4);
  const eight = f32x4.splat(8);
  for (let n = 0; n < columns; n++) {
    const m1 = v128.load(from + fromStep);
    const m2 = v128.load(from + 2 * fromStep);
    const m3 = v128.load(from + 3 * fromStep);
    const m4 = v128.load(from + 4 * fromStep);
    const sum1 = f32x4.add(m1, m2);
    const less1 = f32x4.sub(m1, m2);
    const sum2 = f32x4.add(m3, m4);
    const less2 = f32x4.sub(m3, m4);
    const r0 = f32x4.add(f32x4.add(v128.load(from), sum1), sum2);
    const r1 = f32x4.add(less1, f32x4.mul(two, less2));
    const r2 = f32x4.add(sum1, f32x4.mul(four, sum2));
    const r3 = f32x4.add(f32x4.add(less1, f32x4.mul(eight, less2)), v128.load(from + 5 * fromStep));
    v128.store(to, f32x4.pmax(f32x4.add(r0, bias), floor));
    v128.store(to + toStep, f32x4.pmax(f32x4.add(r1, bias), floor));
    v128.store(to + 2 * toStep, f32x4.pmax(f32x4.add(r2, bias), floor));
    v128.store(to + 3 * toStep, f32x4.pmax(f32x4.add(r3, bias), floor));
    from += fromNext;
    to += toNext;
  }
}

/** A tile's 6x6 pixels, those beyond the image's border as zeros, to `patch`. */
function cut(step: usize, image: usize, y: i32, x: i32, patch: usize): void {
  const height = field(step, Field.Height);
  const width = field(step, Field.Width);
  const stride = <usize>field(step, Field.SourceStride);
  const bytes = (<usize>field(step, Field.Channels)) << 2;
  for (let i = 0; i < REACH; i++)
    for (let j = 0; j < REACH; j++) {
      const inside = y + i >= 0 && y + i < height && x + j >= 0 && x + j < width;
      if (inside) memory.copy(patch, image + <usize>((y + i) * width + x + j) * stride, bytes);
      else memory.fill(patch, 0, bytes);
      patch += bytes;
    }
}

/** Tiles [from, to) of a step, in rows over all images of the batch. `scratch`: see scratchBytes in plan.ts. */
export function convolveTiles(step: usize, from: i32, to: i32, scratch: usize): void {
  const height = field(step, Field.Height);
  const width = field(step, Field.Width);
  const channels = field(step, Field.Channels);
  const columns = field(step, Field.Columns);
  const outHeight = field(step, Field.TargetHeight);
  const outWidth = field(step, Field.TargetWidth);
  const outChannels = field(step, Field.TargetChannels);
  const stride = <usize>field(step, Field.SourceStride);
  const outStride = <usize>field(step, Field.TargetStride);
  const source = <usize>field(step, Field.Source);
  const target = <usize>field(step, Field.Target);
  const bias = <usize>field(step, Field.Bias);
  const top = field(step, Field.Top);
  const left = field(step, Field.Left);
  const floor = floorOf(step);
  const none = f32x4.splat(0);
  const low = f32x4.splat(-Infinity);
  const across = (outWidth + SIDE - 1) / SIDE;
  const inImage = across * ((outHeight + SIDE - 1) / SIDE);
  const rows = ((to - from + 3) >> 2) << 2;

  const between = scratch;
  const patch = between + Tile.Products * 16;
  const spreadAt = patch + <usize>(Tile.Products * channels * 4);
  const productAt = spreadAt + <usize>(Tile.Products * rows * channels * 4);
  const spreadStep = <usize>(rows * channels * 4);
  const productStep = <usize>(rows * columns * 4);

  for (let t = from; t < to; t++) {
    const n = t / inImage;
    const within = t - n * inImage;
    const y = (within / across) * SIDE - top;
    const x = (within % across) * SIDE - left;
    const image = source + <usize>(n * height * width) * stride;
    let pixels = image + <usize>(y * width + x) * stride;
    let pixelStep = stride;
    let rowStep = <usize>width * stride;
    if (y < 0 || x < 0 || y + REACH > height || x + REACH > width) {
      cut(step, image, y, x, patch);
      pixels = patch;
      pixelStep = (<usize>channels) << 2;
      rowStep = <usize>REACH * pixelStep;
    }
    let to = spreadAt + <usize>((t - from) * channels * 4);
    for (let c = 0; c < channels; c += 4) {
      spread(pixels, rowStep, pixelStep, between, ROW, 16);
      spread(between, 16, ROW, to, spreadStep, <usize>REACH * spreadStep);
      pixels += 16;
      to += 16;
    }
  }

  let weights = <usize>field(step, Field.Weights);
  for (let p: usize = 0; p < <usize>Tile.Products; p++) {
    product(spreadAt + p * spreadStep, weights, productAt + p * productStep, rows, columns, channels);
    weights += <usize>(channels * columns * 4);
  }

  for (let t = from; t < to; t++) {
    const n = t / inImage;
    const within = t - n * inImage;
    const y = (within / across) * SIDE;
    const x = (within % across) * SIDE;
    const whole = y + SIDE <= outHeight && x + SIDE <= outWidth;
    let pixels = target + <usize>((n * outHeight + y) * outWidth + x) * outStride;
    const rowStep = <usize>outWidth * outStride;
    let made = productAt + <usize>((t - from) * columns * 4);
    for (let c = 0; c < outChannels; c += 4) {
      const plus = v128.load(bias + ((<usize>c) << 2));
      gather(made, <usize>REACH * productStep, productStep, between, ROW, 16, REACH, none, low);
      if (whole) gather(between, 16, ROW, pixels, outStride, rowStep, SIDE, plus, floor);
      else {
        gather(between, 16, ROW, patch, 16, SIDE * 16, SIDE, plus, floor);
        for (let i = 0; i < SIDE && y + i < outHeight; i++)
          for (let j = 0; j < SIDE && x + j < outWidth; j++)
            v128.store(
              pixels + <usize>i * rowStep + <usize>j * outStride,
              v128.load(patch + <usize>((i * SIDE + j) * 16)),
            );
      }
      pixels += 16;
      made += 16;
    }
  }
}
