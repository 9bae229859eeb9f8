import { InferenceError, type RunJob, type ScanImage } from './contract';
import type { ModelInput, ModelWindow } from './manifest';
import { modelSpace, strides, type Box, type ModelSpace, type Triple } from './model-space';
import { ImageValues, normalisation, type Normalisation } from './preprocess';
import { Resampler, type ScanData } from './resample';
import { sliceOffset } from './windows';

/** One channel of the tensor: where its values are and how many planes away. */
interface Channel {
  readonly data: ScanData;
  readonly norm: Normalisation;
  /** Planes between the window's and this channel's. */
  readonly shift: number;
}

/** The job's image as the model sees it: read in place by strides, or resampled. */
export interface ModelImage {
  readonly space: ModelSpace;
  readonly channels: readonly Channel[];
  readonly base: number;
  readonly step: Triple;
  /** Bytes of the arrays that were made for it. */
  readonly bytes: number;
}

/** Planes that are resampled between two looks at the messages. */
const PLANES_AT_ONCE = 16;

export interface ImageHooks {
  readonly note: (text: string) => void;
  /** Between two pieces of work: `done` of `total`. Throws when the job was cancelled. */
  readonly pause: (done: number, total: number) => Promise<void>;
}

/** @throws InferenceError imageInvalid */
function check(images: readonly ScanImage[], input: ModelInput): void {
  const wanted = input.channels?.length ?? 1;
  if (images.length !== wanted)
    throw new InferenceError('imageInvalid', `${images.length} images given, the model takes ${wanted}`);
  images.forEach((image, n) => {
    const { dims } = image.grid;
    if (dims.some((v, c) => v !== images[0].grid.dims[c]))
      throw new InferenceError('imageInvalid', `image ${n + 1} has other dimensions than image 1`);
    const voxels = dims[0] * dims[1] * dims[2];
    if (image.data.length !== voxels)
      throw new InferenceError(
        'imageInvalid',
        `image ${n + 1} has ${image.data.length} values for ${dims.join(' x ')} = ${voxels} voxels`,
      );
  });
}

/** The data with values that are no numbers taken as the lowest (infinite: the nearest) of the image. */
function finite(data: ScanData, note: (text: string) => void): ScanData {
  if (!(data instanceof Float32Array)) return data;
  let [bad, lo, hi] = [0, Infinity, -Infinity];
  for (let n = 0; n < data.length; n++) {
    const v = data[n];
    if (v - v !== 0) bad++;
    else {
      if (v < lo) lo = v;
      if (v > hi) hi = v;
    }
  }
  if (bad === 0) return data;
  if (bad === data.length) throw new InferenceError('imageInvalid', 'the image holds no number at all');
  note(`${bad} voxels of the image are not finite numbers: taken as its lowest (or highest) value`);
  const clean = new Float32Array(data);
  for (let n = 0; n < clean.length; n++)
    if (clean[n] - clean[n] !== 0) clean[n] = clean[n] === Infinity ? hi : lo;
  return clean;
}

function shifts(input: ModelInput, space: ModelSpace): readonly number[] {
  if (!input.slices) return [0];
  if ('offsets' in input.slices) return input.slices.offsets;
  return input.slices.offsetsMm.map((mm) => sliceOffset(mm, space.spacing[0]));
}

/**
 * Brings a job's images into the model's space and learns from all their voxels what preprocessing wants to
 * know. Nothing is copied when the model takes the scan's own voxels.
 * @throws InferenceError imageInvalid, manifestInvalid; and what `pause` throws
 */
