import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { readManifest } from './manifest';
import { maxAbsError } from './network';

const folder = fileURLToPath(new URL('../../public/models/lung-nodule/', import.meta.url));
const floats = (file: string): Float32Array =>
  new Float32Array(new Uint8Array(readFileSync(folder + file)).buffer);

describe('the shipped lung nodule model', () => {
  const manifest = readManifest(JSON.parse(readFileSync(`${folder}manifest.json`, 'utf8')));

  it('has the weights that its manifest names', () => {
    for (const w of manifest.weights) {
      const bytes = readFileSync(folder + w.file);
      expect(bytes.length).toBe(w.bytes);
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(w.sha256);
    }
  });

  it('answers its test tensor on native onnxruntime', async () => {
    const session = await InferenceSession.create(folder + manifest.weights[0].file, {
      intraOpNumThreads: 1,
    });
    const { test } = manifest;
    const x = new Tensor('float32', floats(test.input), [...test.shape]);
    const results = await session.run({ [manifest.inputs[0].name]: x });
    const found = results[manifest.outputs[0].name].data as Float32Array;
    expect(maxAbsError(found, floats(test.output))).toBeLessThanOrEqual(test.maxAbsErr);
  });
});
