/** What an ONNX model is and needs, known without running it. */
import { readModel } from './codec';
import { convolutionRule, throwsOnWebGpu } from './convolution';
import type { Graph, Model, Node, Tensor, ValueInfo } from './messages';
import { Constants, convSpatialDims, domainOf, subgraphs, tensorAttribute } from './nodes';
import { NEWEST_IR, NEWEST_OPSET, runsOnWasm } from './operators';
import { elementCount, elementType, isExternal, type ElementType } from './values';

/** An input or output of the network. */
export interface ValueFacts {
  readonly name: string;
  readonly type: ElementType;
  /** A size, the name of a free size, or undefined; the list itself is missing when even the rank is not told. */
  readonly dims: readonly (number | string | undefined)[] | undefined;
}

/**
 * - unsupported: the runtime does not open the model.
 * - webgpuRewrite: WebGPU throws on the node, `rewriteForWebGpu` replaces it by what gives the same numbers.
 * - webgpuCpu: the node runs on the CPU while the rest runs on the graphics device.
 */
export type ProblemKind = 'unsupported' | 'webgpuRewrite' | 'webgpuCpu';

/**
 * What helps, as a key for a sentence. unsupported: exportStandardOperators, exportOlderOpset, addExternalFile.
 * webgpuRewrite: rewrite. webgpuCpu: forceCpu (throws unless its name is in forceCpuNodeNames), automatic (the
 * runtime does so by itself), useWasm (in a function of the model's own: cannot be named).
 */
export type Remedy =
  | 'exportStandardOperators'
  | 'exportOlderOpset'
  | 'addExternalFile'
  | 'rewrite'
  | 'forceCpu'
  | 'automatic'
  | 'useWasm';

export interface Problem {
  readonly kind: ProblemKind;
  readonly remedy: Remedy;
  /** "Conv", or "domain.Operator"; empty when it is about the whole file. */
  readonly operator: string;
  /** The node's name, else its first output; or the name of the external file; or "opset 27", "IR 14". */
  readonly node: string;
}

export interface OperatorCount {
  /** Empty for the standard operators. */
  readonly domain: string;
  readonly opType: string;
  readonly count: number;
}

export interface GraphFacts {
  readonly irVersion: number;
  /** Version by domain; the standard domain is ''. */
  readonly opsets: Readonly<Record<string, number>>;
  readonly producer: string;
  /** Without those that are initializers too. */
  readonly inputs: readonly ValueFacts[];
  readonly outputs: readonly ValueFacts[];
  /** With those in branches, loops and functions; most frequent first. */
  readonly operators: readonly OperatorCount[];
  readonly parameters: number;
  readonly bytes: number;
  /** Most spatial dimensions of any convolution; undefined without convolutions. */
  readonly spatialDims: number | undefined;
  /** Names of the files beside the model that hold its weights. */
  readonly externalFiles: readonly string[];
  readonly needsExternalData: boolean;
  /** It computes with weights in half precision; stored so and cast before use, they do not count. */
  readonly fp16: boolean;
  readonly quantised: boolean;
  readonly problems: readonly Problem[];
}

/** Types that weights have; int64 and bool tensors are shapes, indices and masks. */
const WEIGHT_TYPES: readonly ElementType[] = [
  'float32',
  'float16',
  'bfloat16',
  'float64',
  'float8',
  'float4',
  'int8',
  'uint8',
  'int4',
  'uint4',
  'int2',
  'uint2',
];

const QUANTISED = /^(?:QLinear|Quantize|Dequantize|DynamicQuantize|QAttention|QGemm)|Integer|NBits|Bnb4/;

/** Standard operators that native WebGPU 1.30 leaves to the CPU by itself (ai-runtime.md, section 2.1). */
const CPU_BY_ITSELF = new Set([
  'GroupNormalization',
  'NonZero',
  'NonMaxSuppression',
  'RoiAlign',
  'ConvInteger',
  'QLinearConv',
  'DynamicQuantizeLinear',
]);

export const nameOf = (node: Node): string => node.name || node.output.find((o) => o !== '') || '';

const operatorName = (node: Node): string =>
  domainOf(node) === '' ? (node.opType ?? '') : `${domainOf(node)}.${node.opType}`;

function valueFacts(value: ValueInfo): ValueFacts {
  const tensor = value.type?.tensorType;
  return {
    name: value.name ?? '',
    type: elementType(tensor?.elemType),
    dims: tensor?.shape?.dim.map((d) => d.value ?? (d.param || undefined)),
  };
}

/** Gathers facts node by node. */
class Survey {
  readonly counts = new Map<string, { domain: string; opType: string; count: number }>();
  readonly problems: Problem[] = [];
  readonly externalFiles = new Set<string>();
  parameters = 0;
  spatialDims: number | undefined;
  fp16 = false;
  quantised = false;
  private readonly model: Model;
  private readonly own: ReadonlySet<string>;
  private readonly told = new Set<string>();

  constructor(model: Model) {
    this.model = model;
    this.own = new Set(model.functions.map((f) => `${f.domain ?? ''}.${f.name}`));
  }

  graph(graph: Graph, opset: number, outer?: Constants, main = true): void {
    const constants = new Constants(graph, outer);
    for (const tensor of graph.initializer) this.tensor(tensor);
    this.halfPrecision(graph.initializer, graph.node);
    for (const node of graph.node) this.node(node, opset, constants, main ? 'main' : 'subgraph');
  }

