import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import {
  customDomainGraph,
  poolIndicesGraph,
  runnableGraphs,
  type SyntheticGraph,
} from '../../../tests/models/graphs';
import { GraphBuilder, seededRandom, seededValues } from './build';
import { OnnxError, readModel, writeModel } from './codec';
import { inspectModel, type GraphFacts } from './inspect';
import type { Model } from './messages';
import { int64Tensor, makeNode } from './nodes';
import { rewriteForWebGpu } from './rewrite';
import { elementCount, tensorBytes } from './values';

const shipped = new Uint8Array(
  readFileSync(fileURLToPath(new URL('../../../public/models/lung-nodule/weights.onnx', import.meta.url))),
);
const graphs = [...runnableGraphs(), poolIndicesGraph()];
const byName = (name: string): SyntheticGraph => graphs.find((g) => g.name === name)!;

/** Output of native onnxruntime without its own graph changes. */
async function run(
  bytes: Uint8Array,
  shape: readonly number[],
): Promise<{ dims: readonly number[]; data: Float32Array }> {
  const session = await InferenceSession.create(bytes, {
    intraOpNumThreads: 1,
    graphOptimizationLevel: 'disabled',
    logSeverityLevel: 3,
  });
  const x = new Tensor('float32', seededValues(seededRandom(99), elementCount(shape)), [...shape]);
  const results = await session.run({ [session.inputNames[0]]: x });
  const y = results[session.outputNames[0]];
  const found = { dims: y.dims, data: y.data as Float32Array };
  await session.release();
  return found;
}

function largestDifference(a: Float32Array, b: Float32Array): number {
  expect(a.length).toBe(b.length);
  return a.reduce((worst, v, n) => Math.max(worst, Math.abs(v - b[n])), 0);
}

/** A model as short text, weights as their hash. */
const digest = (model: unknown): string =>
  JSON.stringify(model, (_, value: unknown) => {
    if (typeof value === 'bigint') return `${value}n`;
    return value instanceof Uint8Array ? createHash('sha256').update(value).digest('hex') : value;
  });

const reasonOf = (bytes: Uint8Array): string => {
  try {
    readModel(bytes);
  } catch (error) {
    if (error instanceof OnnxError) return error.reason;
    throw error;
  }
  return '';
};

