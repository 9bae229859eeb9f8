import type { Accumulator, AccumulatorSpec, AccumulatorWindow, NetworkTensor } from './network';

/** Value 1 of a heatmap. */
export const LEVELS = 65535;

/** A span of one axis of a window that lies inside an image of `length` voxels: [from, to) in the window. */
const inside = (start: number, size: number, length: number): readonly [number, number] => [
  Math.max(0, -start),
  Math.min(size, length - start),
];

/** Place of item, channel and voxel in an output of the network. */
class Layout {
  readonly channel: number;
  readonly voxel: number;
  readonly item: number;
  constructor(channels: number, voxels: number, channelsLast: boolean) {
    this.item = channels * voxels;
    this.channel = channelsLast ? 1 : voxels;
    this.voxel = channelsLast ? channels : 1;
  }
}

/** Reads a tensor once, though every window of its batch is asked for. */
class Reader {
  private tensor: NetworkTensor | undefined;
  private data: Float32Array = new Float32Array(0);
  async read(tensor: NetworkTensor): Promise<Float32Array> {
    if (this.tensor !== tensor) {
      this.data = await tensor.read();
      this.tensor = tensor;
    }
    return this.data;
  }
  forget(): void {
    this.tensor = undefined;
    this.data = new Float32Array(0);
  }
}

/**
 * Sums windows on the processor: a ring of open planes, each with the weighted sum of every channel and the
 * weights. Planes must be finished in order.
 */
export class CpuAccumulator implements Accumulator {
  private readonly spec: AccumulatorSpec;
  private readonly sum: Float32Array;
  private readonly weight: Float32Array;
  private readonly reader = new Reader();
  private row = new Float32Array(0);

  constructor(spec: AccumulatorSpec) {
    this.spec = spec;
    const plane = spec.height * spec.width;
    this.sum = new Float32Array(spec.openPlanes * spec.channels * plane);
    this.weight = new Float32Array(spec.openPlanes * plane);
  }

  get bytes(): number {
    return this.sum.byteLength + this.weight.byteLength;
  }

  /** Fetches the tensor, so that add cannot fail half way. */
  async fetch(tensor: NetworkTensor): Promise<void> {
    await this.reader.read(tensor);
  }

  async add(tensor: NetworkTensor, window: AccumulatorWindow): Promise<void> {
    this.sumUp(await this.reader.read(tensor), window);
  }

  private sumUp(data: Float32Array, window: AccumulatorWindow): void {
    const { channels, openPlanes, planes, height, width, channelsLast } = this.spec;
    const [sd, sh, sw] = window.size;
    const [wd, wh, ww] = window.weights;
    const [fd, fh, fw] = window.flipped;
    const layout = new Layout(channels, sd * sh * sw, channelsLast);
    const [d0, d1] = inside(window.start[0], sd, planes);
    const [h0, h1] = inside(window.start[1], sh, height);
    const [w0, w1] = inside(window.start[2], sw, width);
    if (this.row.length < sw) this.row = new Float32Array(sw);
    const { row, sum, weight } = this;
    const { floor } = window;
    const step = fw ? -layout.voxel : layout.voxel;
    for (let d = d0; d < d1; d++) {
      const slot = (window.start[0] + d) % openPlanes;
      const dd = fd ? sd - 1 - d : d;
      for (let h = h0; h < h1; h++) {
        const hh = fh ? sh - 1 - h : h;
        const scale = wd[d] * wh[h];
        const at = (window.start[1] + h) * width + window.start[2];
        const into = slot * height * width + at;
        for (let w = w0; w < w1; w++) {
          const v = scale * ww[w];
          row[w] = v < floor ? floor : v;
          weight[into + w] += row[w];
        }
        const first = (dd * sh + hh) * sw + (fw ? sw - 1 - w0 : w0);
        for (let c = 0; c < channels; c++) {
          let from = window.item * layout.item + c * layout.channel + first * layout.voxel;
          const to = (slot * channels + c) * height * width + at;
          for (let w = w0; w < w1; w++, from += step) sum[to + w] += row[w] * data[from];
        }
      }
    }
  }

  finish(from: number, to: number): Promise<readonly (Uint8Array | Uint16Array)[]> {
    const { channels, openPlanes, height, width, give } = this.spec;
    const plane = height * width;
    const label = give === 'label';
    const out = Array.from({ length: label ? 1 : channels }, () =>
      label ? new Uint8Array((to - from) * plane) : new Uint16Array((to - from) * plane),
    );
    for (let d = from; d < to; d++) {
      const slot = d % openPlanes;
      const sums = this.sum.subarray(slot * channels * plane, (slot + 1) * channels * plane);
      const weights = this.weight.subarray(slot * plane, (slot + 1) * plane);
      if (label) argmax(sums, channels, out[0] as Uint8Array, (d - from) * plane, plane);
      else activate(sums, weights, channels, this.spec.activation, out as Uint16Array[], (d - from) * plane);
      sums.fill(0);
      weights.fill(0);
    }
    return Promise.resolve(out);
  }

