/** Which networks the kernels can compute, as a list of layers. */
import type { Graph, Node, Tensor } from '../onnx/messages';
import { Constants, domainOf, intAttribute, intsAttribute, isStandard, textAttribute } from '../onnx/nodes';
import { elementType, tensorBytes } from '../onnx/values';

interface Made {
  readonly source: string;
  readonly target: string;
}

export interface Convolution extends Made {
  readonly kind: 'convolution';
  /** [outputs, inputs, height, width], in that order. */
  readonly weights: Float32Array;
  readonly shape: readonly [outputs: number, inputs: number, height: number, width: number];
  /** A value an output. */
  readonly bias: Float32Array;
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  /** Above, left, below, right. */
  readonly pads: readonly number[];
  readonly relu: boolean;
}

/** What a network does with its values, which are called by their names in the file. */
export type Layer =
  | Convolution
  | (Made & {
      readonly kind: 'maxPool';
      readonly kernel: readonly number[];
      readonly strides: readonly number[];
    })
  | (Made & { readonly kind: 'resize'; readonly linear: boolean; readonly times: readonly number[] })
  | { readonly kind: 'concat'; readonly sources: readonly string[]; readonly target: string };

/** A value that is asked for, under the name that the file gives it; `flat`: one row an item. */
export interface Result {
  readonly name: string;
  readonly value: string;
  readonly flat: boolean;
}

export interface Layers {
  readonly input: string;
  readonly results: readonly Result[];
  readonly layers: readonly Layer[];
}

/** Why the kernels do not compute a network. */
export class Unsupported extends Error {
  override readonly name = 'Unsupported';
}

function refuse(node: Node, why: string): never {
  throw new Unsupported(`${node.opType} ${node.output[0]}: ${why}`);
}

const all = (values: readonly number[] | undefined, wanted: number): boolean =>
  values === undefined || values.every((value) => value === wanted);

function floats(node: Node, tensor: Tensor | undefined): Float32Array {
  const bytes = tensor && elementType(tensor.dataType) === 'float32' ? tensorBytes(tensor) : undefined;
  if (!bytes) return refuse(node, 'values that are not stored as float32');
  // A copy: in the file they need not lie on a multiple of four.
  return new Float32Array(new Uint8Array(bytes).buffer);
}

function convolution(node: Node, constants: Constants, relu: boolean, target: string): Convolution {
  const stored = constants.get(node.input[1]);
  const shape = stored?.dims ?? [];
  if (shape.length !== 4) return refuse(node, 'no stored weights of two dimensions');
  if (intAttribute(node, 'group', 1) !== 1) return refuse(node, 'groups');
  if ((textAttribute(node, 'auto_pad') ?? 'NOTSET') !== 'NOTSET') return refuse(node, 'auto_pad');
  const bias = node.input[2] ? floats(node, constants.get(node.input[2])) : new Float32Array(shape[0]);
  if (bias.length !== shape[0]) return refuse(node, 'a bias of another length');
  return {
    kind: 'convolution',
    source: node.input[0],
    target,
    weights: floats(node, stored),
    shape: [shape[0], shape[1], shape[2], shape[3]],
    bias,
    strides: intsAttribute(node, 'strides') ?? [1, 1],
    dilations: intsAttribute(node, 'dilations') ?? [1, 1],
    pads: intsAttribute(node, 'pads') ?? [0, 0, 0, 0],
    relu,
  };
}

function maxPool(node: Node): Layer {
  const kernel = intsAttribute(node, 'kernel_shape') ?? [];
  const plain =
    kernel.length === 2 &&
    all(intsAttribute(node, 'pads'), 0) &&
    all(intsAttribute(node, 'dilations'), 1) &&
    intAttribute(node, 'ceil_mode', 0) === 0 &&
    (textAttribute(node, 'auto_pad') ?? 'NOTSET') === 'NOTSET' &&
    node.output.length === 1;
  if (!plain) return refuse(node, 'padding, dilation or places of the largest values');
  const strides = intsAttribute(node, 'strides') ?? [1, 1];
  return { kind: 'maxPool', source: node.input[0], target: node.output[0], kernel, strides };
}

function resize(node: Node, constants: Constants): Layer {
  const scales = node.input[2] ? floats(node, constants.get(node.input[2])) : new Float32Array(0);
  const [batch, channels, ...times] = scales;
  const mode = textAttribute(node, 'mode') ?? 'nearest';
  const places = textAttribute(node, 'coordinate_transformation_mode') ?? 'half_pixel';
  const linear = mode === 'linear' && places === 'half_pixel' && intAttribute(node, 'antialias', 0) === 0;
  const nearest =
    mode === 'nearest' && places === 'asymmetric' && textAttribute(node, 'nearest_mode') === 'floor';
  const whole = times.length === 2 && times.every((n) => Number.isInteger(n) && n >= 1);
  if (batch !== 1 || channels !== 1 || !whole || !(linear || nearest))
    return refuse(node, `by ${[...scales].join(' x ')}, ${mode}, ${places}`);
  return { kind: 'resize', source: node.input[0], target: node.output[0], linear, times };
}

/** The layers of a network, in an order in which they can be computed. @throws Unsupported */
export function readLayers(graph: Graph): Layers {
  const constants = new Constants(graph);
  const outputs = graph.output.map(({ name }) => name ?? '');
  const inputs = graph.input.filter(({ name }) => !constants.get(name ?? ''));
  if (inputs.length !== 1) throw new Unsupported(`${inputs.length} inputs`);
  const users = new Map<string, Node[]>();
  for (const node of graph.node)
    for (const name of node.input) users.set(name, [...(users.get(name) ?? []), node]);
  const layers: Layer[] = [];
  /** Relu nodes that their convolution has taken along. */
  const taken = new Set<Node>();
  /** Outputs that are another value as it is. */
  const same = new Map<string, Result>();
  for (const node of graph.node) {
    const [target] = node.output;
    if (taken.has(node) || isStandard(node, 'Constant')) continue;
    if (domainOf(node) !== '') refuse(node, `of ${node.domain}`);
    if (isStandard(node, 'Conv')) {
      const [after, ...others] = users.get(target) ?? [];
      const alone = others.length === 0 && !outputs.includes(target);
      const relu = after && alone && isStandard(after, 'Relu') ? after : undefined;
      if (relu) taken.add(relu);
      layers.push(convolution(node, constants, relu !== undefined, (relu ?? node).output[0]));
    } else if (isStandard(node, 'MaxPool')) layers.push(maxPool(node));
    else if (isStandard(node, 'Resize')) layers.push(resize(node, constants));
    else if (isStandard(node, 'Concat')) {
      if (intAttribute(node, 'axis', 0) !== 1) refuse(node, 'not along the channels');
      layers.push({ kind: 'concat', sources: node.input, target });
    } else if (outputs.includes(target) && (isStandard(node, 'Flatten') || isStandard(node, 'Identity'))) {
      if (intAttribute(node, 'axis', 1) !== 1) refuse(node, 'not item by item');
      same.set(target, { name: target, value: node.input[0], flat: isStandard(node, 'Flatten') });
    } else refuse(node, 'not among the kernels');
  }
  const results = outputs.map((name) => same.get(name) ?? { name, value: name, flat: false });
  return { input: inputs[0].name ?? '', results, layers };
}
