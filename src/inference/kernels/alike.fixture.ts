/** For tests: a network by the kernels against native onnxruntime. */
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { expect } from 'vitest';
import { seededRandom, seededValues } from '../onnx/build';
import { elementCount } from '../onnx/values';
import { openKernels } from './network';

/**
 * Runs both on the same noise, one shape after the other. Values may differ by so much of the largest, for float32 is
 * summed in another order.
 */
export async function expectAlike(
  bytes: Uint8Array,
  shapes: readonly (readonly number[])[],
  most = 1e-4,
): Promise<void> {
  const native = await InferenceSession.create(bytes);
  const [input] = native.inputNames;
  const network = await openKernels(bytes, 1, { input, outputs: native.outputNames });
  for (const [n, dims] of shapes.entries()) {
    const x = seededValues(seededRandom(n + 1), elementCount(dims));
    const expected = await native.run({ [input]: new Tensor('float32', x, dims) });
    const found = await network.run(x, dims);
    expect(Object.keys(found)).toEqual([...native.outputNames]);
    for (const name of native.outputNames) {
      const values = expected[name].data as Float32Array;
      const own = await found[name].read();
      expect(found[name].dims).toEqual([...expected[name].dims]);
      expect(own.length).toBe(values.length);
      let [worst, largest] = [0, 0];
      values.forEach((value, at) => {
        worst = Math.max(worst, Math.abs(value - own[at]));
        largest = Math.max(largest, Math.abs(value));
      });
      expect(largest).toBeGreaterThan(0);
      expect(worst / largest, `${name} of ${dims.join(' x ')}`).toBeLessThan(most);
    }
  }
  await network.release();
}