describe('ONNX files', () => {
  it.each([{ name: 'shipped', bytes: shipped }, customDomainGraph(), ...graphs])(
    '$name says the same after reading and writing',
    async ({ name, bytes }) => {
      const model = readModel(bytes);
      const written = writeModel(model);
      expect(digest(readModel(written))).toBe(digest(model));
      expect(digest(writeModel(readModel(written)))).toBe(digest(written));
      if (name === 'shipped') {
        const shape = [1, 3, 32, 32];
        expect(await run(written, shape)).toEqual(await run(bytes, shape));
      }
    },
  );

  it('are read without copying weights', () => {
    const tensors = readModel(shipped).graph!.initializer;
    expect(tensors.length).toBeGreaterThan(0);
    expect(tensors.every((t) => t.rawData?.buffer === shipped.buffer)).toBe(true);
  });

  it('keep fields that nobody here knows', () => {
    // Field 1000 as text, field 2000 as a number, field 3000 as a 64-bit value.
    const more = [0xc2, 0x3e, 2, 104, 105, 0x80, 0x7d, 7, 0xc1, 0xbb, 1, 1, 2, 3, 4, 5, 6, 7, 8];
    const bytes = new Uint8Array([...byName('meshNet').bytes, ...more]);
    const model = readModel(bytes);
    expect(model.unknown).toHaveLength(3);
    expect(writeModel(model).slice(-more.length)).toEqual(Uint8Array.from(more));
  });

  it('keep numbers that are no safe integers', () => {
    const net = new GraphBuilder();
    const x = net.input('x', ['n']);
    net.output(net.node('Relu', [x]), 'y', ['n']);
    const model = readModel(net.build());
    const [node] = model.graph!.node;
    const attribute = {
      name: 'i',
      i: 2n ** 63n - 1n,
      floats: [],
      ints: [-(2n ** 63n)],
      strings: [],
      tensors: [],
      graphs: [],
    };
    const changed: Model = {
      ...model,
      graph: { ...model.graph!, node: [{ ...node, attribute: [attribute] }] },
    };
    expect(readModel(writeModel(changed)).graph!.node[0].attribute[0]).toEqual(attribute);
  });

  it('have values in typed fields too', () => {
    const typed = (dataType: number, tag: number, bytes: number[]): Uint8Array | undefined =>
      tensorBytes({
        dims: [2],
        dataType,
        externalData: [],
        unknown: [{ tag, bytes: Uint8Array.from(bytes) }],
      });
    expect(typed(1, (4 << 3) | 2, [8, 0, 0, 128, 63, 0, 0, 0, 64])).toEqual(
      new Uint8Array(Float32Array.of(1, 2).buffer),
    );
    expect(typed(10, (5 << 3) | 2, [3, 0x80, 0x78, 1])).toEqual(Uint8Array.of(0, 0x3c, 1, 0));
    expect(typed(7, (7 << 3) | 2, [2, 5, 6])).toEqual(new Uint8Array(BigInt64Array.of(5n, 6n).buffer));
    // Fewer values than the dimensions say.
    expect(typed(7, (7 << 3) | 2, [1, 5])).toBeUndefined();
  });

  it('are refused with a reason when they are something else', () => {
    const text = (t: string): Uint8Array => new TextEncoder().encode(t);
    expect(reasonOf(new Uint8Array(0))).toBe('empty');
    expect(reasonOf(text('<!doctype html><html><body>404</body></html>'))).toBe('webPage');
    expect(reasonOf(text('\n <HTML>'))).toBe('webPage');
    expect(reasonOf(text('version https://git-lfs.github.com/spec/v1\noid sha256:0'))).toBe('lfsPointer');
    expect(reasonOf(text('PK\u0003\u0004........'))).toBe('archive');
    expect(reasonOf(text('\u0010\0\0\0ORTM........'))).toBe('ortFormat');
    expect(reasonOf(text('{"format":"json"}'))).toBe('notOnnx');
    expect(reasonOf(new Uint8Array(1000))).toBe('notOnnx');
    expect(reasonOf(new Uint8Array(1000).fill(255))).toBe('notOnnx');
    // A length of 4 GB, and messages in messages without end.
    expect(reasonOf(Uint8Array.of(8, 8, 58, 255, 255, 255, 255, 15, 1))).toBe('truncated');
    expect(reasonOf(Uint8Array.from({ length: 5000 }, (_, n) => (n % 2 ? 127 : 0x3b)))).toBe('notOnnx');
  });

  it('never end in anything but a model or an OnnxError, wherever they are cut or broken', () => {
    const { bytes } = byName('grouped3d');
    const known = ['', 'truncated', 'notOnnx', 'empty'];
    for (let length = 0; length < bytes.length; length += 7)
      expect(reasonOf(bytes.subarray(0, length))).not.toBe('');
    const random = seededRandom(5);
    for (let n = 0; n < 1500; n++) {
      const broken = bytes.slice();
      for (let k = 0; k < 3; k++) broken[Math.floor(random() * broken.length)] = Math.floor(random() * 256);
      expect(known).toContain(reasonOf(broken));
    }
    expect(reasonOf(shipped.subarray(0, shipped.length >> 1))).toBe('truncated');
  });

  it('in deep nests do not break the stack', () => {
    let net: Uint8Array = new Uint8Array(0);
    const field = (no: number, inner: Uint8Array): Uint8Array => {
      const length: number[] = [];
      let rest = inner.length;
      for (; rest > 127; rest >>>= 7) length.push((rest & 127) | 128);
      return Uint8Array.from([(no << 3) | 2, ...length, rest, ...inner]);
    };
    // A graph in an attribute of a node of a graph, 300 times.
    for (let n = 0; n < 300; n++) net = field(1, field(5, field(6, net)));
    expect(reasonOf(field(7, net))).toBe('notOnnx');
  });
});

