import { InferenceError, type OutputResult } from './contract';
import { channelOf, type ModelOutput } from './manifest';

/** Collects one "scores" output window by window. A window that is run again replaces what it said before. */
export class ScoresOutput {
  readonly output: ModelOutput;
  /** By window, then by flip: one value a label. */
  private readonly found = new Map<string, Map<string, number[]>>();
  constructor(output: ModelOutput) {
    this.output = output;
  }

  /**
   * `dims` are [N, C] (more axes of length 1 may follow), `item` the one of the batch that this window is.
   * @throws InferenceError manifestInvalid when the output has no value for a label
   */
  take(data: Float32Array, dims: readonly number[], item: number, window: string, flip: string): void {
    const { activation, labels, name } = this.output;
    const channels = data.length / (dims[0] ?? 1);
    const values = Array.from(data.subarray(item * channels, (item + 1) * channels));
    const given = labels.map((label, n) => {
      const c = channelOf(this.output, label, n);
      if (activation === 'argmax') return values[0] === c ? 1 : 0;
      if (!(c < values.length))
        throw new InferenceError(
          'manifestInvalid',
          `output "${name}" has shape ${dims.join(' x ')}; label "${label.name}" wants channel ${c}`,
        );
      if (activation === 'sigmoid') return 1 / (1 + Math.exp(-values[c]));
      if (activation === 'none') return values[c];
      const top = Math.max(...values);
      return Math.exp(values[c] - top) / values.reduce((sum, v) => sum + Math.exp(v - top), 0);
    });
    const flips = this.found.get(window) ?? new Map<string, number[]>();
    this.found.set(window, flips.set(flip, given));
  }

  result(): OutputResult {
    const { name, labels, aggregate } = this.output;
    const mean = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0) / list.length;
    const windows = [...this.found.values()].map((flips) =>
      labels.map((_, n) => mean([...flips.values()].map((v) => v[n]))),
    );
    const values = labels.map((_, n) => {
      const list = windows.map((w) => w[n]);
      if (list.length === 0) return 0;
      return aggregate === 'max' ? list.reduce((a, b) => Math.max(a, b)) : mean(list);
    });
    return { kind: 'scores', name, values, labels };
  }
}
