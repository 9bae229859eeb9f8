import type { AccumulatorSpec } from './network';

/**
 * Adds one window: sums[c, slot, h, w] += weight * output, and the weight to the channel after the last. One
 * invocation a voxel of the window, so none writes where another does.
 */
export const addShader = (group: number): string => /* wgsl */ `
struct Window {
  start: vec3<i32>, item: i32,
  size: vec3<u32>, flips: u32,
  image: vec3<u32>, open: u32,
  channels: u32, channelsLast: u32, rowLength: u32, floor: f32,
}
@group(0) @binding(0) var<uniform> win: Window;
@group(0) @binding(1) var<storage, read> logits: array<f32>;
@group(0) @binding(2) var<storage, read> weights: array<f32>;
@group(0) @binding(3) var<storage, read_write> sums: array<f32>;

@compute @workgroup_size(${group})
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  let n = id.x + id.y * win.rowLength;
  let count = win.size.x * win.size.y * win.size.z;
  if (n >= count) { return; }
  let p = vec3<u32>(n / (win.size.y * win.size.z), (n / win.size.z) % win.size.y, n % win.size.z);
  let v = vec3<i32>(p) + win.start;
  if (any(v < vec3<i32>(0)) || any(v >= vec3<i32>(win.image))) { return; }
  let q = vec3<u32>(v);
  let weight = max(win.floor,
    weights[p.x] * weights[win.size.x + p.y] * weights[win.size.x + win.size.y + p.z]);
  // A flipped input gives a flipped output: it is read from the other end.
  let mirrored = win.size - vec3<u32>(1) - p;
  let on = vec3<bool>((win.flips & 1u) != 0u, (win.flips & 2u) != 0u, (win.flips & 4u) != 0u);
  let s = select(p, mirrored, on);
  let source = (s.x * win.size.y + s.y) * win.size.z + s.z;
  let plane = win.image.y * win.image.z;
  let place = (q.x % win.open) * plane + q.y * win.image.z + q.z;
  let stride = win.open * plane;
  let base = u32(win.item) * win.channels * count;
  for (var c = 0u; c < win.channels; c++) {
    let taken = select(base + c * count + source, base + source * win.channels + c, win.channelsLast == 1u);
    sums[c * stride + place] += weight * logits[taken];
  }
  sums[win.channels * stride + place] += weight;
}
`;

const softmax = /* wgsl */ `
  var most = mean(0u, place, stride, weight);
  for (var c = 1u; c < plan.channels; c++) { most = max(most, mean(c, place, stride, weight)); }
  var total = 0.0;
  for (var c = 0u; c < plan.channels; c++) { total += exp(mean(c, place, stride, weight) - most); }
`;

const values: Readonly<Record<AccumulatorSpec['activation'], string>> = {
  none: 'x',
  sigmoid: '1.0 / (1.0 + exp(-x))',
  softmax: 'exp(x - most) / total',
};

/** Packs the activated values of two voxels, or the labels of four, into a word. */
export function finishShader(group: number, { give, activation }: AccumulatorSpec): string {
  const head = /* wgsl */ `
struct Plan { first: u32, voxels: u32, plane: u32, open: u32, channels: u32, words: u32, rowLength: u32 }
@group(0) @binding(0) var<uniform> plan: Plan;
@group(0) @binding(1) var<storage, read> sums: array<f32>;
@group(0) @binding(2) var<storage, read_write> result: array<u32>;

fn mean(c: u32, place: u32, stride: u32, weight: f32) -> f32 { return sums[c * stride + place] / weight; }
fn placeOf(v: u32) -> u32 { return ((plan.first + v / plan.plane) % plan.open) * plan.plane + v % plan.plane; }
`;
  if (give === 'label')
    return /* wgsl */ `${head}
@compute @workgroup_size(${group})
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  let word = id.x + id.y * plan.rowLength;
  if (word >= plan.words) { return; }
  let stride = plan.open * plan.plane;
  var packed = 0u;
  for (var b = 0u; b < 4u; b++) {
    let v = word * 4u + b;
    if (v >= plan.voxels) { break; }
    let place = placeOf(v);
    if (sums[plan.channels * stride + place] == 0.0) { continue; }
    var best = 0u;
    for (var c = 1u; c < plan.channels; c++) {
      if (sums[c * stride + place] > sums[best * stride + place]) { best = c; }
    }
    packed |= best << (8u * b);
  }
  result[word] = packed;
}
`;
  return /* wgsl */ `${head}
@compute @workgroup_size(${group})
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  let word = id.x + id.y * plan.rowLength;
  if (word >= plan.words) { return; }
  let stride = plan.open * plan.plane;
  for (var c = 0u; c < plan.channels; c++) { result[c * plan.words + word] = 0u; }
  for (var b = 0u; b < 2u; b++) {
    let v = word * 2u + b;
    if (v >= plan.voxels) { break; }
    let place = placeOf(v);
    let weight = sums[plan.channels * stride + place];
    if (weight == 0.0) { continue; }
    ${activation === 'softmax' ? softmax : ''}
    for (var c = 0u; c < plan.channels; c++) {
      let x = mean(c, place, stride, weight);
      let value = clamp(${values[activation]}, 0.0, 1.0);
      result[c * plan.words + word] |= u32(round(value * 65535.0)) << (16u * b);
    }
  }
}
`;
}
