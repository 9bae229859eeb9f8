/**
 * Small networks of the kinds that radiology uses, made by code: for tests of the reader, the rewriter and the
 * golden comparison. Weights are seeded, outputs are of order 1.
 */
import { GraphBuilder, type BuildOptions } from '../../src/inference/onnx/build';
import type { AttributeValue } from '../../src/inference/onnx/nodes';

export interface SyntheticGraph {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly input: string;
  readonly output: string;
  /** Shapes of inputs to run it with: [N, C, ...]; odd sizes where the network allows. */
  readonly shapes: readonly (readonly number[])[];
}

const X = 'x';
const Y = 'y';
const free = (channels: number, spatial: number): (number | string)[] => [
  'n',
  channels,
  ...['d', 'h', 'w'].slice(3 - spatial),
];

interface ConvOptions {
  readonly stride?: readonly number[];
  readonly dilation?: number;
  readonly group?: number;
  readonly bias?: boolean;
  /** Leave out every attribute that has a default. */
  readonly terse?: boolean;
}

/** Layers on top of the builder; the kernel's length says the dimensions. */
class Net extends GraphBuilder {
  conv(x: string, cin: number, cout: number, kernel: readonly number[], options: ConvOptions = {}): string {
    const { dilation = 1, group = 1, bias = true } = options;
    const taps = kernel.reduce((a, b) => a * b, 1);
    const inputs = [x, this.weight([cout, cin / group, ...kernel], (cin / group) * taps)];
    if (bias) inputs.push(this.near(cout, 0, 0.1));
    const half = kernel.map((k) => ((k - 1) / 2) * dilation);
    const attributes: Record<string, AttributeValue> = { pads: [...half, ...half] };
    if (!options.terse || group !== 1) attributes.group = group;
    if (!options.terse || options.stride) attributes.strides = options.stride ?? kernel.map(() => 1);
    if (!options.terse || dilation !== 1) attributes.dilations = kernel.map(() => dilation);
    if (!options.terse) attributes.kernel_shape = kernel;
    return this.node('Conv', inputs, attributes);
  }

  batchNorm(x: string, channels: number): string {
    const near = (centre: number): string => this.near(channels, centre, 0.2);
    return this.node('BatchNormalization', [x, near(1), near(0), near(0), near(1)], {
      epsilon: { float: 1e-5 },
    });
  }

  /** Conv, batch normalization, ReLU. */
  block(x: string, cin: number, cout: number, kernel: readonly number[], options: ConvOptions = {}): string {
    return this.node('Relu', [this.batchNorm(this.conv(x, cin, cout, kernel, options), cout)]);
  }

  pool(x: string, kernel: readonly number[]): string {
    return this.node('MaxPool', [x], { kernel_shape: kernel, strides: kernel });
  }

  resize(x: string, factors: readonly number[], mode: 'nearest' | 'linear'): string {
    const scales = this.tensor([factors.length + 2], Float32Array.of(1, 1, ...factors));
    const how: Record<string, string> =
      mode === 'nearest'
        ? { coordinate_transformation_mode: 'asymmetric', nearest_mode: 'floor' }
        : { coordinate_transformation_mode: 'half_pixel' };
    return this.node('Resize', [x, '', scales], { mode, ...how });
  }

  up(
    x: string,
    cin: number,
    cout: number,
    kernel: readonly number[],
    stride: readonly number[] = kernel,
    more: Readonly<Record<string, AttributeValue>> = {},
  ): string {
    const inputs = [x, this.weight([cin, cout, ...kernel], cin), this.near(cout, 0, 0.1)];
    return this.node('ConvTranspose', inputs, { kernel_shape: kernel, strides: stride, ...more });
  }

  concat(a: string, b: string): string {
    return this.node('Concat', [a, b], { axis: 1 });
  }
}

function graph(
  name: string,
  seed: number,
  channels: readonly [input: number, output: number],
  shapes: SyntheticGraph['shapes'],
  body: (net: Net, x: string) => string,
  options: BuildOptions & { readonly outputDims?: readonly (number | string)[] } = {},
): SyntheticGraph {
  const net = new Net(seed);
  const spatial = shapes[0].length - 2;
  const x = net.input(X, free(channels[0], spatial));
  const y = body(net, x);
  net.output(y, Y, options.outputDims ?? free(channels[1], spatial).map((d, i) => (i < 2 ? d : `${d}_out`)));
  return { name, bytes: net.build(options), input: X, output: Y, shapes };
}

const cube = (n: number): number[] => [n, n, n];

/** Two levels: down by `factors`, up again with `grow`, skip connection, 1x1 head of two classes. */
function unet(
  net: Net,
  x: string,
  kernel: readonly number[],
  factors: readonly number[],
  grow: (x: string) => string,
): string {
  const top = net.block(x, 1, 4, kernel);
  const bottom = net.block(net.pool(top, factors), 4, 8, kernel);
  const joined = net.block(net.concat(grow(bottom), top), 12, 4, kernel);
  return net.conv(
    joined,
    4,
    2,
    kernel.map(() => 1),
  );
}

