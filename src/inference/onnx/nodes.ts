/** Reading and making nodes: attributes, constants that feed a node, fresh names. */
import { AttributeType, type Attribute, type Graph, type Node, type Tensor } from './messages';
import { INT64 } from './values';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** "ai.onnx" is another name of the standard domain. */
export const domainOf = (node: Pick<Node, 'domain'>): string =>
  node.domain === undefined || node.domain === 'ai.onnx' ? '' : node.domain;

export const isStandard = (node: Node, opType: string): boolean =>
  node.opType === opType && domainOf(node) === '';

const attribute = (node: Node, name: string): Attribute | undefined =>
  node.attribute.find((a) => a.name === name);

export function intAttribute(node: Node, name: string, otherwise: number): number {
  const value = attribute(node, name)?.i;
  return value === undefined ? otherwise : Number(value);
}

export function intsAttribute(node: Node, name: string): readonly number[] | undefined {
  return attribute(node, name)?.ints.map(Number);
}

export function textAttribute(node: Node, name: string): string | undefined {
  const value = attribute(node, name)?.s;
  return value && decoder.decode(value);
}

export function tensorAttribute(node: Node, name: string): Tensor | undefined {
  return attribute(node, name)?.t;
}

/** The graphs that a node carries: branches of If, bodies of Loop and Scan. */
export function subgraphs(node: Node): readonly Graph[] {
  return node.attribute.flatMap((a) => (a.g ? [a.g, ...a.graphs] : a.graphs));
}

export type AttributeValue = number | string | readonly number[] | { readonly float: number } | Tensor;

/** An attribute; a plain number is an INT, `{ float }` a FLOAT. */
export function makeAttribute(name: string, value: AttributeValue): Attribute {
  const empty = { name, floats: [], ints: [], strings: [], tensors: [], graphs: [] };
  if (typeof value === 'number') return { ...empty, type: AttributeType.INT, i: BigInt(value) };
  if (typeof value === 'string') return { ...empty, type: AttributeType.STRING, s: encoder.encode(value) };
  if ('float' in value) return { ...empty, type: AttributeType.FLOAT, f: Math.fround(value.float) };
  if ('dims' in value) return { ...empty, type: AttributeType.TENSOR, t: value };
  return { ...empty, type: AttributeType.INTS, ints: value.map(BigInt) };
}

export function makeNode(
  opType: string,
  name: string,
  input: readonly string[],
  output: readonly string[],
  attributes: Readonly<Record<string, AttributeValue>> = {},
): Node {
  return {
    opType,
    name,
    input,
    output,
    attribute: Object.entries(attributes).map(([key, value]) => makeAttribute(key, value)),
  };
}

export function int64Tensor(name: string, values: readonly number[], dims = [values.length]): Tensor {
  const rawData = new Uint8Array(new BigInt64Array(values.map(BigInt)).buffer);
  return { name, dims, dataType: INT64, rawData, externalData: [] };
}

/** What feeds nodes with values that are known without running: initializers and Constant nodes. */
export class Constants {
  private readonly tensors = new Map<string, Tensor>();
  private readonly producers = new Map<string, Node>();

  constructor(graph: Pick<Graph, 'node'> & Partial<Pick<Graph, 'initializer'>>, outer?: Constants) {
    for (const [name, tensor] of outer?.tensors ?? []) this.tensors.set(name, tensor);
    for (const [name, node] of outer?.producers ?? []) this.producers.set(name, node);
    for (const tensor of graph.initializer ?? []) this.tensors.set(tensor.name ?? '', tensor);
    for (const node of graph.node) {
      const value = isStandard(node, 'Constant') ? tensorAttribute(node, 'value') : undefined;
      if (value) this.tensors.set(node.output[0], value);
      for (const output of node.output) if (output !== '') this.producers.set(output, node);
    }
  }

  /** The tensor behind a name, also through Identity nodes. */
  get(name: string): Tensor | undefined {
    return this.trace(name, ['Identity']);
  }

  /** Number of dimensions of a weight, also when it is stored quantised or in half precision. */
  rank(name: string): number | undefined {
    return this.trace(name, ['Identity', 'DequantizeLinear', 'QuantizeLinear', 'Cast', 'CastLike'])?.dims
      .length;
  }

  private trace(name: string, through: readonly string[]): Tensor | undefined {
    // A chain longer than this is a cycle in a broken file.
    for (let steps = 0; steps < 8; steps++) {
      const tensor = this.tensors.get(name);
      if (tensor) return tensor;
      const node = this.producers.get(name);
      if (!node || domainOf(node) !== '' || !through.includes(node.opType ?? '')) return undefined;
      name = node.input[0];
    }
    return undefined;
  }
}

const CONVOLUTIONS = new Map([
  ['Conv', 1],
  ['ConvTranspose', 1],
  ['ConvInteger', 1],
  ['QLinearConv', 3],
]);

/** Spatial dimensions of a convolution; undefined for other operators and where it cannot be told. */
export function convSpatialDims(node: Node, constants: Constants): number | undefined {
  const weightInput = CONVOLUTIONS.get(node.opType ?? '');
  if (weightInput === undefined || domainOf(node) !== '') return undefined;
  const kernel = intsAttribute(node, 'kernel_shape');
  if (kernel && kernel.length > 0) return kernel.length;
  const rank = constants.rank(node.input[weightInput] ?? '');
  return rank === undefined || rank < 3 ? undefined : rank - 2;
}

/** Gives names that nothing in a graph has yet. */
export class FreshNames {
  private readonly taken = new Set<string>();

  constructor(graph: Graph) {
    this.take(graph);
  }

  fresh(wanted: string): string {
    let name = wanted;
    for (let n = 2; this.taken.has(name); n++) name = `${wanted}_${n}`;
    this.taken.add(name);
    return name;
  }

  private take(graph: Graph): void {
    for (const { name } of [...graph.input, ...graph.output, ...graph.initializer, ...graph.valueInfo])
      this.taken.add(name ?? '');
    for (const node of graph.node) {
      for (const name of [node.name ?? '', ...node.input, ...node.output]) this.taken.add(name);
      for (const inner of subgraphs(node)) this.take(inner);
    }
  }
}
