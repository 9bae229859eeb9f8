/**
 * Replaces what native WebGPU throws on by nodes that give the same numbers, for any size of the input. Only the main
 * graph is rewritten; what has no exact replacement, and the same operators in branches and loops, is named so
 * that the session keeps it on the CPU.
 */
import { readModel, writeModel } from './codec';
import { convolutionRule, throwsOnWebGpu, storedValues, unsaidAttributes } from './convolution';
import type { Attribute, Graph, Node, Tensor } from './messages';
import {
  Constants,
  FreshNames,
  domainOf,
  int64Tensor,
  intAttribute,
  makeAttribute,
  makeNode,
  subgraphs,
} from './nodes';
import { elementBytes } from './values';

export type RewriteRule = 'transposeAsConv' | 'groupsApart' | 'attributesInFull';

export interface Rewritten {
  /** The node's name in the new file; of its first replacement where it was replaced. */
  readonly node: string;
  readonly operator: string;
  readonly rule: RewriteRule;
}

export interface WebGpuModel {
  /** The bytes that were given when nothing had to change. */
  readonly bytes: Uint8Array;
  readonly rewritten: readonly Rewritten[];
  /** For `forceCpuNodeNames` of the WebGPU provider: unique names. */
  readonly cpuNodes: readonly string[];
}

/** Reshape has another form in standard operators older than this, and no exporter writes them. */
const OLDEST_OPSET = 7;

/** Nodes and initializers of a replacement. */
interface Replacement {
  readonly nodes: readonly Node[];
  readonly tensors: readonly Tensor[];
}

/** A tensor like another, with other values. */
const stored = (like: Tensor, name: string, dims: readonly number[], rawData: Uint8Array): Tensor => ({
  name,
  dims,
  dataType: like.dataType,
  rawData,
  externalData: [],
});

/**
 * Y[n, o, kd*d+a, kh*h+b, kw*w+c] = bias[o] + sum over i of X[n, i, d, h, w] * W[i, o, a, b, c]: a 1x1x1 Conv to
 * [N, O*kd*kh*kw, D, H, W], seen as [N, O, kd, kh, kw, D, H, W], transposed and seen as [N, O, kd*D, kh*H, kw*W].
 */
function transposeAsConv(node: Node, constants: Constants, names: FreshNames): Replacement {
  const weights = storedValues(constants, node.input[1])!;
  const bias = storedValues(constants, node.input[2]);
  const [inputs, outputs, ...kernel] = weights.tensor.dims;
  const taps = kernel[0] * kernel[1] * kernel[2];
  const size = elementBytes(weights.tensor.dataType)!;
  const rows = outputs * taps;

  const turned = new Uint8Array(weights.bytes.length);
  for (let i = 0; i < inputs; i++)
    for (let row = 0; row < rows; row++) {
      const from = (i * rows + row) * size;
      turned.set(weights.bytes.subarray(from, from + size), (row * inputs + i) * size);
    }
  const [output] = node.output;
  const fresh = (what: string): string => names.fresh(`${output}/${what}`);
  const tensors = [stored(weights.tensor, fresh('weight'), [rows, inputs, 1, 1, 1], turned)];
  if (bias) {
    const repeated = new Uint8Array(rows * size);
    for (let row = 0; row < rows; row++) {
      const from = Math.floor(row / taps) * size;
      repeated.set(bias.bytes.subarray(from, from + size), row * size);
    }
    tensors.push(stored(bias.tensor, fresh('bias'), [rows], repeated));
  }
  const constant = (what: string, values: readonly number[]): string => {
    const name = fresh(what);
    tensors.push(int64Tensor(name, values));
    return name;
  };

  const conv = fresh('conv');
  const shape = fresh('shape');
  const space = fresh('space');
  const apart = fresh('apart');
  const taken = fresh('taken');
  const turnedAxes = fresh('turned');
  const grown = fresh('grown');
  const together = fresh('together');
  const convInputs = [node.input[0], ...tensors.map((t) => t.name ?? '')];
  const nodes = [
    makeNode('Conv', conv, convInputs, [conv], {
      kernel_shape: [1, 1, 1],
      strides: [1, 1, 1],
      dilations: [1, 1, 1],
      pads: [0, 0, 0, 0, 0, 0],
      group: 1,
    }),
    makeNode('Shape', shape, [conv], [shape]),
    makeNode('Gather', space, [shape, constant('axes', [2, 3, 4])], [space], { axis: 0 }),
    // 0 in a new shape: as it was, here the batch.
    makeNode('Concat', apart, [constant('channels', [0, outputs, ...kernel]), space], [apart], { axis: 0 }),
    makeNode('Reshape', taken, [conv, apart], [taken]),
    makeNode('Transpose', turnedAxes, [taken], [turnedAxes], { perm: [0, 1, 5, 2, 6, 3, 7, 4] }),
    makeNode('Mul', grown, [space, constant('kernel', kernel)], [grown]),
    makeNode('Concat', together, [constant('outputs', [0, outputs]), grown], [together], { axis: 0 }),
    makeNode('Reshape', fresh('reshape'), [turnedAxes, together], [output]),
  ];
  return { nodes, tensors };
}

