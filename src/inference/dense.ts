import { LEVELS } from './accumulate';
import { InferenceError, type OutputResult } from './contract';
import { channelOf, defaultPoint, type ModelManifest, type ModelOutput } from './manifest';
import type { Box, ModelSpace } from './model-space';
import type { AccumulatorSpec } from './network';
import { postProcess } from './post';
import { Restorer, type Candidate } from './restore';

/** Bytes that the values of all channels may take, so that labels are decided on the scan and not before. */
const VALUES_BYTES = 384 * 2 ** 20;

/** Logarithms of quantised probabilities: blended linearly they decide as blended logits would. */
const logarithm = (): Float32Array =>
  Float32Array.from({ length: LEVELS + 1 }, (_, q) => Math.log(Math.max(q, 0.5) / LEVELS));
const logOdds = (q: number): number => Math.log((q + 0.5) / (LEVELS - q + 0.5));

type Pause = (done: number, total: number) => Promise<void>;

/** One labelmap or heatmap: how its windows are summed, and what becomes of the finished planes. */
export class DenseOutput {
  readonly output: ModelOutput;
  private readonly manifest: ModelManifest;
  private readonly domain: Box;
  private readonly windows: readonly Box[];
  private readonly maps: readonly Restorer<Uint8Array | Uint16Array>[];
  /** Of a labelmap whose labels are decided on the scan: the values of each channel. */
  private values: readonly Restorer<Uint16Array>[] = [];
  /** What could not be done as the manifest wants it; untranslated. */
  note: string | undefined;
  private readonly space: ModelSpace;
  private readonly channels: readonly number[];
  /** Label number by channel. */
  private readonly table = new Uint8Array(256);
  /** By label, in steps of the quantised value. */
  private readonly thresholds: readonly number[];

  /** `domain` holds all windows inside the image; `windows` are those that are to be run. */
  constructor(
    output: ModelOutput,
    manifest: ModelManifest,
    space: ModelSpace,
    domain: Box,
    windows: readonly Box[],
  ) {
    this.output = output;
    this.manifest = manifest;
    this.space = space;
    this.domain = domain;
    this.windows = windows;
    this.channels = output.labels.map((label, n) => channelOf(output, label, n));
    output.labels.forEach((label, n) => (this.table[this.channels[n]] = label.id));
    const usual = defaultPoint(manifest)?.threshold ?? 0.5;
    this.thresholds = output.labels.map((l) => Math.round((l.threshold ?? usual) * LEVELS));
    this.maps =
      output.kind === 'labelmap'
        ? [new Restorer<Uint8Array | Uint16Array>(space, domain, (n) => new Uint8Array(n))]
        : output.labels.map(
            () => new Restorer<Uint8Array | Uint16Array>(space, domain, (n) => new Uint16Array(n)),
          );
  }

  get bytes(): number {
    const maps = this.maps.reduce((n, map) => n + map.bytes, 0);
    return maps + this.values.reduce((n, map) => n + map.planes.byteLength, 0);
  }

  /** Must the summing give one number a voxel, or a value for each channel? */
  get summing(): Pick<AccumulatorSpec, 'give' | 'activation'> {
    const { kind, activation } = this.output;
    const plain = activation === 'argmax' ? 'none' : activation;
    // Which channel is the best is the same before and after softmax; to be blended they must be on one scale.
    if (this.values.length > 0) return { give: 'value', activation: plain === 'none' ? 'softmax' : plain };
    return { give: kind === 'labelmap' && plain !== 'sigmoid' ? 'label' : 'value', activation: plain };
  }

  /** Bytes of the sums, for each voxel of an open plane. */
  bytesPerVoxel(channels: number): number {
    return this.output.activation === 'argmax' ? 5 : (channels + 1) * 4;
  }

  /**
   * Learns how many channels the network gives.
   * @throws InferenceError manifestInvalid when a label's channel is not there
   */
  learn(channels: number): void {
    if (this.output.activation === 'argmax') return;
    const n = this.channels.findIndex((c) => c >= channels);
    if (n >= 0)
      throw new InferenceError(
        'manifestInvalid',
        `output "${this.output.name}" has ${channels} channels; label "${this.output.labels[n].name}" wants ` +
          `channel ${this.channels[n]}`,
      );
    const [d, h, w] = this.domain.size;
    const { kind, interp } = this.output;
    if (kind !== 'labelmap' || interp !== 'linear' || this.space.native) return;
    if (channels * d * h * w * 2 > VALUES_BYTES)
      this.note = `${channels} channels of ${d} x ${h} x ${w} voxels do not fit: neighbouring labels vote on the scan`;
    else
      this.values = Array.from(
        { length: channels },
        () => new Restorer(this.space, this.domain, (count) => new Uint16Array(count)),
      );
  }