describe('inspectModel', () => {
  const kinds = (facts: GraphFacts): string[] =>
    facts.problems.map((p) => `${p.operator}:${p.kind}:${p.remedy}`);

  it('tells what the shipped model is', () => {
    const facts = inspectModel(shipped);
    expect(facts.opsets).toEqual({ '': 17 });
    expect(facts.inputs).toHaveLength(1);
    expect(facts.inputs[0].type).toBe('float32');
    expect(facts.inputs[0].dims?.[1]).toBe(3);
    // The network twice, with its kernels mirrored.
    expect(facts.parameters).toBeGreaterThan(650_000);
    expect(facts.parameters).toBeLessThan(700_000);
    expect(facts).toMatchObject({
      bytes: shipped.length,
      spatialDims: 2,
      fp16: false,
      quantised: false,
      needsExternalData: false,
      problems: [],
    });
    expect(facts.operators[0]).toMatchObject({ domain: '', opType: 'Conv' });
  });

  it('finds operators, free sizes and what WebGPU cannot run', () => {
    const facts = inspectModel(byName('unet3dTransposed').bytes);
    expect(facts.inputs).toEqual([{ name: 'x', type: 'float32', dims: ['n', 1, 'd', 'h', 'w'] }]);
    expect(facts.spatialDims).toBe(3);
    expect(facts.operators).toContainEqual({ domain: '', opType: 'Conv', count: 4 });
    expect(kinds(facts)).toEqual(['ConvTranspose:webgpuRewrite:rewrite']);
    expect(kinds(inspectModel(byName('grouped3d').bytes))).toEqual(
      Array.from({ length: 3 }, () => 'Conv:webgpuRewrite:rewrite'),
    );
    expect(kinds(inspectModel(byName('noExactRewrite').bytes))).toEqual([
      'ConvTranspose:webgpuCpu:forceCpu',
      'ConvTranspose:webgpuCpu:forceCpu',
    ]);
    expect(kinds(inspectModel(byName('poolIndices').bytes))).toEqual(['MaxPool:webgpuCpu:forceCpu']);
    expect(kinds(inspectModel(byName('unet3dTrilinear').bytes))).toEqual([]);
  });

  it('refuses what the runtime does not have', () => {
    expect(inspectModel(customDomainGraph().bytes).problems).toEqual([
      {
        kind: 'unsupported',
        remedy: 'exportStandardOperators',
        operator: 'org.example.ops.DeformableAttention',
        node: 'node_0',
      },
    ]);
    const net = new GraphBuilder();
    const x = net.input('x', [1]);
    net.output(net.node('RandomNormalLike', [x]), 'y', [1]);
    expect(kinds(inspectModel(net.build({ opset: 22 })))).toEqual([
      'RandomNormalLike:unsupported:exportOlderOpset',
    ]);
    expect(kinds(inspectModel(net.build({ opset: 21 })))).toEqual([]);
    expect(inspectModel(net.build({ opset: 21, irVersion: 14 })).problems[0].node).toBe('IR 14');
    expect(inspectModel(net.build({ opset: 27 })).problems[0]).toMatchObject({
      node: 'opset 27',
      remedy: 'exportOlderOpset',
    });
  });

  it('agrees with the runtime on versions and unknown operators', async () => {
    const opens = async (bytes: Uint8Array): Promise<boolean> =>
      InferenceSession.create(bytes, { logSeverityLevel: 4 }).then(
        async (s) => (await s.release(), true),
        () => false,
      );
    const net = new GraphBuilder();
    net.output(net.node('RandomNormalLike', [net.input('x', [1])]), 'y', [1]);
    const plain = new GraphBuilder();
    plain.output(plain.node('Relu', [plain.input('x', [1])]), 'y', [1]);
    const made = [
      customDomainGraph().bytes,
      net.build({ opset: 21 }),
      net.build({ opset: 22 }),
      plain.build({ opset: 26, irVersion: 13 }),
      plain.build({ opset: 27 }),
      plain.build({ opset: 26, irVersion: 14 }),
      ...graphs.map((g) => g.bytes),
    ];
    for (const bytes of made) {
      const refused = inspectModel(bytes).problems.some((p) => p.kind === 'unsupported');
      expect(await opens(bytes)).toBe(!refused);
    }
  });

  it('looks into branches and other files', () => {
    const model = readModel(byName('unet3dTransposed').bytes);
    const graph = model.graph!;
    const branch = { ...makeNode('If', 'choose', ['c'], ['z']), attribute: [] };
    const inIf: Model = {
      ...model,
      graph: {
        ...graph,
        node: [
          {
            ...branch,
            attribute: [
              {
                name: 'then_branch',
                type: 5,
                g: { ...graph, initializer: graph.initializer },
                floats: [],
                ints: [],
                strings: [],
                tensors: [],
                graphs: [],
              },
            ],
          },
        ],
        initializer: [
          {
            ...int64Tensor('far', [1]),
            rawData: undefined,
            dataLocation: 1,
            externalData: [{ key: 'location', value: 'w.bin' }],
          },
        ],
      },
    };
    const facts = inspectModel(writeModel(inIf));
    expect(facts.operators).toContainEqual({ domain: '', opType: 'Conv', count: 4 });
    expect(facts.externalFiles).toEqual(['w.bin']);
    expect(kinds(facts)).toEqual([':unsupported:addExternalFile', 'ConvTranspose:webgpuCpu:forceCpu']);
    expect(kinds(inspectModel(writeModel(inIf), ['w.bin']))).toEqual(['ConvTranspose:webgpuCpu:forceCpu']);
    const again = rewriteForWebGpu(writeModel(inIf));
    expect(again.rewritten).toEqual([]);
    expect(again.cpuNodes).toHaveLength(1);
  });
});