export async function modelImage(
  images: RunJob['images'],
  input: ModelInput,
  hooks: ImageHooks,
): Promise<ModelImage> {
  check(images, input);
  const { grid } = images[0];
  const space = modelSpace(grid, images[0].calibrated !== false, input, hooks.note);
  const [planes, height, width] = space.dims;
  const total = images.length * (planes + 1);
  const channels: Channel[] = [];
  let bytes = 0;
  for (const [n, image] of images.entries()) {
    let data = finite(image.data, hooks.note);
    if (data !== image.data) bytes += data.byteLength;
    if (!space.native) {
      const resampled = new Float32Array(planes * height * width);
      const resampler = new Resampler(data, grid.dims, space, input.interp);
      for (let d = 0; d < planes; d += PLANES_AT_ONCE) {
        resampler.run(resampled, d, Math.min(planes, d + PLANES_AT_ONCE));
        await hooks.pause(n * (planes + 1) + Math.min(planes, d + PLANES_AT_ONCE), total);
      }
      data = resampled;
      bytes += data.byteLength;
    }
    const norm = normalisation(input.preprocessing, new ImageValues(data));
    for (const shift of shifts(input, space)) channels.push({ data, norm, shift });
    await hooks.pause((n + 1) * (planes + 1), total);
  }
  const order = space.native
    ? strides(space, grid.dims)
    : { base: 0, step: [height * width, width, 1] as const };
  return { space, channels, ...order, bytes };
}

/** Source offset of each voxel along one axis of a window; inside the image for [from, to) only. */
interface Line {
  readonly offset: Int32Array;
  readonly from: number;
  readonly to: number;
}

function line(
  start: number,
  size: number,
  length: number,
  step: number,
  flipped: boolean,
  edge: boolean,
): Line {
  const offset = new Int32Array(size);
  let [from, to] = [size, 0];
  for (let n = 0; n < size; n++) {
    const at = start + (flipped ? size - 1 - n : n);
    offset[n] = Math.min(length - 1, Math.max(0, at)) * step;
    if (edge || (at >= 0 && at < length)) {
      from = Math.min(from, n);
      to = n + 1;
    }
  }
  return { offset, from: Math.min(from, to), to };
}

/**
 * Writes one window into the tensor x from element `at` on: [C, D, H, W], or [D, H, W, C] with `channelsLast`;
 * flipped along the axes that say so. Outside the image the manifest's padding (a value of the tensor, or the
 * nearest voxel); neighbouring slices always repeat the end slices.
 */
export function fillWindow(
  x: Float32Array,
  at: number,
  image: ModelImage,
  window: Box,
  flipped: readonly boolean[],
  pad: ModelWindow['pad'],
  channelsLast: boolean,
): void {
  const { space, step } = image;
  const [depth, height, width] = window.size;
  const count = image.channels.length;
  const edge = pad.mode === 'edge';
  const axis = (c: 0 | 1 | 2, shift: number, repeat: boolean): Line =>
    line(window.start[c] + shift, window.size[c], space.dims[c], step[c], flipped[c] === true, repeat);
  const lineH = axis(1, 0, edge);
  const lineW = axis(2, 0, edge);
  const next = channelsLast ? count : 1;
  const inside = lineH.to - lineH.from === height && lineW.to - lineW.from === width;
  if (!edge && !(inside && window.start[0] >= 0 && window.start[0] + depth <= space.dims[0]))
    x.fill(pad.value, at, at + count * depth * height * width);
  image.channels.forEach((channel, c) => {
    const lineD = axis(0, channel.shift, edge || channel.shift !== 0);
    for (let d = lineD.from; d < lineD.to; d++)
      for (let h = lineH.from; h < lineH.to; h++) {
        const row = (d * height + h) * width + lineW.from;
        const out = channelsLast ? at + row * count + c : at + c * depth * height * width + row;
        fillRow(x, out, next, channel, image.base + lineD.offset[d] + lineH.offset[h], lineW);
      }
  });
}

function fillRow(
  x: Float32Array,
  out: number,
  next: number,
  channel: Channel,
  base: number,
  line: Line,
): void {
  const { data } = channel;
  const { gain, offset, lo, hi, zero } = channel.norm;
  const from = line.offset;
  if (zero) {
    const { by, value } = zero;
    for (let w = line.from; w < line.to; w++, out += next) {
      const raw = data[base + from[w]];
      let z = raw * by.gain + by.offset;
      z = z < by.lo ? by.lo : z > by.hi ? by.hi : z;
      const v = raw * gain + offset;
      x[out] = z === 0 ? value : v < lo ? lo : v > hi ? hi : v;
    }
    return;
  }
  for (let w = line.from; w < line.to; w++, out += next) {
    const v = data[base + from[w]] * gain + offset;
    x[out] = v < lo ? lo : v > hi ? hi : v;
  }
}