  /** Takes finished planes [d, d + count), rows [h0, h0 + rows), both counted from the domain's start. */
  take(
    d: number,
    count: number,
    h0: number,
    rows: number,
    values: readonly (Uint8Array | Uint16Array)[],
  ): void {
    const plane = rows * this.domain.size[2];
    let planes = values;
    if (this.output.kind === 'labelmap') {
      const best = this.summing.give === 'label' ? values[0] : undefined;
      if (this.output.activation === 'sigmoid') planes = [this.byThreshold(values)];
      else planes = [this.named(best ?? highest(values), d, count, h0, rows)];
      this.values.forEach((map, c) => {
        for (let p = 0; p < count; p++) map.put(d + p, h0, rows, values[c] as Uint16Array, p * plane);
      });
    } else planes = this.channels.map((c) => values[c]);
    this.maps.forEach((map, n) => {
      for (let p = 0; p < count; p++) map.put(d + p, h0, rows, planes[n], p * plane);
    });
  }

  /** Of the labels that reach their threshold the one with the highest value. */
  private byThreshold(values: readonly (Uint8Array | Uint16Array)[]): Uint8Array {
    const out = new Uint8Array(values[0].length);
    const best = new Uint16Array(out.length);
    this.output.labels.forEach((label, n) => {
      const from = values[this.channels[n]];
      const least = Math.max(1, this.thresholds[n]);
      for (let v = 0; v < out.length; v++)
        if (from[v] >= least && from[v] > best[v]) {
          best[v] = from[v];
          out[v] = label.id;
        }
    });
    return out;
  }

  /** Channel numbers become label numbers. */
  private named(
    values: Uint8Array | Uint16Array,
    d: number,
    count: number,
    h0: number,
    rows: number,
  ): Uint8Array {
    const { table } = this;
    const out = new Uint8Array(values.length);
    // Channel 0 and "no window was here" look the same; it matters only where channel 0 is a label.
    const covered = table[0] === 0 ? undefined : this.covered(d, count, h0, rows);
    for (let v = 0; v < out.length; v++) out[v] = covered && covered[v] === 0 ? 0 : table[values[v]];
    return out;
  }

  private covered(d: number, count: number, h0: number, rows: number): Uint8Array {
    const width = this.domain.size[2];
    const out = new Uint8Array(count * rows * width);
    const [d0, hh, w0] = this.domain.start;
    for (const { start, size } of this.windows) {
      const first = Math.max(0, start[2] - w0);
      const last = Math.min(width, start[2] + size[2] - w0);
      for (let p = Math.max(0, start[0] - d0 - d); p < Math.min(count, start[0] + size[0] - d0 - d); p++)
        for (let h = Math.max(0, start[1] - hh - h0); h < Math.min(rows, start[1] + size[1] - hh - h0); h++)
          out.fill(1, (p * rows + h) * width + first, (p * rows + h) * width + last);
    }
    return out;
  }

  private candidates(): Candidate[] {
    if (this.output.activation !== 'sigmoid') {
      const score = logarithm();
      return this.values.map(({ planes }, c) => ({
        label: this.table[c],
        values: planes,
        score,
        least: -Infinity,
      }));
    }
    const score = Float32Array.from({ length: LEVELS + 1 }, (_, q) => logOdds(q));
    return this.output.labels.map(({ id }, n) => ({
      label: id,
      values: this.values[this.channels[n]].planes,
      score,
      least: logOdds(Math.max(1, this.thresholds[n])),
    }));
  }

  /** Back on the scan's grid, with the manifest's post steps done; `mm3` is the volume of a scan voxel. */
  async result(mm3: number, pause: Pause): Promise<OutputResult> {
    const { name, labels, interp, kind } = this.output;
    const { start, size } = this.maps[0].box;
    if (kind === 'labelmap') {
      const mode = interp === 'linear' ? 'vote' : 'nearest';
      const data = (await (this.values.length > 0
        ? this.maps[0].decide(this.candidates(), pause)
        : this.maps[0].give(mode, pause))) as Uint8Array;
      postProcess({ data, size }, this.manifest.post, mm3);
      return { kind: 'labelmap', name, start, size, data, labels };
    }
    const data: Uint16Array[] = [];
    for (const map of this.maps)
      data.push((await map.give(interp === 'nearest' ? 'nearest' : 'linear', pause)) as Uint16Array);
    return { kind: 'heatmap', name, start, size, data, labels };
  }
}

/** Which channel has the highest value, the first of equals. */
function highest(values: readonly (Uint8Array | Uint16Array)[]): Uint8Array {
  const out = new Uint8Array(values[0].length);
  const best = values[0].slice();
  for (let c = 1; c < values.length; c++) {
    const from = values[c];
    for (let v = 0; v < out.length; v++)
      if (from[v] > best[v]) {
        best[v] = from[v];
        out[v] = c;
      }
  }
  return out;
}