  dispose(): void {
    this.reader.forget();
  }
}

/** Number of the highest channel; the weight is the same for all, so the sums will do. 0 where nothing was summed. */
function argmax(sums: Float32Array, channels: number, out: Uint8Array, at: number, plane: number): void {
  const best = sums.slice(0, plane);
  for (let c = 1; c < channels; c++) {
    const from = c * plane;
    for (let v = 0; v < plane; v++)
      if (sums[from + v] > best[v]) {
        best[v] = sums[from + v];
        out[at + v] = c;
      }
  }
}

/** Weighted mean, then activation, times 65535; 0 where no window was. */
function activate(
  sums: Float32Array,
  weights: Float32Array,
  channels: number,
  activation: AccumulatorSpec['activation'],
  out: readonly Uint16Array[],
  at: number,
): void {
  const plane = weights.length;
  if (activation === 'softmax') {
    softmax(sums, weights, channels, out, at);
    return;
  }
  for (let c = 0; c < channels; c++) {
    const to = out[c];
    for (let v = 0; v < plane; v++) {
      if (weights[v] === 0) continue;
      const mean = sums[c * plane + v] / weights[v];
      const p = activation === 'sigmoid' ? 1 / (1 + Math.exp(-mean)) : mean < 0 ? 0 : mean > 1 ? 1 : mean;
      to[at + v] = p * LEVELS + 0.5;
    }
  }
}

function softmax(
  sums: Float32Array,
  weights: Float32Array,
  channels: number,
  out: readonly Uint16Array[],
  at: number,
): void {
  const plane = weights.length;
  const e = new Float64Array(channels);
  for (let v = 0; v < plane; v++) {
    if (weights[v] === 0) continue;
    let top = -Infinity;
    for (let c = 0; c < channels; c++) {
      e[c] = sums[c * plane + v] / weights[v];
      if (e[c] > top) top = e[c];
    }
    let total = 0;
    for (let c = 0; c < channels; c++) total += e[c] = Math.exp(e[c] - top);
    for (let c = 0; c < channels; c++) out[c][at + v] = (e[c] / total) * LEVELS + 0.5;
  }
}

/**
 * For a network that gives label numbers: nothing can be averaged, so the window whose centre is nearest decides
 * a voxel. Of flips of one window the first counts.
 */
export class NearestLabels implements Accumulator {
  private readonly spec: AccumulatorSpec;
  private readonly label: Uint8Array;
  private readonly distance: Float32Array;
  private readonly reader = new Reader();

  constructor(spec: AccumulatorSpec) {
    this.spec = spec;
    this.label = new Uint8Array(spec.openPlanes * spec.height * spec.width);
    this.distance = new Float32Array(this.label.length).fill(Infinity);
  }

  get bytes(): number {
    return this.label.byteLength + this.distance.byteLength;
  }

  async fetch(tensor: NetworkTensor): Promise<void> {
    await this.reader.read(tensor);
  }

  async add(tensor: NetworkTensor, window: AccumulatorWindow): Promise<void> {
    const data = await this.reader.read(tensor);
    const { openPlanes, planes, height, width } = this.spec;
    const [sd, sh, sw] = window.size;
    const [fd, fh, fw] = window.flipped;
    const [d0, d1] = inside(window.start[0], sd, planes);
    const [h0, h1] = inside(window.start[1], sh, height);
    const [w0, w1] = inside(window.start[2], sw, width);
    for (let d = d0; d < d1; d++) {
      const slot = (window.start[0] + d) % openPlanes;
      const dd = (d - (sd - 1) / 2) ** 2;
      for (let h = h0; h < h1; h++) {
        const rest = dd + (h - (sh - 1) / 2) ** 2;
        const to = (slot * height + window.start[1] + h) * width + window.start[2];
        const from = ((window.item * sd + (fd ? sd - 1 - d : d)) * sh + (fh ? sh - 1 - h : h)) * sw;
        for (let w = w0; w < w1; w++) {
          const far = rest + (w - (sw - 1) / 2) ** 2;
          if (far >= this.distance[to + w]) continue;
          this.distance[to + w] = far;
          this.label[to + w] = data[from + (fw ? sw - 1 - w : w)];
        }
      }
    }
  }

  finish(from: number, to: number): Promise<readonly Uint8Array[]> {
    const { openPlanes, height, width } = this.spec;
    const plane = height * width;
    const out = new Uint8Array((to - from) * plane);
    for (let d = from; d < to; d++) {
      const at = (d % openPlanes) * plane;
      out.set(this.label.subarray(at, at + plane), (d - from) * plane);
      this.label.fill(0, at, at + plane);
      this.distance.fill(Infinity, at, at + plane);
    }
    return Promise.resolve([out]);
  }

  dispose(): void {
    this.reader.forget();
  }
}
