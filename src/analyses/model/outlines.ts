/** What a network marked, as one outline a label. */
import { tightMask } from '../../domain/mask-box';
import type { VoxelMask } from '../../domain/volume';
import type { OutputResult } from '../../inference/contract';
import type { ModelLabel } from '../../inference/manifest';

export interface Outline {
  readonly label: ModelLabel;
  readonly mask: VoxelMask;
}

type Labelmap = Extract<OutputResult, { kind: 'labelmap' }>;
type Heatmap = Extract<OutputResult, { kind: 'heatmap' }>;

/** The box of every label number in one pass over the map, so that many labels cost no more than one. */
function boxesOf({ data, size }: Labelmap): Int32Array {
  const boxes = new Int32Array(256 * 6);
  for (let id = 0; id < 256; id++) boxes.set([size[0], size[1], size[2], -1, -1, -1], 6 * id);
  let v = 0;
  for (let c = 0; c < size[2]; c++)
    for (let b = 0; b < size[1]; b++)
      for (let a = 0; a < size[0]; a++, v++) {
        const id = data[v];
        if (id === 0) continue;
        const at = 6 * id;
        if (a < boxes[at]) boxes[at] = a;
        if (b < boxes[at + 1]) boxes[at + 1] = b;
        if (c < boxes[at + 2]) boxes[at + 2] = c;
        if (a > boxes[at + 3]) boxes[at + 3] = a;
        if (b > boxes[at + 4]) boxes[at + 4] = b;
        boxes[at + 5] = c;
      }
  return boxes;
}

function ofLabelmap(map: Labelmap): Outline[] {
  const boxes = boxesOf(map);
  const [nx, ny] = map.size;
  return map.labels.flatMap((label) => {
    const [a0, b0, c0, a1, b1, c1] = boxes.subarray(6 * label.id, 6 * label.id + 6);
    if (a1 < 0) return [];
    const size = [a1 - a0 + 1, b1 - b0 + 1, c1 - c0 + 1] as const;
    const data = new Uint8Array(size[0] * size[1] * size[2]);
    let v = 0;
    for (let c = c0; c <= c1; c++)
      for (let b = b0; b <= b1; b++)
        for (let a = a0; a <= a1; a++, v++) if (map.data[a + nx * (b + ny * c)] === label.id) data[v] = 1;
    const start = [map.start[0] + a0, map.start[1] + b0, map.start[2] + c0] as const;
    return [{ label, mask: { start, size, data } }];
  });
}

/** From the value that a label, else the operating point, else one half asks for. */
function ofHeatmap(map: Heatmap, threshold: number): Outline[] {
  return map.labels.flatMap((label, n) => {
    const least = (label.threshold ?? threshold) * 65535;
    const values = map.data[n];
    const set = new Uint8Array(values.length);
    for (let v = 0; v < set.length; v++) if (values[v] >= least && values[v] > 0) set[v] = 1;
    const mask = tightMask(set, map.start, map.size);
    return mask.data.length > 0 ? [{ label, mask }] : [];
  });
}

/** Outlines of all labels that hold a voxel, output by output, in the order of the manifest. */
export function outlinesOf(outputs: readonly OutputResult[], threshold = 0.5): Outline[] {
  return outputs.flatMap((output) =>
    output.kind === 'labelmap'
      ? ofLabelmap(output)
      : output.kind === 'heatmap'
        ? ofHeatmap(output, threshold)
        : [],
  );
}