/** nnU-Net's block: convolution, instance normalization, LeakyReLU; strided convolution down, ConvTranspose up. */
function nnUNet(net: Net, x: string): string {
  const block = (input: string, cin: number, cout: number, stride: readonly number[]): string => {
    const conv = net.conv(input, cin, cout, cube(3), { stride });
    const norm = net.node('InstanceNormalization', [conv, net.near(cout, 1, 0.2), net.near(cout, 0, 0.2)], {
      epsilon: { float: 1e-5 },
    });
    return net.node('LeakyRelu', [norm], { alpha: { float: 0.01 } });
  };
  const level1 = block(x, 1, 4, cube(1));
  const level2 = block(level1, 4, 6, [1, 2, 2]);
  const level3 = block(level2, 6, 8, cube(2));
  const up2 = block(net.concat(net.up(level3, 8, 6, cube(2)), level2), 12, 6, cube(1));
  const up1 = block(net.concat(net.up(up2, 6, 4, [1, 2, 2]), level1), 8, 4, cube(1));
  return net.conv(up1, 4, 3, cube(1));
}

/** Every graph that the runtime can open. */
export function runnableGraphs(): SyntheticGraph[] {
  return [
    graph(
      'unet2d',
      1,
      [1, 2],
      [
        [1, 1, 16, 20],
        [2, 1, 10, 14],
      ],
      (net, x) => unet(net, x, [3, 3], [2, 2], (b) => net.resize(b, [2, 2], 'linear')),
    ),
    graph('unet3dNearest', 2, [1, 2], [[1, 1, 6, 10, 14]], (net, x) =>
      unet(net, x, cube(3), cube(2), (b) => net.resize(b, cube(2), 'nearest')),
    ),
    graph('unet3dTrilinear', 3, [1, 2], [[1, 1, 6, 10, 14]], (net, x) =>
      unet(net, x, cube(3), cube(2), (b) => net.resize(b, cube(2), 'linear')),
    ),
    graph(
      'unet3dTransposed',
      4,
      [1, 2],
      [
        [1, 1, 6, 10, 14],
        [2, 1, 2, 6, 10],
      ],
      (net, x) => unet(net, x, cube(3), cube(2), (b) => net.up(b, 8, 8, cube(2))),
    ),
    graph(
      'unet3dAnisotropic',
      5,
      [1, 2],
      [
        [1, 1, 3, 10, 14],
        [1, 1, 5, 6, 6],
      ],
      (net, x) => unet(net, x, [1, 3, 3], [1, 2, 2], (b) => net.up(b, 8, 8, [1, 2, 2])),
    ),
    graph(
      'grouped3d',
      6,
      [4, 4],
      [
        [1, 4, 5, 7, 9],
        [2, 4, 3, 4, 5],
      ],
      (net, x) => {
        const two = net.conv(x, 4, 12, cube(3), { group: 2, terse: true });
        // More groups than a shader has storage buffers.
        const depthwise = net.conv(net.node('Relu', [two]), 12, 12, cube(3), {
          group: 12,
          stride: [1, 2, 1],
        });
        return net.conv(net.node('Relu', [depthwise]), 12, 4, cube(1), { group: 4, bias: false });
      },
    ),
    graph(
      'meshNet',
      7,
      [1, 3],
      [
        [1, 1, 9, 11, 13],
        [1, 1, 4, 5, 6],
      ],
      (net, x) => {
        let y = x;
        for (const [n, dilation] of [1, 2, 4, 1].entries())
          y = net.block(y, n === 0 ? 1 : 5, 5, cube(3), { dilation, terse: true });
        return net.conv(y, 5, 3, cube(1));
      },
    ),
    graph(
      'classifier2d',
      8,
      [1, 4],
      [
        [1, 1, 32, 28],
        [3, 1, 17, 19],
      ],
      (net, x) => {
        const y = net.block(net.block(x, 1, 8, [3, 3], { stride: [2, 2] }), 8, 12, [3, 3], {
          stride: [2, 2],
        });
        const flat = net.node('Flatten', [net.node('GlobalAveragePool', [y])], { axis: 1 });
        const scores = net.node('Gemm', [flat, net.weight([4, 12], 12), net.near(4, 0, 0.1)], { transB: 1 });
        return net.node('Softmax', [scores], { axis: 1 });
      },
      { outputDims: ['n', 4] },
    ),
    graph(
      'nnUNet',
      9,
      [1, 3],
      [
        [1, 1, 6, 12, 20],
        [1, 1, 2, 4, 4],
      ],
      nnUNet,
    ),
    graph('noExactRewrite', 10, [2, 3], [[1, 2, 4, 5, 6]], (net, x) => {
      const pads = [1, 1, 1, 1, 1, 1];
      const up = net.up(x, 2, 4, cube(3), cube(2), { pads, output_padding: cube(1) });
      const blur = net.up(net.node('Relu', [up]), 4, 4, cube(2), cube(1));
      return net.conv(blur, 4, 3, cube(3));
    }),
  ];
}

/** Has an operator of a domain that no runtime knows. */
export function customDomainGraph(): SyntheticGraph {
  return graph(
    'customDomain',
    11,
    [1, 1],
    [[1, 1, 4, 4]],
    (net, x) => net.node('DeformableAttention', [x], {}, 1, 'org.example.ops'),
    { domains: { 'org.example.ops': 1 } },
  );
}

/** Asks MaxPool for the places of its maxima, and uses them. */
export function poolIndicesGraph(): SyntheticGraph {
  return graph('poolIndices', 12, [2, 2], [[1, 2, 6, 8]], (net, x) => {
    const values = net.node('MaxPool', [x], { kernel_shape: [2, 2], strides: [2, 2] }, 2);
    return net.node('MaxUnpool', [values, `${values}1`], { kernel_shape: [2, 2], strides: [2, 2] });
  });
}

/** Values in [-1, 1) for a graph's input; the same for the same seed. */
export { seededRandom, seededValues } from '../../src/inference/onnx/build';
