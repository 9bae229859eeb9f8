/** Makes ONNX graphs by code, for tests: nodes one after the other, weights from a seeded generator. */
import { writeModel } from './codec';
import type { Node, Tensor, ValueInfo } from './messages';
import { int64Tensor, makeNode, type AttributeValue } from './nodes';
import { FLOAT32, elementCount } from './values';

export interface BuildOptions {
  readonly opset?: number;
  readonly irVersion?: number;
  /** Versions of further domains. */
  readonly domains?: Readonly<Record<string, number>>;
}

/** Numbers in [0, 1) that are the same everywhere (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Values in [-scale, scale). */
export function seededValues(random: () => number, length: number, scale = 1): Float32Array {
  return Float32Array.from({ length }, () => (random() * 2 - 1) * scale);
}

const valueInfo = (name: string, dims: readonly (number | string)[]): ValueInfo => ({
  name,
  type: {
    tensorType: {
      elemType: FLOAT32,
      shape: { dim: dims.map((d) => (typeof d === 'number' ? { value: d } : { param: d })) },
    },
  },
});

/** Names are counted up; every method that makes a node returns the name of its first output. */
export class GraphBuilder {
  readonly random: () => number;
  private readonly nodes: Node[] = [];
  private readonly initializers: Tensor[] = [];
  private readonly inputs: ValueInfo[] = [];
  private readonly outputs: ValueInfo[] = [];
  private count = 0;

  constructor(seed = 1) {
    this.random = seededRandom(seed);
  }

  input(name: string, dims: readonly (number | string)[]): string {
    this.inputs.push(valueInfo(name, dims));
    return name;
  }

  /** Makes `value` an output of the graph under another name. */
  output(value: string, name: string, dims: readonly (number | string)[]): void {
    this.nodes.push(makeNode('Identity', `node_${this.count++}`, [value], [name]));
    this.outputs.push(valueInfo(name, dims));
  }

  /** The last argument names the domain of an operator that is not standard. */
  node(
    opType: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, AttributeValue>> = {},
    outputs = 1,
    domain?: string,
  ): string {
    const name = `node_${this.count++}`;
    const made = Array.from({ length: outputs }, (_, n) => (n === 0 ? `${name}_y` : `${name}_y${n}`));
    this.nodes.push({ ...makeNode(opType, name, inputs, made, attributes), domain });
    return made[0];
  }

  tensor(dims: readonly number[], values: Float32Array): string {
    const name = `tensor_${this.initializers.length}`;
    const rawData = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    this.initializers.push({ name, dims, dataType: FLOAT32, rawData, externalData: [] });
    return name;
  }

  integers(values: readonly number[]): string {
    const name = `tensor_${this.initializers.length}`;
    this.initializers.push(int64Tensor(name, values));
    return name;
  }

  /** Uniform weights with the variance 2 / fanIn (He), so that activations keep their size. */
  weight(dims: readonly number[], fanIn: number): string {
    return this.tensor(dims, seededValues(this.random, elementCount(dims), Math.sqrt(6 / fanIn)));
  }

  /** Values around `centre`. */
  near(length: number, centre: number, spread: number): string {
    const values = seededValues(this.random, length, spread).map((v) => v + centre);
    return this.tensor([length], values);
  }

  build({ opset = 17, irVersion = 8, domains = {} }: BuildOptions = {}): Uint8Array<ArrayBuffer> {
    return writeModel({
      irVersion,
      producerName: 'lamplight',
      opsetImport: [
        { domain: '', version: opset },
        ...Object.entries(domains).map(([domain, version]) => ({ domain, version })),
      ],
      functions: [],
      graph: {
        name: 'graph',
        node: this.nodes,
        initializer: this.initializers,
        input: this.inputs,
        output: this.outputs,
        valueInfo: [],
      },
    });
  }
}
