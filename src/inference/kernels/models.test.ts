/** The networks that Lamplight carries, by its own kernels and by native onnxruntime. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { expect, it } from 'vitest';
import { random } from './random.fixture';
import { openKernels } from './network';

const models = join(process.cwd(), 'public', 'models');
const files = readdirSync(models)
  .filter((name) => existsSync(join(models, name, 'manifest.json')))
  .flatMap((name) =>
    readdirSync(join(models, name))
      .filter((file) => file.endsWith('.onnx'))
      .map((file) => `${name}/${file}`),
  );

/** Sizes that are asked of a network whose own are open: a multiple of what it halves, and not of a tile. */
const OPEN = { H: 88, W: 56 } as const;

it.each(files)('%s', async (file) => {
  const bytes = readFileSync(join(models, file));
  const native = await InferenceSession.create(bytes);
  const network = await openKernels(bytes, 1);
  const [meta] = native.inputMetadata;
  const asked = meta.isTensor ? meta.shape : [];
  for (const batch of [1, 3]) {
    const dims = asked.map((n, axis) => (typeof n === 'number' ? n : axis === 0 ? batch : OPEN[n as 'H']));
    const x = random(
      dims.reduce((a, b) => a * b, 1),
      batch,
    );
    const expected = await native.run({ [meta.name]: new Tensor('float32', x, dims) });
    const found = await network.run(x, dims);
    expect(Object.keys(found)).toEqual([...native.outputNames]);
    for (const name of native.outputNames) {
      const values = expected[name].data as Float32Array;
      const own = await found[name].read();
      expect(found[name].dims).toEqual([...expected[name].dims]);
      let [worst, largest] = [0, 0];
      values.forEach((value, n) => {
        worst = Math.max(worst, Math.abs(value - own[n]));
        largest = Math.max(largest, Math.abs(value));
      });
      expect(own.length).toBe(values.length);
      expect(worst / largest).toBeLessThan(1e-4);
    }
  }
  await network.release();
});
