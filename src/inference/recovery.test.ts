import { describe, expect, it } from 'vitest';
import { FakeNetwork, hooks, meanAnswer } from './engine-fixtures';
import type { Box } from './model-space';
import { isFinal, Limits } from './recovery';
import { InferenceError } from './contract';

const plane = (side: number): Box => ({ start: [0, 0, 0], size: [1, side, side] });

describe('limits of a run', () => {
  const of = (provider: 'wasm' | 'webgpu', fit = true, notes: string[] = []): Limits =>
    new Limits(new FakeNetwork(provider, meanAnswer), hooks(), (t) => notes.push(t), {
      patch: 512 * 512,
      fit,
      planar: true,
      alone: false,
    });

  it('makes windows smaller that take longer than a second, by the fastest run so far', () => {
    const limits = of('wasm');
    limits.ran(512 * 512, 2000);
    expect(limits.maxVoxels).toBeCloseTo(512 * 256, 0);
    limits.ran(512 * 256, 9000);
    expect(limits.maxVoxels).toBeCloseTo(512 * 256, 0);
    limits.ran(512 * 256, 100);
    expect(limits.maxVoxels).toBe(512 * 512);
    const slow = of('wasm');
    slow.ran(512 * 512, 60_000);
    expect(slow.maxVoxels).toBe(256 * 256);
    const fixed = of('wasm', false);
    fixed.ran(512 * 512, 60_000);
    expect(fixed.maxVoxels).toBe(512 * 512);
  });

  it('asks for less memory step by step: batch, then size, then another network', async () => {
    const notes: string[] = [];
    const limits = of('webgpu', true, notes);
    const oom = new Error('RuntimeError: Out of memory');
    expect(limits.batch).toBe(4);
    expect(await limits.recover(oom, plane(256))).toBe(false);
    expect(limits.batch).toBe(1);
    expect(await limits.recover(oom, plane(256))).toBe(false);
    expect(limits.maxVoxels).toBe((256 * 256) / 2);
    await expect(limits.recover(oom, plane(96))).rejects.toMatchObject({ code: 'outOfMemory' });
    expect(notes).toHaveLength(2);
  });

  it('goes on with onnxruntime when it is the kernels that fail, and only once', async () => {
    const notes: string[] = [];
    const kernels = Object.assign(new FakeNetwork('wasm', meanAnswer), { kernels: true });
    const ort = new FakeNetwork('wasm', meanAnswer);
    const asked: boolean[] = [];
    const reopen = (_why: string, allowWebGpu: boolean): Promise<FakeNetwork> => {
      asked.push(allowWebGpu);
      return Promise.resolve(ort);
    };
    const limits = new Limits(kernels, { ...hooks(), reopen }, (t) => notes.push(t), {
      patch: 512 * 512,
      fit: false,
      planar: true,
      alone: true,
    });
    expect(await limits.recover(new Error('out of memory: 3000000000 bytes'), plane(512))).toBe(true);
    expect([limits.network, kernels.released, asked]).toEqual([ort, true, [false]]);
    expect(notes).toEqual([
      'the kernels failed in the run, continued with onnxruntime: out of memory: 3000000000 bytes',
    ]);
    await expect(limits.recover(new Error('no'), plane(512))).rejects.toMatchObject({ code: 'runFailed' });
  });

  it('knows what no other device would mend', () => {
    expect(isFinal(new InferenceError('aborted', ''))).toBe(true);
    expect(isFinal(new InferenceError('runFailed', ''))).toBe(false);
    expect(isFinal(new Error('device lost'))).toBe(false);
  });
});
