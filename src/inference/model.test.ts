import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { contradictions } from './import/consistency';
import { readManifest } from './manifest';
import { maxAbsError } from './network';
import { inspectModel } from './onnx/inspect';

const models = fileURLToPath(new URL('../../public/models/', import.meta.url));
const floats = (file: string): Float32Array => new Float32Array(new Uint8Array(readFileSync(file)).buffer);
const index = JSON.parse(readFileSync(`${models}index.json`, 'utf8')) as { models: string[] };

describe.each(index.models)('the shipped model %s', (id) => {
  const folder = `${models}${id}/`;
  const manifest = readManifest(JSON.parse(readFileSync(`${folder}manifest.json`, 'utf8')));

  it('has the id of its folder, a card, and the weights that its manifest names', () => {
    expect(manifest.id).toBe(id);
    expect(readFileSync(folder + manifest.card!, 'utf8')).toContain('# ');
    for (const w of manifest.weights) {
      const bytes = readFileSync(folder + w.file);
      expect(bytes.length).toBe(w.bytes);
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(w.sha256);
    }
  });

  it('is described as its networks are', () => {
    for (const w of manifest.weights) {
      const facts = inspectModel(readFileSync(folder + w.file));
      expect(facts.problems.filter((p) => p.kind === 'unsupported')).toEqual([]);
      expect(contradictions(manifest, facts)).toEqual([]);
    }
  });

  it('answers its test tensor on native onnxruntime', async () => {
    const test = manifest.test!;
    const main = manifest.weights.find((w) => w.ep !== 'webgpu')!;
    const session = await InferenceSession.create(folder + main.file, { intraOpNumThreads: 1 });
    const x = new Tensor('float32', floats(folder + test.input), [...test.shape]);
    const results = await session.run({ [manifest.inputs[0].name]: x });
    const found = results[test.outputName ?? manifest.outputs[0].name].data as Float32Array;
    expect(maxAbsError(found, floats(folder + test.output))).toBeLessThanOrEqual(test.maxAbsErr);
  });
});