/** Group g sees its own part of the input's channels and makes its own part of the output's. */
function groupsApart(
  node: Node,
  constants: Constants,
  names: FreshNames,
  opset: number,
  unsaid: readonly Attribute[],
): Replacement {
  const weights = storedValues(constants, node.input[1])!;
  const bias = storedValues(constants, node.input[2]);
  const groups = intAttribute(node, 'group', 1);
  const [outputs, inputs, ...kernel] = weights.tensor.dims;
  const each = outputs / groups;
  const [output] = node.output;
  const part = (what: string, g: number): string => names.fresh(`${output}/${what}${g}`);
  const cut = (bytes: Uint8Array, g: number): Uint8Array =>
    bytes.subarray((bytes.length / groups) * g, (bytes.length / groups) * (g + 1));

  const tensors: Tensor[] = [];
  const bound = (channel: number): string => {
    const name = names.fresh(`${output}/channel${channel}`);
    tensors.push(int64Tensor(name, [channel]));
    return name;
  };
  // Not Split: WebGPU has too few buffers for one with many outputs.
  const bounds = opset < 10 ? [] : Array.from({ length: groups + 1 }, (_, g) => bound(g * inputs));
  const axis = opset < 10 ? '' : bound(1);
  const slices = Array.from({ length: groups }, (_, g) => {
    const name = part('in', g);
    if (opset >= 10) return makeNode('Slice', name, [node.input[0], bounds[g], bounds[g + 1], axis], [name]);
    const range = { axes: [1], starts: [g * inputs], ends: [(g + 1) * inputs] };
    return makeNode('Slice', name, [node.input[0]], [name], range);
  });
  const attribute = [
    ...node.attribute.filter((a) => a.name !== 'group'),
    ...unsaid.filter((a) => a.name !== 'group'),
    makeAttribute('group', 1),
  ];
  const convs = slices.map((slice, g): Node => {
    const weight = stored(
      weights.tensor,
      part('weight', g),
      [each, inputs, ...kernel],
      cut(weights.bytes, g),
    );
    const own = [weight];
    if (bias) own.push(stored(bias.tensor, part('bias', g), [each], cut(bias.bytes, g)));
    tensors.push(...own);
    const name = part('out', g);
    const conv = makeNode('Conv', name, [slice.output[0], ...own.map((t) => t.name ?? '')], [name]);
    return { ...conv, attribute };
  });
  const concat = makeNode(
    'Concat',
    names.fresh(`${output}/concat`),
    convs.map((c) => c.output[0]),
    [output],
    { axis: 1 },
  );
  return { nodes: [...slices, ...convs, concat], tensors };
}

/** A node with a name that no other node has. */
function named(node: Node, counts: ReadonlyMap<string, number>, names: FreshNames): Node {
  if (node.name && counts.get(node.name) === 1) return node;
  return { ...node, name: names.fresh(node.name || `${node.opType}_${node.output[0]}`) };
}

function countNames(graph: Graph, counts: Map<string, number>): void {
  for (const node of graph.node) {
    counts.set(node.name ?? '', (counts.get(node.name ?? '') ?? 0) + 1);
    for (const inner of subgraphs(node)) countNames(inner, counts);
  }
}

