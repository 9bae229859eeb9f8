/** Steps without weights; items are rows of the target over all images of the batch. */
import { Field } from '../step';
import { field } from './fields';

/** The largest value of each window; windows lie inside the image. */
export function maxPool(step: usize, from: i32, to: i32): void {
  const width = field(step, Field.Width);
  const outHeight = field(step, Field.TargetHeight);
  const outWidth = field(step, Field.TargetWidth);
  const stride = <usize>field(step, Field.SourceStride);
  const outStride = <usize>field(step, Field.TargetStride);
  const bytes = <usize>(field(step, Field.TargetChannels) * 4);
  const high = field(step, Field.KernelHeight);
  const wide = field(step, Field.KernelWidth);
  for (let row = from; row < to; row++) {
    const n = row / outHeight;
    const y = (row - n * outHeight) * field(step, Field.StrideY);
    let pixel = <usize>field(step, Field.Target) + <usize>(row * outWidth) * outStride;
    for (let x = 0; x < outWidth; x++) {
      const first =
        <usize>field(step, Field.Source) +
        <usize>((n * field(step, Field.Height) + y) * width + x * field(step, Field.StrideX)) * stride;
      for (let c: usize = 0; c < bytes; c += 16) {
        let most = v128.load(first + c);
        for (let i = 0; i < high; i++)
          for (let j = 0; j < wide; j++)
            most = f32x4.pmax(v128.load(first + <usize>(i * width + j) * stride + c), most);
        v128.store(pixel + c, most);
      }
      pixel += outStride;
    }
  }
}

/** Each pixel StrideY x StrideX times. */
export function resizeNearest(step: usize, from: i32, to: i32): void {
  const width = field(step, Field.Width);
  const outHeight = field(step, Field.TargetHeight);
  const outWidth = field(step, Field.TargetWidth);
  const stride = <usize>field(step, Field.SourceStride);
  const outStride = <usize>field(step, Field.TargetStride);
  const bytes = <usize>(field(step, Field.TargetChannels) * 4);
  const times = field(step, Field.StrideX);
  for (let row = from; row < to; row++) {
    const n = row / outHeight;
    const y = (row - n * outHeight) / field(step, Field.StrideY);
    const line =
      <usize>field(step, Field.Source) + <usize>((n * field(step, Field.Height) + y) * width) * stride;
    let pixel = <usize>field(step, Field.Target) + <usize>(row * outWidth) * outStride;
    for (let x = 0; x < outWidth; x++) {
      const source = line + <usize>(x / times) * stride;
      for (let c: usize = 0; c < bytes; c += 16) v128.store(pixel + c, v128.load(source + c));
      pixel += outStride;
    }
  }
}

/** Where the pixel `at` of the target lies in the source (pixels' centres, half_pixel), not beyond the first and last. */
function place(at: i32, times: i32, size: i32): f32 {
  const found = (<f32>at + 0.5) / <f32>times - 0.5;
  return min<f32>(max<f32>(found, 0), <f32>(size - 1));
}

/** Linear between the four pixels around. */
export function resizeLinear(step: usize, from: i32, to: i32): void {
  const height = field(step, Field.Height);
  const width = field(step, Field.Width);
  const outHeight = field(step, Field.TargetHeight);
  const outWidth = field(step, Field.TargetWidth);
  const stride = <usize>field(step, Field.SourceStride);
  const outStride = <usize>field(step, Field.TargetStride);
  const bytes = <usize>(field(step, Field.TargetChannels) * 4);
  for (let row = from; row < to; row++) {
    const n = row / outHeight;
    const y = place(row - n * outHeight, field(step, Field.StrideY), height);
    const y0 = <i32>y;
    const image = <usize>field(step, Field.Source) + <usize>(n * height * width) * stride;
    const line0 = image + <usize>(y0 * width) * stride;
    const line1 = image + <usize>(min<i32>(y0 + 1, height - 1) * width) * stride;
    const down = f32x4.splat(y - <f32>y0);
    let pixel = <usize>field(step, Field.Target) + <usize>(row * outWidth) * outStride;
    for (let at = 0; at < outWidth; at++) {
      const x = place(at, field(step, Field.StrideX), width);
      const x0 = <i32>x;
      const p0 = <usize>x0 * stride;
      const p1 = <usize>min<i32>(x0 + 1, width - 1) * stride;
      const right = f32x4.splat(x - <f32>x0);
      for (let c: usize = 0; c < bytes; c += 16) {
        const a = v128.load(line0 + p0 + c);
        const b = v128.load(line1 + p0 + c);
        const upper = f32x4.add(a, f32x4.mul(right, f32x4.sub(v128.load(line0 + p1 + c), a)));
        const lower = f32x4.add(b, f32x4.mul(right, f32x4.sub(v128.load(line1 + p1 + c), b)));
        v128.store(pixel + c, f32x4.add(upper, f32x4.mul(down, f32x4.sub(lower, upper))));
      }
      pixel += outStride;
    }
  }
}

/** Channels first at Source, dense, to channels last. */
export function toLast(step: usize, from: i32, to: i32): void {
  const height = field(step, Field.Height);
  const width = field(step, Field.Width);
  const channels = field(step, Field.Channels);
  const outStride = <usize>field(step, Field.TargetStride);
  for (let row = from; row < to; row++) {
    const n = row / height;
    const y = row - n * height;
    for (let c = 0; c < channels; c++) {
      let source =
        <usize>field(step, Field.Source) + ((<usize>(((n * channels + c) * height + y) * width)) << 2);
      let pixel = <usize>field(step, Field.Target) + <usize>(row * width) * outStride + ((<usize>c) << 2);
      for (let x = 0; x < width; x++) {
        store<f32>(pixel, load<f32>(source));
        source += 4;
        pixel += outStride;
      }
    }
  }
}

/** Channels last to channels first at Target, dense. */
export function toFirst(step: usize, from: i32, to: i32): void {
  const height = field(step, Field.Height);
  const width = field(step, Field.Width);
  const channels = field(step, Field.Channels);
  const stride = <usize>field(step, Field.SourceStride);
  for (let row = from; row < to; row++) {
    const n = row / height;
    const y = row - n * height;
    for (let c = 0; c < channels; c++) {
      let pixel = <usize>field(step, Field.Source) + <usize>(row * width) * stride + ((<usize>c) << 2);
      let target =
        <usize>field(step, Field.Target) + ((<usize>(((n * channels + c) * height + y) * width)) << 2);
      for (let x = 0; x < width; x++) {
        store<f32>(target, load<f32>(pixel));
        target += 4;
        pixel += stride;
      }
    }
  }
}
