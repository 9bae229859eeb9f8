import { describe, expect, it } from 'vitest';
import type { Probe, ProbeSide } from '../../inference/contract';
import { readManifest, type ModelManifest } from '../../inference/manifest';
import { typicalWindows, verdictOf } from './verdict';

const manifest = (over: { input?: object; window?: object } = {}): ModelManifest =>
  readManifest({
    schema: 'lamplight-model/1',
    id: 'a',
    version: '1',
    license: 'MIT',
    weightsLicense: 'MIT',
    intendedUse: 'x',
    notFor: 'y',
    status: 'research',
    weights: [{ ep: 'any', file: 'w.onnx', sha256: 'a'.repeat(64), bytes: 1 }],
    inputs: [{ name: 'x', axes: 'NCDHW', modality: ['CT'], spacing: [1.5, 1.5, 1.5], ...over.input }],
    window: { patch: [96, 96, 96], ...over.window },
    outputs: [{ name: 'y', kind: 'labelmap', activation: 'softmax', labels: [{ id: 1, name: 'a' }] }],
  });

const side = (over: Partial<ProbeSide>): ProbeSide => ({
  provider: 'wasm',
  ok: true,
  adapter: '',
  threads: 2,
  windowMs: 1000,
  heapBytes: 100,
  ...over,
});
const probe = (over: Partial<Probe>): Probe => ({ sides: [side({})], outputs: [], ...over });

describe('verdict of a test', () => {
  it('counts the windows of a typical examination', () => {
    // 300 slices of 1 mm and 512 pixels of 0.75 mm at 1.5 mm: 200 x 256 x 256; 48 apart: 4 x 5 x 5.
    expect(typicalWindows(manifest())).toEqual({ windows: 100, single: false });
    const slices = { axes: 'NCHW', spacing: 'native', modality: ['CT'] };
    expect(typicalWindows(manifest({ input: slices, window: { patch: [512, 512] } })).windows).toBe(300);
    const xray = { axes: 'NCHW', spacing: 'native', modality: ['DX', 'CR'] };
    expect(typicalWindows(manifest({ input: xray, window: { patch: [1024, 1024] } }))).toEqual({
      windows: 1,
      single: true,
    });
  });

  it('runs on the graphics device where that agrees, else on the processor', () => {
    const gpu = side({ provider: 'webgpu', windowMs: 100, adapter: 'Intel' });
    const both = [side({}), gpu];
    const good = probe({ sides: both, agreement: { maxAbsErr: 1e-5, relative: 1e-5 } });
    expect(verdictOf(good, manifest())).toMatchObject({ runsOn: 'webgpu', windowSeconds: 0.1, usable: true });
    const bad = probe({ sides: both, agreement: { maxAbsErr: 5, relative: 0.4 } });
    expect(verdictOf(bad, manifest())).toMatchObject({ runsOn: 'wasm', agree: false, usable: true });
    expect(verdictOf(bad, manifest()).typical?.seconds).toBe(100);
  });

  it('is not usable where it runs nowhere, or answers its own test wrongly', () => {
    expect(verdictOf(probe({ sides: [side({ ok: false, reason: 'x' })] }), manifest()).usable).toBe(false);
    const wrong = probe({ golden: { maxAbsErr: 0.2, allowed: 0.001 } });
    expect(verdictOf(wrong, manifest())).toMatchObject({ usable: false, golden: { ok: false } });
  });
});
