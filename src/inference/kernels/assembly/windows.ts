/** Convolutions of any kernel, stride and dilation: windows laid out as rows, times the weights. */
import { Field } from '../step';
import { field, floorOf } from './fields';
import { product } from './gemm';

function copy(to: usize, from: usize, values: i32): void {
  while (values >= 4) {
    v128.store(to, v128.load(from));
    to += 16;
    from += 16;
    values -= 4;
  }
  while (values > 0) {
    store<f32>(to, load<f32>(from));
    to += 4;
    from += 4;
    values--;
  }
}

function clear(to: usize, values: i32): void {
  while (values > 0) {
    store<f32>(to, 0);
    to += 4;
    values--;
  }
}

/** Output pixels [from, to) of a step, in rows over all images of the batch. `scratch`: see scratchBytes in plan.ts. */
export function convolveWindows(step: usize, from: i32, to: i32, scratch: usize): void {
  const height = field(step, Field.Height);
  const width = field(step, Field.Width);
  const channels = field(step, Field.Channels);
  const columns = field(step, Field.Columns);
  const inner = field(step, Field.Inner);
  const outHeight = field(step, Field.TargetHeight);
  const outWidth = field(step, Field.TargetWidth);
  const outChannels = field(step, Field.TargetChannels);
  const stride = <usize>field(step, Field.SourceStride);
  const outStride = <usize>field(step, Field.TargetStride);
  const source = <usize>field(step, Field.Source);
  const target = <usize>field(step, Field.Target);
  const bias = <usize>field(step, Field.Bias);
  const high = field(step, Field.KernelHeight);
  const wide = field(step, Field.KernelWidth);
  const dilationY = field(step, Field.DilationY);
  const dilationX = field(step, Field.DilationX);
  const floor = floorOf(step);
  const rows = ((to - from + 3) >> 2) << 2;
  const productAt = scratch + <usize>(rows * inner * 4);
  // Neighbours lie side by side: a row of the kernel is one piece.
  const dense = dilationX === 1 && stride === (<usize>channels) << 2;

  for (let p = from; p < to; p++) {
    const n = p / (outHeight * outWidth);
    const within = p - n * outHeight * outWidth;
    const y = (within / outWidth) * field(step, Field.StrideY) - field(step, Field.Top);
    const x = (within % outWidth) * field(step, Field.StrideX) - field(step, Field.Left);
    const image = source + <usize>(n * height * width) * stride;
    let row = scratch + <usize>((p - from) * inner * 4);
    for (let i = 0; i < high; i++) {
      const yy = y + i * dilationY;
      if (yy < 0 || yy >= height) {
        clear(row, wide * channels);
        row += <usize>(wide * channels * 4);
        continue;
      }
      if (dense && x >= 0 && x + wide <= width) {
        copy(row, image + <usize>(yy * width + x) * stride, wide * channels);
        row += <usize>(wide * channels * 4);
        continue;
      }
      for (let j = 0; j < wide; j++) {
        const xx = x + j * dilationX;
        if (xx < 0 || xx >= width) clear(row, channels);
        else copy(row, image + <usize>(yy * width + xx) * stride, channels);
        row += <usize>(channels * 4);
      }
    }
  }

  product(scratch, <usize>field(step, Field.Weights), productAt, rows, columns, inner);

  for (let p = from; p < to; p++) {
    const pixel = target + <usize>p * outStride;
    const made = productAt + <usize>((p - from) * columns * 4);
    for (let c: usize = 0; c < <usize>(outChannels * 4); c += 16)
      v128.store(pixel + c, f32x4.pmax(f32x4.add(v128.load(made + c), v128.load(bias + c)), floor));
  }
}
