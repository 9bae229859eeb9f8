import { describe, expect, it } from 'vitest';
import { isSoftwareAdapter } from './adapter';
import { ManifestError, readManifest, weightsFor } from './manifest';
import { maxAbsError, threadCount } from './network';

const good = (): Record<string, unknown> => ({
  schema: 'lamplight-model/1',
  id: 'some-model',
  version: '1.0.0',
  status: 'research',
  weights: [{ ep: 'any', file: 'weights.onnx', sha256: 'a'.repeat(64), bytes: 10 }],
  inputs: [
    {
      name: 'x',
      axes: 'NCHW',
      modality: 'CT',
      slices: { offsetsMm: [-2.5, 0, 2.5] },
      normalise: { type: 'clip_linear', lo: -1000, hi: 400 },
    },
  ],
  window: { patch: [512, 512], multipleOf: 16, marginPx: 16 },
  outputs: [{ name: 'logits', kind: 'heatmap', activation: 'sigmoid' }],
  post: [{ op: 'anything', number: 1 }],
  operatingPoints: [{ name: 'balanced', threshold: 0.5 }],
  test: { input: 'in.bin', output: 'out.bin', shape: [1, 3, 64, 64], maxAbsErr: 0.001 },
});

const fieldOf = (json: unknown): string => {
  try {
    readManifest(json);
  } catch (error) {
    if (error instanceof ManifestError) return error.field;
    throw error;
  }
  return '';
};

describe('readManifest', () => {
  it('takes a good one and drops what it does not know', () => {
    const manifest = readManifest({ ...good(), extra: 1 });
    expect(manifest.id).toBe('some-model');
    expect('extra' in manifest).toBe(false);
    expect(weightsFor(manifest, 'webgpu').file).toBe('weights.onnx');
  });

  it('names the field that is wrong', () => {
    expect(fieldOf(null)).toBe('manifest');
    expect(fieldOf([])).toBe('manifest');
    expect(fieldOf({ ...good(), schema: 'other/2' })).toBe('schema');
    expect(fieldOf({ ...good(), weights: [] })).toBe('weights');
    expect(fieldOf({ ...good(), weights: [{ ep: 'any', file: 'w', sha256: 'xyz', bytes: 1 }] })).toBe(
      'weights[0].sha256',
    );
    expect(
      fieldOf({ ...good(), weights: [{ ep: 'any', file: '../w', sha256: 'a'.repeat(64), bytes: 1 }] }),
    ).toBe('weights[0].file');
    expect(fieldOf({ ...good(), window: { patch: [512], multipleOf: 16, marginPx: 16 } })).toBe(
      'window.patch',
    );
    expect(fieldOf({ ...good(), operatingPoints: [{ name: 'a' }] })).toBe('operatingPoints[0].threshold');
    const { inputs } = good() as { inputs: Record<string, unknown>[] };
    expect(
      fieldOf({ ...good(), inputs: [{ ...inputs[0], normalise: { type: 'clip_linear', lo: 1, hi: 1 } }] }),
    ).toBe('inputs[0].normalise.hi');
  });

  it('prefers the file made for the provider', () => {
    const own = { ep: 'webgpu', file: 'gpu.onnx', sha256: 'b'.repeat(64), bytes: 5 };
    const manifest = readManifest({ ...good(), weights: [...(good().weights as unknown[]), own] });
    expect(weightsFor(manifest, 'webgpu').file).toBe('gpu.onnx');
    expect(weightsFor(manifest, 'wasm').file).toBe('weights.onnx');
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
