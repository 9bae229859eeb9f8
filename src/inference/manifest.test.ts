import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { isSoftwareAdapter } from './adapter';
import {
  defaultPoint,
  lowestThreshold,
  ManifestError,
  manifestJsonSchema,
  readManifest,
  weightsFor,
} from './manifest';
import { maxAbsError, threadCount } from './network';

const good = (): Record<string, unknown> => ({
  schema: 'lamplight-model/1',
  id: 'some-model',
  version: '1.0.0',
  license: 'Apache-2.0',
  weightsLicense: 'CC-BY-4.0',
  intendedUse: 'Tests.',
  notFor: 'Anything else.',
  status: 'research',
  weights: [{ ep: 'any', file: 'weights.onnx', sha256: 'a'.repeat(64), bytes: 10 }],
  inputs: [{ name: 'x', axes: 'NCHW', modality: ['CT'], slices: { offsetsMm: [-2.5, 0, 2.5] } }],
  window: { patch: [512, 512], multipleOf: 16 },
  outputs: [{ name: 'y', kind: 'heatmap', activation: 'sigmoid', labels: [{ id: 1, name: 'Nodule' }] }],
});

/** A further network, as a manifest names it. */
const stage = (): Record<string, unknown> => ({
  file: 'classify.onnx',
  sha256: 'c'.repeat(64),
  bytes: 10,
  input: { name: 'x', shape: [10, 32, 32], fieldsMm: [0.65, 1.5] },
  outputs: [{ name: 'logits', labels: ['nodule', 'solid'] }],
  views: 8,
  combine: { bias: -1, stage1: 0.5, stage2: 1 },
});

/** A good one with the field at a path of keys replaced. */
function changed(path: readonly (string | number)[], value: unknown): unknown {
  const json = structuredClone(good());
  let at = json as Record<string | number, unknown>;
  for (const step of path.slice(0, -1)) at = at[step] as Record<string | number, unknown>;
  at[path[path.length - 1]] = value;
  return json;
}

function faults(json: unknown): readonly string[] {
  try {
    readManifest(json);
  } catch (error) {
    if (error instanceof ManifestError) return error.faults.map((f) => f.field);
    throw error;
  }
  return [];
}

