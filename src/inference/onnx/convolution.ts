/** What WebGPU does with 3-D convolutions, and which of them can be written with what it has. */
import type { Node, Tensor } from './messages';
import {
  convSpatialDims,
  intAttribute,
  intsAttribute,
  isStandard,
  textAttribute,
  type Constants,
} from './nodes';
import { tensorBytes } from './values';

/**
 * - transposeAsConv: ConvTranspose whose kernel is its stride, as 1x1x1 Conv and rearranging.
 * - groupsApart: grouped Conv, as one Conv per group on its slice of the channels.
 * - cpu: no exact way; the node must be kept off the graphics device.
 */
export type ConvolutionRule = 'transposeAsConv' | 'groupsApart' | 'cpu';

/** A stored weight (or bias) with values that can be read, else undefined. */
export function storedValues(
  constants: Constants,
  name: string | undefined,
): { tensor: Tensor; bytes: Uint8Array } | undefined {
  const tensor = name ? constants.get(name) : undefined;
  const bytes = tensor && tensorBytes(tensor);
  // Empty weights are of a broken file; their other dimensions may be anything.
  return tensor && bytes && bytes.length > 0 ? { tensor, bytes } : undefined;
}

const all = (values: readonly number[] | undefined, wanted: number): boolean =>
  values === undefined || values.every((v) => v === wanted);

/** Weights are stored, and so is the bias where there is one, with a value for each of `outputs` channels. */
function stored(node: Node, constants: Constants, outputs: number | undefined): boolean {
  if (!storedValues(constants, node.input[1])) return false;
  if (!node.input[2]) return true;
  const bias = storedValues(constants, node.input[2]);
  return bias?.tensor.dims.length === 1 && bias.tensor.dims[0] === outputs;
}

function transposeRule(node: Node, constants: Constants): ConvolutionRule {
  const dims = constants.get(node.input[1] ?? '')?.dims;
  const kernel = dims?.slice(2);
  const strides = intsAttribute(node, 'strides') ?? [1, 1, 1];
  const exact =
    kernel?.length === 3 &&
    kernel.every((k, axis) => k === strides[axis]) &&
    intAttribute(node, 'group', 1) === 1 &&
    all(intsAttribute(node, 'dilations'), 1) &&
    all(intsAttribute(node, 'pads'), 0) &&
    all(intsAttribute(node, 'output_padding'), 0) &&
    intsAttribute(node, 'output_shape') === undefined &&
    // With kernel = stride, SAME and VALID pad nothing either.
    stored(node, constants, dims?.[1]);
  return exact ? 'transposeAsConv' : 'cpu';
}

/** What a convolution needs before WebGPU can run it; undefined when it runs as it is. */
export function convolutionRule(node: Node, constants: Constants): ConvolutionRule | undefined {
  const transposed = isStandard(node, 'ConvTranspose');
  if (!transposed && !isStandard(node, 'Conv')) return undefined;
  const spatial = convSpatialDims(node, constants);
  if (spatial !== undefined && spatial !== 3) return undefined;
  // Where the dimensions are not known: throwing in the middle of a run is worse than running on the CPU.
  if (transposed) return spatial === 3 ? transposeRule(node, constants) : 'cpu';
  const groups = intAttribute(node, 'group', 1);
  if (groups === 1) return undefined;
  const outputs = constants.get(node.input[1] ?? '')?.dims[0];
  const exact =
    spatial === 3 &&
    outputs !== undefined &&
    groups > 0 &&
    outputs % groups === 0 &&
    stored(node, constants, outputs);
  return exact ? 'groupsApart' : 'cpu';
}

/** Attributes of a 3-D Conv that its file leaves to their defaults, with those defaults; empty when none. */
export function unsaidAttributes(
  node: Node,
  constants: Constants,
): Readonly<Record<string, readonly number[] | number>> {
  if (!isStandard(node, 'Conv') || convSpatialDims(node, constants) !== 3) return {};
  const unsaid: Record<string, readonly number[] | number> = {};
  for (const name of ['strides', 'dilations'])
    if (intsAttribute(node, name) === undefined) unsaid[name] = [1, 1, 1];
  const kernel = constants.get(node.input[1] ?? '')?.dims.slice(2);
  if (kernel && intsAttribute(node, 'kernel_shape') === undefined) unsaid.kernel_shape = kernel;
  const autoPad = textAttribute(node, 'auto_pad') ?? 'NOTSET';
  // SAME depends on the input's size; it stays as it is.
  if (intsAttribute(node, 'pads') === undefined && (autoPad === 'NOTSET' || autoPad === 'VALID'))
    unsaid.pads = [0, 0, 0, 0, 0, 0];
  if (!node.attribute.some((a) => a.name === 'group')) unsaid.group = 1;
  return unsaid;
}

/** WebGPU promises eight storage buffers to a shader, and Split takes one for its input. */
const MOST_SPLIT_OUTPUTS = 7;

/** Other operators that WebGPU throws on: MaxPool asked for the places of its maxima, Split into many parts. */
export const throwsOnWebGpu = (node: Node): boolean =>
  (isStandard(node, 'MaxPool') && (node.output[1] ?? '') !== '') ||
  (isStandard(node, 'Split') && node.output.length > MOST_SPLIT_OUTPUTS);
