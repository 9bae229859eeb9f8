import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readModel } from '../onnx/codec';
import { expectAlike } from './alike.fixture';

const models = join(process.cwd(), 'public', 'models');
const files = readdirSync(models)
  .filter((name) => existsSync(join(models, name, 'manifest.json')))
  .flatMap((name) =>
    readdirSync(join(models, name))
      .filter((file) => file.endsWith('.onnx'))
      .map((file) => `${name}/${file}`),
  );

/** Height and width of networks that leave them open: what they halve stays whole, and tiles do not fit. */
const OPEN = new Map([
  ['H', 88],
  ['W', 56],
]);

it('there are networks', () => {
  expect(files.length).toBeGreaterThanOrEqual(5);
});

it.each(files)('%s as native onnxruntime', async (file) => {
  const bytes = readFileSync(join(models, file));
  const dims = readModel(bytes).graph!.input[0].type!.tensorType!.shape!.dim;
  const shapes = [1, 3].map((batch) =>
    dims.map(({ value, param = '' }, axis) => value ?? (axis === 0 ? batch : OPEN.get(param)!)),
  );
  await expectAlike(bytes, shapes);
});
