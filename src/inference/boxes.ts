import { InferenceError, type FoundBox, type OutputResult } from './contract';
import { channelOf, type ModelOutput } from './manifest';
import type { Box, ModelSpace, Triple } from './model-space';

/** A box in the model's image, edges: the voxel n reaches from n to n + 1. D, H, W. */
interface ModelBox {
  readonly lo: Triple;
  readonly hi: Triple;
  readonly score: number;
  readonly label: number;
}

/** The tensors of one window: corners [M, 4 or 6], scores [M] or [M, classes], class numbers [M]. */
export interface BoxTensors {
  readonly corners: Float32Array;
  readonly scores: Float32Array;
  readonly classes?: Float32Array;
}

export function iou(a: FoundBox, b: FoundBox): number {
  let [both, one, other] = [1, 1, 1];
  for (let c = 0; c < 3; c++) {
    both *= Math.max(0, Math.min(a.max[c], b.max[c]) - Math.max(a.min[c], b.min[c]));
    one *= a.max[c] - a.min[c];
    other *= b.max[c] - b.min[c];
  }
  return both === 0 ? 0 : both / (one + other - both);
}

/** Best first; of boxes of one label that overlap by more than `limit` (intersection over union) the better stays. */
export function nonMaximum(boxes: readonly FoundBox[], limit: number): FoundBox[] {
  const kept: FoundBox[] = [];
  for (const box of [...boxes].sort((a, b) => b.score - a.score))
    if (!kept.some((k) => k.label === box.label && iou(k, box) > limit)) kept.push(box);
  return kept;
}

/**
 * Collects one "boxes" output window by window. The network's corners are edges, as in torchvision and MONAI
 * (0 is the near side of a window's first voxel); a 2-D model's box is one plane thick.
 */
export class BoxesOutput {
  readonly output: ModelOutput;
  private readonly space: ModelSpace;
  private readonly found = new Map<string, ModelBox[]>();
  constructor(output: ModelOutput, space: ModelSpace) {
    this.output = output;
    this.space = space;
  }

  /** A window (with its flip) that is run again replaces what it said before, by `key`. */
  take(tensors: BoxTensors, window: Box, flipped: readonly boolean[], key: string): void {
    const { boxes: how, labels, activation, name } = this.output;
    if (!how)
      throw new InferenceError('manifestInvalid', `output "${name}" does not say how its boxes are given`);
    const axes = how.coordinates.length / 2;
    const count = tensors.corners.length / (2 * axes);
    const classes = count === 0 ? 1 : tensors.scores.length / count;
    if (!Number.isInteger(count) || !Number.isInteger(classes))
      throw new InferenceError(
        'manifestInvalid',
        `output "${name}": ${count} boxes, ${tensors.scores.length} scores`,
      );
    const out: ModelBox[] = [];
    for (let n = 0; n < count; n++) {
      let best = 0;
      for (let c = 1; c < classes; c++)
        if (tensors.scores[n * classes + c] > tensors.scores[n * classes + best]) best = c;
      const raw = tensors.scores[n * classes + best];
      const score = activation === 'sigmoid' ? 1 / (1 + Math.exp(-raw)) : raw;
      const number = tensors.classes ? tensors.classes[n] : best;
      const label =
        tensors.classes || classes > 1
          ? labels.find((l, place) => channelOf(this.output, l, place) === number)
          : labels[0];
      if (!label || !(score >= how.minScore)) continue;
      const corner = (axis: number, end: 0 | 1): number => {
        if (axis === 0 && axes === 2) return end;
        const order = how.coordinates.slice(0, axes);
        return tensors.corners[n * 2 * axes + end * axes + order.indexOf('zyx'[axis])];
      };
      const lo: [number, number, number] = [0, 0, 0];
      const hi: [number, number, number] = [0, 0, 0];
      for (let c = 0; c < 3; c++) {
        const [a, b] = [corner(c, 0), corner(c, 1)];
        const turned = flipped[c] ? [window.size[c] - b, window.size[c] - a] : [a, b];
        lo[c] = Math.max(0, window.start[c] + turned[0]);
        hi[c] = Math.min(this.space.dims[c], window.start[c] + turned[1]);
      }
      if (hi.every((v, c) => v > lo[c])) out.push({ lo, hi, score, label: label.id });
    }
    this.found.set(key, out);
  }

  result(): OutputResult {
    const boxes = [...this.found.values()].flat().map((box) => toScan(box, this.space));
    return {
      kind: 'boxes',
      name: this.output.name,
      boxes: nonMaximum(boxes, this.output.boxes?.nmsIoU ?? 1),
    };
  }
}

/** Edges in the model's image to IJK of the scan, where whole numbers are the centres of voxels. */
function toScan(box: ModelBox, space: ModelSpace): FoundBox {
  const min: [number, number, number] = [0, 0, 0];
  const max: [number, number, number] = [0, 0, 0];
  space.scanAxis.forEach((a, c) => {
    const n = space.scanDims[c];
    const [lo, hi] = [box.lo[c], box.hi[c]].map((v) => (v * n) / space.dims[c]);
    min[a] = (space.flip[c] ? n - hi : lo) - 0.5;
    max[a] = (space.flip[c] ? n - lo : hi) - 0.5;
  });
  return { min, max, score: box.score, label: box.label };
}
