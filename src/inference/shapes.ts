import { InferenceError } from './contract';
import type { ModelOutput } from './manifest';
import type { Triple } from './model-space';
import type { NetworkTensor } from './network';
import type { DenseShape } from './sums';

export type Tensors = Readonly<Record<string, NetworkTensor>>;

/** @throws InferenceError manifestInvalid when the network has no such output */
export function tensorOf(tensors: Tensors, name: string): NetworkTensor {
  const found = tensors[name];
  if (!found)
    throw new InferenceError(
      'manifestInvalid',
      `the network has no output "${name}", only ${Object.keys(tensors).join(', ')}`,
    );
  return found;
}

/**
 * Channels of a dense output from its shape: [N, C, (D,) H, W], channels last, or none at all (then there is one).
 * @throws InferenceError manifestInvalid when that is not what came
 */
export function denseShape(
  output: ModelOutput,
  dims: readonly number[],
  items: number,
  window: Triple,
  planar: boolean,
  channelsLast: boolean,
): DenseShape {
  const space = window.slice(planar ? 1 : 0);
  const isSpace = (list: readonly number[]): boolean =>
    list.length === space.length && list.every((n, c) => n === space[c]);
  if (dims[0] === items) {
    const [, ...rest] = dims;
    const layouts = channelsLast ? [true, false] : [false, true];
    for (const last of layouts) {
      const channels = last ? rest.at(-1) : rest[0];
      if (channels !== undefined && isSpace(last ? rest.slice(0, -1) : rest.slice(1)))
        if (output.activation !== 'argmax' || channels === 1) return { channels, channelsLast: last };
    }
    if (isSpace(rest)) return { channels: 1, channelsLast: false };
  }
  const wanted = [items, output.activation === 'argmax' ? 1 : 'C', ...space].join(' x ');
  throw new InferenceError(
    'manifestInvalid',
    `output "${output.name}" has shape ${dims.join(' x ')}, ${wanted} expected`,
  );
}
