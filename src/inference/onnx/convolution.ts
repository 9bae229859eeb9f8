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
  return tensor && bytes && { tensor, bytes };
}

const all = (values: readonly number[] | undefined, wanted: number): boolean =>
  values === undefined || values.every((v) => v === wanted);

/** Weights are stored, and so is the bias where there is one. */
function stored(node: Node, constants: Constants): boolean {
  if (!storedValues(constants, node.input[1])) return false;
  return !node.input[2] || storedValues(constants, node.input[2]) !== undefined;
}

function transposeRule(node: Node, constants: Constants): ConvolutionRule {
  const kernel = constants.get(node.input[1] ?? '')?.dims.slice(2);
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
    stored(node, constants);
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
  if (intAttribute(node, 'group', 1) === 1) return undefined;
  return spatial === 3 && stored(node, constants) ? 'groupsApart' : 'cpu';
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