/** Every name that a graph or one inside it reads. */
function readNames(graph: Graph, into: Set<string>): void {
  for (const output of graph.output) into.add(output.name ?? '');
  for (const node of graph.node) {
    for (const input of node.input) into.add(input);
    for (const inner of subgraphs(node)) readNames(inner, into);
  }
}

class Rewriter {
  readonly rewritten: Rewritten[] = [];
  readonly cpuNodes: string[] = [];
  /** A node got a name. */
  renamed = false;
  private readonly names: FreshNames;
  private readonly counts = new Map<string, number>();
  private readonly opset: number;

  constructor(graph: Graph, opset: number) {
    this.opset = opset;
    this.names = new FreshNames(graph);
    countNames(graph, this.counts);
  }

  main(graph: Graph): Graph {
    const constants = new Constants(graph);
    const nodes: Node[] = [];
    const tensors: Tensor[] = [];
    const left = new Set<string>();
    for (const node of graph.node) {
      const rule = this.opset >= OLDEST_OPSET ? convolutionRule(node, constants) : undefined;
      if (rule !== 'transposeAsConv' && rule !== 'groupsApart') {
        nodes.push(this.inFull(this.keptOffGpu(node, constants), constants));
        continue;
      }
      const unsaid = this.unsaid(node, constants);
      const made =
        rule === 'transposeAsConv'
          ? transposeAsConv(node, constants, this.names)
          : groupsApart(node, constants, this.names, this.opset, unsaid);
      nodes.push(...made.nodes);
      tensors.push(...made.tensors);
      for (const input of node.input.slice(1)) left.add(input);
      this.rewritten.push({ node: made.nodes[0].name ?? '', operator: node.opType ?? '', rule });
    }
    const changed = { ...graph, node: nodes };
    const read = new Set<string>();
    readNames(changed, read);
    const unused = (name: string | undefined): boolean => left.has(name ?? '') && !read.has(name ?? '');
    return {
      ...changed,
      initializer: [...graph.initializer.filter((t) => !unused(t.name)), ...tensors],
      // Old files list initializers as inputs too; without its value it would have to be fed.
      input: graph.input.filter((v) => !unused(v.name)),
    };
  }

  private unsaid(node: Node, constants: Constants): Attribute[] {
    return Object.entries(unsaidAttributes(node, constants)).map(([name, v]) => makeAttribute(name, v));
  }

  private inFull(node: Node, constants: Constants): Node {
    const unsaid = this.unsaid(node, constants);
    if (unsaid.length === 0) return node;
    this.rewritten.push({
      node: node.name || node.output[0],
      operator: node.opType ?? '',
      rule: 'attributesInFull',
    });
    return { ...node, attribute: [...node.attribute, ...unsaid] };
  }

  /** Names what must run on the CPU, here and in the graphs that the node carries. */
  private keptOffGpu(node: Node, constants: Constants): Node {
    let kept = node;
    if (throwsOnWebGpu(node) || convolutionRule(node, constants) !== undefined) {
      kept = named(node, this.counts, this.names);
      this.renamed ||= kept !== node;
      this.cpuNodes.push(kept.name ?? '');
    }
    if (subgraphs(node).length === 0) return kept;
    const attribute = kept.attribute.map((a) => ({
      ...a,
      g: a.g && this.inner(a.g, constants),
      graphs: a.graphs.map((g) => this.inner(g, constants)),
    }));
    return { ...kept, attribute };
  }

  private inner(graph: Graph, outer: Constants): Graph {
    const constants = new Constants(graph, outer);
    return { ...graph, node: graph.node.map((n) => this.keptOffGpu(n, constants)) };
  }
}

/**
 * Makes a model that WebGPU can run, with `cpuNodes` as its `forceCpuNodeNames`.
 * @throws OnnxError when the bytes are no ONNX model
 */
export function rewriteForWebGpu(bytes: Uint8Array): WebGpuModel {
  const model = readModel(bytes);
  const graph = model.graph!;
  const opset = model.opsetImport.find((o) => domainOf(o) === '')?.version ?? 0;
  const rewriter = new Rewriter(graph, opset);
  const changed = rewriter.main(graph);
  const { rewritten, cpuNodes } = rewriter;
  if (rewritten.length === 0 && !rewriter.renamed) return { bytes, rewritten, cpuNodes };
  return { bytes: writeModel({ ...model, graph: changed }), rewritten, cpuNodes };
}