  functions(): void {
    for (const f of this.model.functions) {
      const constants = new Constants({ node: f.node });
      const opset = versions(f.opsetImport)[''] ?? 0;
      this.halfPrecision([], f.node);
      for (const node of f.node) this.node(node, opset, constants, 'function');
    }
  }

  private node(
    node: Node,
    opset: number,
    constants: Constants,
    place: 'main' | 'subgraph' | 'function',
  ): void {
    const domain = domainOf(node);
    const opType = node.opType ?? '';
    const key = `${domain}.${opType}`;
    const counted = this.counts.get(key) ?? { domain, opType, count: 0 };
    counted.count++;
    this.counts.set(key, counted);
    if (QUANTISED.test(opType)) this.quantised = true;

    const spatial = convSpatialDims(node, constants);
    if (spatial !== undefined) this.spatialDims = Math.max(this.spatialDims ?? 0, spatial);
    const constant = opType === 'Constant' ? tensorAttribute(node, 'value') : undefined;
    if (constant) this.tensor(constant);

    if (!this.own.has(key)) {
      const runs = runsOnWasm(node, opset);
      if (runs === 'no') this.tell(node, 'unsupported', 'exportStandardOperators');
      if (runs === 'olderOpset') this.tell(node, 'unsupported', 'exportOlderOpset');
    }
    const rule = throwsOnWebGpu(node) ? 'cpu' : convolutionRule(node, constants);
    if (rule === 'cpu' || (rule && place !== 'main'))
      this.tell(node, 'webgpuCpu', place === 'function' ? 'useWasm' : 'forceCpu');
    else if (rule) this.tell(node, 'webgpuRewrite', 'rewrite');
    else if (domain === '' && CPU_BY_ITSELF.has(opType)) this.tell(node, 'webgpuCpu', 'automatic');

    for (const inner of subgraphs(node)) this.graph(inner, opset, constants, false);
  }

  /** Is a float16 tensor taken by anything but a Cast? */
  private halfPrecision(initializers: readonly Tensor[], nodes: readonly Node[]): void {
    const isHalf = (tensor: Tensor | undefined): boolean =>
      tensor !== undefined && elementType(tensor.dataType) === 'float16';
    const half = new Set(initializers.filter(isHalf).map((t) => t.name));
    for (const node of nodes)
      if (node.opType === 'Constant' && isHalf(tensorAttribute(node, 'value'))) half.add(node.output[0]);
    const taken = (node: Node): boolean =>
      node.opType !== 'Cast' && node.input.some((name) => half.has(name));
    if (half.size > 0 && nodes.some(taken)) this.fp16 = true;
  }

  private tensor(tensor: Tensor): void {
    const type = elementType(tensor.dataType);
    if (WEIGHT_TYPES.includes(type)) this.parameters += elementCount(tensor.dims);
    if (isExternal(tensor))
      this.externalFiles.add(tensor.externalData.find((p) => p.key === 'location')?.value ?? '');
  }

  private tell(node: Node, kind: ProblemKind, remedy: Remedy): void {
    const problem = { kind, remedy, operator: operatorName(node), node: nameOf(node) };
    const key = JSON.stringify(problem);
    if (!this.told.has(key)) this.problems.push(problem);
    this.told.add(key);
  }
}

function versions(imports: Model['opsetImport']): Record<string, number> {
  return Object.fromEntries(imports.map((o) => [domainOf(o), o.version ?? 0]));
}

/**
 * Reads a model and says what it is. `files` are the names of the files that came with it.
 * @throws OnnxError when the bytes are no ONNX model
 */
export function inspectModel(bytes: Uint8Array, files: readonly string[] = []): GraphFacts {
  const model = readModel(bytes);
  const graph = model.graph!;
  const opsets = versions(model.opsetImport);
  const opset = opsets[''] ?? 0;
  const survey = new Survey(model);
  survey.graph(graph, opset);
  survey.functions();

  const ofFile: Problem[] = [];
  const unsupported = (node: string, remedy: Remedy): number =>
    ofFile.push({ kind: 'unsupported', remedy, operator: '', node });
  if (opset > NEWEST_OPSET) unsupported(`opset ${opset}`, 'exportOlderOpset');
  if ((model.irVersion ?? 0) > NEWEST_IR) unsupported(`IR ${model.irVersion}`, 'exportOlderOpset');
  for (const file of survey.externalFiles) if (!files.includes(file)) unsupported(file, 'addExternalFile');

  const stored = new Set(graph.initializer.map((t) => t.name));
  return {
    irVersion: model.irVersion ?? 0,
    opsets,
    producer: [model.producerName, model.producerVersion].filter(Boolean).join(' '),
    inputs: graph.input.filter((v) => !stored.has(v.name)).map(valueFacts),
    outputs: graph.output.map(valueFacts),
    operators: [...survey.counts.values()].sort(
      (a, b) => b.count - a.count || a.opType.localeCompare(b.opType),
    ),
    parameters: survey.parameters,
    bytes: bytes.length,
    spatialDims: survey.spatialDims,
    externalFiles: [...survey.externalFiles],
    needsExternalData: survey.externalFiles.size > 0,
    fp16: survey.fp16,
    quantised: survey.quantised,
    problems: [...ofFile, ...survey.problems],
  };
}