describe('a model with functions of its own', () => {
  it('is known by what its functions are made of', () => {
    const net = new GraphBuilder();
    const x = net.input('x', [1, 1, 2, 2, 2]);
    net.output(net.node('Grow', [x], {}, 1, 'org.example'), 'y', [1, 1, 4, 4, 4]);
    const model = readModel(net.build({ domains: { 'org.example': 1 } }));
    const body = makeNode('ConvTranspose', 'up', ['a', 'b'], ['c'], { kernel_shape: [2, 2, 2] });
    const functions = [{ name: 'Grow', domain: 'org.example', node: [body], opsetImport: [{ version: 17 }] }];
    const facts = inspectModel(writeModel({ ...model, functions }));
    expect(facts.operators.map((o) => `${o.domain}.${o.opType}`)).toContain('.ConvTranspose');
    expect(facts.problems).toEqual([
      { kind: 'webgpuCpu', remedy: 'useWasm', operator: 'ConvTranspose', node: 'up' },
    ]);
  });
});

describe('rewriteForWebGpu', () => {
  it.each(graphs.flatMap((g) => g.shapes.map((shape) => ({ ...g, shape, title: shape.join('x') }))))(
    '$name gives the same numbers for $title',
    async ({ bytes, shape }) => {
      const before = await run(bytes, shape);
      const after = await run(rewriteForWebGpu(bytes).bytes, shape);
      expect(after.dims).toEqual(before.dims);
      expect(before.data.reduce((m, v) => Math.max(m, Math.abs(v)), 0)).toBeGreaterThan(0.1);
      expect(largestDifference(after.data, before.data)).toBeLessThanOrEqual(1e-5);
    },
  );

  it('leaves nothing that WebGPU throws on without a name', () => {
    for (const { bytes } of graphs) {
      const { bytes: rewritten, cpuNodes } = rewriteForWebGpu(bytes);
      const { problems } = inspectModel(rewritten);
      expect(problems.every((p) => p.kind === 'webgpuCpu' && cpuNodes.includes(p.node))).toBe(true);
    }
  });

  it('says what it did', () => {
    const untouched = rewriteForWebGpu(shipped);
    expect(untouched.bytes).toBe(shipped);
    expect([untouched.rewritten, untouched.cpuNodes]).toEqual([[], []]);
    const rules = (name: string): string[] =>
      rewriteForWebGpu(byName(name).bytes).rewritten.map((r) => `${r.operator}:${r.rule}`);
    expect(rules('unet3dTransposed')).toEqual(['ConvTranspose:transposeAsConv']);
    expect(rules('grouped3d')).toEqual(['Conv:groupsApart', 'Conv:groupsApart', 'Conv:groupsApart']);
    expect(rules('meshNet')).toEqual(Array.from({ length: 4 }, () => 'Conv:attributesInFull'));
    expect(rewriteForWebGpu(byName('noExactRewrite').bytes).cpuNodes).toHaveLength(2);
    expect(rewriteForWebGpu(byName('poolIndices').bytes).cpuNodes).toHaveLength(1);
  });

  it('drops the weights that it replaced and adds no others', () => {
    const { bytes } = byName('nnUNet');
    const after = inspectModel(rewriteForWebGpu(bytes).bytes);
    const before = inspectModel(bytes);
    // Only biases grow: repeated once per tap.
    expect(after.parameters - before.parameters).toBe(6 * 7 + 4 * 3);
  });

  it('works on old opsets, on weights in Constant nodes and on nodes without names', async () => {
    const make = (opset: number, irVersion: number): Uint8Array => {
      const net = new GraphBuilder(21);
      const x = net.input('x', [1, 4, 'd', 'h', 'w']);
      const grouped = net.node('Conv', [x, net.weight([4, 2, 1, 1, 1], 2), net.near(4, 0, 1)], { group: 2 });
      net.output(
        net.node('ConvTranspose', [grouped, net.weight([4, 3, 1, 3, 2], 4)], { strides: [1, 3, 2] }),
        'y',
        [1, 3, 'd2', 'h2', 'w2'],
      );
      return net.build({ opset, irVersion });
    };
    const shape = [1, 4, 3, 5, 4];
    for (const [opset, ir] of [
      [9, 4],
      [11, 6],
      [13, 7],
      [21, 10],
    ]) {
      const bytes = make(opset, ir);
      const model = readModel(bytes);
      const graph = model.graph!;
      const constants = graph.initializer.map((t) => makeNode('Constant', '', [], [t.name!], { value: t }));
      const anonymous = graph.node.map((n) => ({ ...n, name: '' }));
      const other = writeModel({
        ...model,
        graph: { ...graph, initializer: [], node: [...constants, ...anonymous] },
      });
      const expected = await run(bytes, shape);
      for (const file of [bytes, other]) {
        const made = rewriteForWebGpu(file);
        expect(made.rewritten).toHaveLength(2);
        expect(largestDifference((await run(made.bytes, shape)).data, expected.data)).toBeLessThanOrEqual(
          1e-5,
        );
      }
    }
  });

  it('keeps a node on the CPU when its weights are computed, and gives it a name of its own', () => {
    const net = new GraphBuilder(22);
    const x = net.input('x', [1, 2, 'd', 'h', 'w']);
    const weight = net.node('Neg', [net.weight([2, 2, 2, 2, 2], 2)]);
    const up = (): string =>
      net.node('ConvTranspose', [x, weight], { strides: [2, 2, 2], kernel_shape: [2, 2, 2] });
    net.output(net.node('Add', [up(), up()]), 'y', [1, 2, 'a', 'b', 'c']);
    const model = readModel(net.build());
    const graph = model.graph!;
    const bytes = writeModel({
      ...model,
      graph: {
        ...graph,
        node: graph.node.map((n) => (n.opType === 'ConvTranspose' ? { ...n, name: 'same' } : n)),
      },
    });
    const { cpuNodes, bytes: after } = rewriteForWebGpu(bytes);
    expect(new Set(cpuNodes).size).toBe(2);
    const names = readModel(after).graph!.node.map((n) => n.name);
    for (const name of cpuNodes) expect(names.filter((n) => n === name)).toHaveLength(1);
  });

  it('leaves broken files as they are, without work that grows with what they claim', () => {
    const net = new GraphBuilder(23);
    const x = net.input('x', [1, 2, 'd', 'h', 'w']);
    const weight = net.weight([4, 1, 1, 1, 1], 1);
    const conv = net.node('Conv', [x, weight], { group: 2 ** 40, kernel_shape: [1, 1, 1] });
    const empty = net.tensor([0, 2 ** 40, 2, 2, 2], new Float32Array(0));
    const bias = net.tensor([1], new Float32Array(1));
    net.output(net.node('ConvTranspose', [conv, empty, bias], { strides: [2, 2, 2] }), 'y', [1]);
    const made = rewriteForWebGpu(net.build());
    expect(made.rewritten.filter((r) => r.rule !== 'attributesInFull')).toEqual([]);
    expect(made.cpuNodes).toHaveLength(2);
  });

  it('tells weights that are stored in half precision from a network that computes in it', () => {
    const model = readModel(byName('unet3dTransposed').bytes);
    const graph = model.graph!;
    const half = graph.initializer.map((t) =>
      t.dataType === 1
        ? {
            ...t,
            name: `${t.name}.half`,
            dataType: 10,
            rawData: t.rawData!.subarray(0, t.rawData!.length / 2),
          }
        : t,
    );
    const casts = half
      .filter((t) => t.dataType === 10)
      .map((t) => ({
        opType: 'Cast',
        input: [t.name!],
        output: [t.name!.replace(/\.half$/, '')],
        attribute: [
          { name: 'to', type: 2, i: 1n, floats: [], ints: [], strings: [], tensors: [], graphs: [] },
        ],
      }));
    const stored = { ...model, graph: { ...graph, initializer: half, node: [...casts, ...graph.node] } };
    expect(casts.length).toBeGreaterThan(0);
    expect(inspectModel(new Uint8Array(writeModel(stored))).fp16).toBe(false);
  });

  it('turns weights in half precision', () => {
    const model = readModel(byName('unet3dTransposed').bytes);
    const graph = model.graph!;
    const half = graph.initializer.map((t) =>
      t.dataType === 1 ? { ...t, dataType: 10, rawData: t.rawData!.subarray(0, t.rawData!.length / 2) } : t,
    );
    const bytes = writeModel({ ...model, graph: { ...graph, initializer: half } });
    const made = rewriteForWebGpu(bytes);
    expect(made.rewritten.map((r) => r.rule)).toEqual(['transposeAsConv']);
    expect(inspectModel(made.bytes)).toMatchObject({ fp16: true, problems: [] });
  });
});