describe('readManifest', () => {
  it('takes a good one and fills in what may be left out', () => {
    const manifest = readManifest(good());
    expect(manifest.inputs[0]).toMatchObject({
      dataType: 'float32',
      orientation: 'native',
      spacing: 'native',
      preprocessing: [],
    });
    expect(manifest.window).toMatchObject({
      size: 'fixed',
      overlap: 0.5,
      convention: 'nnunet',
      blend: 'gaussian',
      pad: { mode: 'constant', value: 0 },
      mirror: [],
    });
    expect(manifest).toMatchObject({ post: [], metrics: [], operatingPoints: [], config: {} });
  });

  it.each<[string, readonly (string | number)[], unknown]>([
    ['schema', ['schema'], 'other/2'],
    ['id', ['id'], 'Not an id'],
    ['license', ['license'], ' '],
    ['status', ['status'], 'good'],
    ['weights', ['weights'], []],
    ['weights[0].sha256', ['weights', 0, 'sha256'], 'xyz'],
    ['weights[0].file', ['weights', 0, 'file'], '../weights.onnx'],
    ['weights[0].bytes', ['weights', 0, 'bytes'], 0],
    ['weights', ['weights', 0, 'ep'], 'webgpu'],
    ['inputs[0].axes', ['inputs', 0, 'axes'], 'NHW'],
    ['inputs[0].modality', ['inputs', 0, 'modality'], 'CT'],
    ['inputs[0].orientation', ['inputs', 0, 'orientation'], 'SSL'],
    ['inputs[0].spacing[1]', ['inputs', 0, 'spacing'], [1, 0, 1]],
    [
      'inputs[0].preprocessing[0].kwargs.std',
      ['inputs', 0, 'preprocessing'],
      [{ id: 'fixed_zero_mean_unit_variance', kwargs: { mean: 1, std: 0 } }],
    ],
    ['inputs[0].preprocessing[0].id', ['inputs', 0, 'preprocessing'], [{ id: 'sharpen', kwargs: {} }]],
    ['inputs[0].normalise', ['inputs', 0, 'normalise'], {}],
    ['window.patch', ['window', 'patch'], [512, 512, 512]],
    ['window.overlap', ['window', 'overlap'], 1],
    ['outputs[0].labels', ['outputs', 0, 'labels'], []],
    ['outputs[0].labels[0].id', ['outputs', 0, 'labels', 0, 'id'], 0],
    ['outputs[0].boxes', ['outputs', 0, 'kind'], 'boxes'],
    ['post[0].op', ['post'], [{ op: 'anything' }]],
    ['metrics[0].n', ['metrics'], [{ name: 'Dice', value: 0.9, dataset: 'x' }]],
    ['operatingPoints[0].threshold', ['operatingPoints'], [{ name: 'a' }]],
    [
      'operatingPoints',
      ['operatingPoints'],
      [
        { name: 'a', threshold: 0.1, default: true },
        { name: 'b', threshold: 0.2, default: true },
      ],
    ],
    [
      'froc',
      ['froc'],
      [
        { threshold: 0.5, falsePerScan: 1, sensitivity: 0.8, ci: [0, 1] },
        { threshold: 0.4, falsePerScan: 4, sensitivity: 0.9, ci: [0, 1] },
      ],
    ],
    ['froc[0].sensitivity', ['froc'], [{ threshold: 0.5, falsePerScan: 1, sensitivity: 80, ci: [0, 1] }]],
    ['volumeRange.byDiameterMm[0]', ['volumeRange'], { byDiameterMm: [[4, 1.2, 0.8]] }],
    ['stages.classify.file', ['stages'], { classify: { ...stage(), file: '../x.onnx' } }],
    [
      'stages.classify.outputs[0].labels',
      ['stages'],
      { classify: { ...stage(), outputs: [{ name: 'y', labels: [] }] } },
    ],
    ['extra', ['extra'], 1],
  ])('names %s when it is wrong', (field, path, value) => {
    expect([...new Set(faults(changed(path, value)))]).toEqual([field]);
  });

  it('names all faults at once, also those of what is no manifest at all', () => {
    expect(faults({ ...good(), status: 1, version: '' })).toEqual(['version', 'status']);
    expect(faults(null)).toEqual(['manifest']);
    expect(faults([])).toEqual(['manifest']);
    expect(() => readManifest({})).toThrow(/schema: .*; id: /);
  });

  it('needs a proof of parity for half precision on WebGPU', () => {
    const half = { ep: 'webgpu', file: 'h.onnx', sha256: 'b'.repeat(64), bytes: 5, precision: 'fp16' };
    expect(faults(changed(['weights', 1], half))).toEqual(['weights[1].parity']);
    const proven = { ...half, parity: { maxAbsErr: 0.01, dataset: 'x' } };
    expect(faults(changed(['weights', 1], proven))).toEqual([]);
  });

  it('prefers the file made for the provider, and the default operating point', () => {
    const own = { ep: 'webgpu', file: 'gpu.onnx', sha256: 'b'.repeat(64), bytes: 5 };
    const points = [
      { name: 'a', threshold: 0.1 },
      { name: 'b', threshold: 0.2, default: true },
    ];
    const manifest = readManifest({
      ...good(),
      weights: [...(good().weights as unknown[]), own],
      operatingPoints: points,
    });
    expect(weightsFor(manifest, 'webgpu').file).toBe('gpu.onnx');
    expect(weightsFor(manifest, 'wasm').file).toBe('weights.onnx');
    expect(defaultPoint(manifest)?.name).toBe('b');
  });

  it('keeps candidates down to the most sensitive point that it names', () => {
    const froc = [
      { threshold: 0.3, falsePerScan: 8, sensitivity: 0.95, ci: [0, 1] },
      { threshold: 0.6, falsePerScan: 1, sensitivity: 0.8, ci: [0, 1] },
    ];
    const named = readManifest({
      ...good(),
      froc,
      operatingPoints: [{ name: 'a', threshold: 0.5 }],
      stages: { classify: stage() },
      volumeRange: { byDiameterMm: [[4, 0.6, 1.5]], what: 'anything' },
    });
    expect(lowestThreshold(named)).toBe(0.3);
    expect(lowestThreshold({ ...named, froc: [] })).toBe(0.5);
    expect(lowestThreshold(readManifest(good()))).toBe(0);
    expect(named.stages.classify.combine).toEqual({ bias: -1, stage1: 0.5, stage2: 1 });
  });

  it('is published as the JSON Schema that the code makes (node scripts/model-schema.mjs)', () => {
    const file = fileURLToPath(new URL('../../docs/lamplight-model-1.schema.json', import.meta.url));
    const published: unknown = JSON.parse(readFileSync(file, 'utf8'));
    expect(published).toEqual(JSON.parse(JSON.stringify(manifestJsonSchema())));
  });

  it('reads the examples of docs/model-format.md', () => {
    const text = readFileSync(fileURLToPath(new URL('../../docs/model-format.md', import.meta.url)), 'utf8');
    const examples = [...text.matchAll(/```json\n([\s\S]*?)```/g)].map((m) => m[1]);
    expect(examples.length).toBeGreaterThanOrEqual(3);
    for (const example of examples) expect(faults(JSON.parse(example))).toEqual([]);
  });
});

describe('where a network runs', () => {
  it('counts threads', () => {
    expect(threadCount(false, 16)).toBe(1);
    expect([1, 2, 4, 6, 8, 12, 16, 64].map((n) => threadCount(true, n))).toEqual([1, 2, 4, 4, 4, 6, 8, 8]);
  });

  it('knows adapters that are emulated', () => {
    expect(isSoftwareAdapter({ vendor: 'google', architecture: 'swiftshader' })).toBe(true);
    expect(isSoftwareAdapter({ vendor: 'mesa', description: 'llvmpipe (LLVM 19)' })).toBe(true);
    expect(isSoftwareAdapter({ description: 'Microsoft Basic Render Driver' })).toBe(true);
    expect(isSoftwareAdapter({ vendor: 'intel', architecture: 'gen-12lp', isFallbackAdapter: true })).toBe(
      true,
    );
    expect(isSoftwareAdapter({ vendor: 'intel', architecture: 'gen-12lp', description: 'UHD 770' })).toBe(
      false,
    );
  });

  it('finds the largest error, and never passes a NaN', () => {
    expect(maxAbsError(Float32Array.of(1, 2), Float32Array.of(1, 2.5))).toBe(0.5);
    expect(maxAbsError(Float32Array.of(1), Float32Array.of(1, 2))).toBe(Infinity);
    expect(maxAbsError(Float32Array.of(Number.NaN, 1), Float32Array.of(0, 1))).toBe(Infinity);
  });
});
