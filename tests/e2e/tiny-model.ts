/** A model of one convolution that marks every voxel above a HU value: what it must find can be counted. */
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { GraphBuilder } from '../../src/inference/onnx/build';

/** Voxels above this are marked. Between two whole HU, so that no rounding decides. */
export const BRIGHT_HU = 200.5;

export const tinyLabel = {
  id: 1,
  name: 'Bright bone',
  category: { value: '123037004', scheme: 'SCT', meaning: 'Anatomical Structure' },
  type: { value: '272673000', scheme: 'SCT', meaning: 'Bone' },
  rgb: [241, 214, 145],
} as const;

/** Two classes: 0, and (value - above) / 1000; the larger one wins. In a plane, or in a volume. */
function graph(above = BRIGHT_HU, flat = false): Uint8Array<ArrayBuffer> {
  const axes = flat ? ['h', 'w'] : ['d', 'h', 'w'];
  const ones = axes.map(() => 1);
  const net = new GraphBuilder();
  const x = net.input('x', ['n', 1, ...axes]);
  const weights = net.tensor([2, 1, ...ones], Float32Array.of(0, 1));
  const bias = net.tensor([2], Float32Array.of(0, -above / 1000));
  const y = net.node('Conv', [x, weights, bias], { kernel_shape: ones });
  net.output(y, 'y', ['n', 2, ...axes]);
  return net.build();
}

/** Writes the model's folder; returns its two files. `left` is the part of the manifest that is left out. */
export function writeTinyModel(folder: string, left: readonly string[] = []): string[] {
  return write(folder, graph(), left, {});
}

/** The same for single images: marks every pixel above a value. */
export const writeFlatModel = (folder: string, above: number, modality: readonly string[]): string[] =>
  write(folder, graph(above, true), [], {
    id: 'bright-pixels',
    name: 'Bright pixels',
    inputs: [
      {
        name: 'x',
        axes: 'NCHW',
        modality,
        preprocessing: [{ id: 'scale_linear', kwargs: { gain: 0.001, offset: 0 } }],
      },
    ],
    suitability: {},
    window: { patch: [512, 512], overlap: 0, blend: 'constant' },
  });

function write(
  folder: string,
  bytes: Uint8Array<ArrayBuffer>,
  left: readonly string[],
  more: Readonly<Record<string, unknown>>,
): string[] {
  mkdirSync(folder, { recursive: true });
  const manifest: Record<string, unknown> = {
    schema: 'lamplight-model/1',
    id: 'bright-bone',
    name: 'Bright bone',
    version: '1.0.0',
    license: 'Apache-2.0',
    weightsLicense: 'CC0-1.0',
    intendedUse: 'tests',
    notFor: 'patients',
    status: 'research',
    weights: [
      {
        ep: 'any',
        file: 'weights.onnx',
        sha256: createHash('sha256').update(bytes).digest('hex'),
        bytes: bytes.length,
      },
    ],
    inputs: [
      {
        name: 'x',
        axes: 'NCDHW',
        modality: ['CT'],
        preprocessing: [{ id: 'scale_linear', kwargs: { gain: 0.001, offset: 0 } }],
      },
    ],
    suitability: { bodyPart: ['CHEST'], minSlices: 20 },
    window: { patch: [32, 256, 256], overlap: 0, blend: 'constant' },
    outputs: [{ name: 'y', kind: 'labelmap', activation: 'softmax', interp: 'nearest', labels: [tinyLabel] }],
    ...more,
  };
  for (const field of left) delete manifest[field];
  const files = [join(folder, 'manifest.json'), join(folder, 'weights.onnx')];
  writeFileSync(files[0], JSON.stringify(manifest, null, 2));
  writeFileSync(files[1], bytes);
  return files;
}
