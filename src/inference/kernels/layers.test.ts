import { describe, expect, it } from 'vitest';
import { GraphBuilder } from '../onnx/build';
import { readModel } from '../onnx/codec';
import type { AttributeValue } from '../onnx/nodes';
import { expectAlike } from './alike.fixture';
import { readLayers, Unsupported } from './graph';
import { openKernels } from './network';

type Attributes = Readonly<Record<string, AttributeValue>>;

class Net extends GraphBuilder {
  conv(x: string, shape: readonly number[], attributes: Attributes = {}): string {
    const fanIn = shape[1] * shape[2] * shape[3];
    return this.node('Conv', [x, this.weight(shape, fanIn), this.near(shape[0], 0, 0.5)], attributes);
  }
  relu(x: string): string {
    return this.node('Relu', [x]);
  }
  resize(x: string, times: readonly number[], attributes: Attributes): string {
    return this.node('Resize', [x, '', this.tensor([4], Float32Array.of(1, 1, ...times))], attributes);
  }
}

const NEAREST = { mode: 'nearest', coordinate_transformation_mode: 'asymmetric', nearest_mode: 'floor' };
const LINEAR = { mode: 'linear', coordinate_transformation_mode: 'half_pixel' };

/** The file of a network of `channels` inputs. */
function built(channels: number, make: (net: Net, x: string) => string): Uint8Array {
  const net = new Net(channels);
  const x = net.input('x', ['n', channels, 'h', 'w']);
  net.output(make(net, x), 'y', ['n', 'c', 'hh', 'ww']);
  return net.build();
}

describe('a layer as native onnxruntime computes it', () => {
  const same = { pads: [1, 1, 1, 1] };
  it.each<[string, number, readonly number[], Attributes]>([
    ['tiles', 8, [16, 8, 3, 3], same],
    ['tiles without padding', 4, [8, 4, 3, 3], {}],
    ['tiles with more padding on one side', 4, [8, 4, 3, 3], { pads: [2, 0, 1, 2] }],
    ['tiles of channels that fill no column', 12, [5, 12, 3, 3], same],
    ['many channels', 96, [72, 96, 3, 3], same],
    ['channels that are no multiple of four', 5, [8, 5, 3, 3], same],
    ['one channel to one', 1, [1, 1, 3, 3], same],
    ['a point', 24, [4, 24, 1, 1], {}],
    ['a stride', 1, [24, 1, 4, 4], { strides: [2, 2], pads: [1, 1, 1, 1] }],
    ['strides that differ', 8, [8, 8, 3, 3], { strides: [1, 2], pads: [1, 1, 1, 1] }],
    ['a dilation', 4, [8, 4, 3, 3], { dilations: [2, 3], pads: [2, 3, 2, 3] }],
    ['a kernel of five by two', 3, [6, 3, 5, 2], { pads: [2, 0, 2, 1] }],
  ])('%s', async (_, channels, shape, attributes) => {
    const shapes = [
      [1, channels, 16, 20],
      [2, channels, 13, 7],
      [1, channels, 33, 41],
      [1, channels, 6, 6],
    ];
    await expectAlike(
      built(channels, (net, x) => net.conv(x, shape, attributes)),
      shapes,
    );
    await expectAlike(
      built(channels, (net, x) => net.relu(net.conv(x, shape, attributes))),
      shapes,
    );
  });

  it.each<[string, Attributes]>([
    ['two by two', { kernel_shape: [2, 2], strides: [2, 2] }],
    ['overlapping', { kernel_shape: [3, 2], strides: [2, 1] }],
  ])('the largest of windows, %s', (_, attributes) =>
    expectAlike(
      built(3, (net, x) => net.node('MaxPool', [net.conv(x, [6, 3, 1, 1])], attributes)),
      [
        [1, 3, 8, 12],
        [2, 3, 9, 7],
      ],
    ),
  );

  it.each<[string, readonly number[], Attributes]>([
    ['nearest', [2, 3], NEAREST],
    ['linear', [2, 2], LINEAR],
    ['linear, by other factors', [1, 4], LINEAR],
  ])('larger: %s', (_, times, attributes) =>
    expectAlike(
      built(2, (net, x) => net.resize(net.conv(x, [5, 2, 1, 1]), times, attributes)),
      [
        [1, 2, 8, 12],
        [3, 2, 5, 1],
      ],
    ),
  );

  it('joined: values that several layers read, and that outlive the ones between', () =>
    expectAlike(
      built(3, (net, x) => {
        const a = net.relu(net.conv(x, [8, 3, 3, 3], same));
        const small = net.node('MaxPool', [a], { kernel_shape: [2, 2], strides: [2, 2] });
        const b = net.resize(net.relu(net.conv(small, [12, 8, 3, 3], same)), [2, 2], NEAREST);
        const c = net.relu(net.conv(a, [4, 8, 1, 1]));
        const all = net.node('Concat', [b, a, c], { axis: 1 });
        return net.conv(net.relu(net.conv(all, [16, 24, 3, 3], same)), [2, 16, 1, 1]);
      }),
      [
        [1, 3, 20, 24],
        [2, 3, 6, 10],
        [1, 3, 70, 130],
      ],
    ));

  it('several outputs, one of which others go on with', () => {
    const net = new Net(3);
    const x = net.input('x', ['n', 4, 'h', 'w']);
    const a = net.conv(x, [8, 4, 3, 3], same);
    net.output(a, 'a', ['n', 8, 'h', 'w']);
    net.output(net.conv(a, [3, 8, 1, 1]), 'b', ['n', 3, 'h', 'w']);
    return expectAlike(net.build(), [[2, 4, 9, 11]]);
  });
});

describe('what the kernels do not compute is left to onnxruntime', () => {
  const refused = (make: (net: Net, x: string) => string): (() => unknown) => {
    const { graph } = readModel(built(4, make));
    return () => readLayers(graph!);
  };
  it.each<[string, RegExp, (net: Net, x: string) => string]>([
    ['another operator', /Sigmoid .*not among/, (net, x) => net.node('Sigmoid', [x])],
    ['Relu by itself', /Relu/, (net, x) => net.relu(x)],
    ['groups', /groups/, (net, x) => net.conv(x, [4, 2, 3, 3], { group: 2 })],
    [
      'sizes that depend on the input',
      /auto_pad/,
      (net, x) => net.conv(x, [4, 4, 3, 3], { auto_pad: 'SAME_UPPER' }),
    ],
    [
      'pooling with padding',
      /padding/,
      (net, x) => net.node('MaxPool', [x], { kernel_shape: [3, 3], pads: [1, 1, 1, 1] }),
    ],
    ['another resize', /cubic/, (net, x) => net.resize(x, [2, 2], { ...LINEAR, mode: 'cubic' })],
    ['a resize by a fraction', /1.5/, (net, x) => net.resize(x, [1.5, 2], LINEAR)],
    ['rows joined', /channels/, (net, x) => net.node('Concat', [x, x], { axis: 2 })],
  ])('%s', (_, why, make) => {
    expect(refused(make)).toThrow(why);
    expect(refused(make)).toThrow(Unsupported);
  });

  const wanted = { input: 'x', outputs: ['y'] };
  const point = built(4, (net, x) => net.conv(x, [4, 4, 1, 1]));

  it('at the first run: parts that cannot be written side by side, an input of other channels', async () => {
    const bytes = built(4, (net, x) => net.node('Concat', [x, net.conv(x, [4, 4, 1, 1])], { axis: 1 }));
    const twice = await openKernels(bytes, 1, wanted);
    await expect(twice.run(new Float32Array(16), [1, 4, 2, 2])).rejects.toThrow(Unsupported);
    const four = await openKernels(point, 1, wanted);
    await expect(four.run(new Float32Array(12), [1, 3, 2, 2])).rejects.toThrow(/3 channels for 4/);
  });

  it('and other names than are asked for', async () => {
    await expect(openKernels(point, 1, { ...wanted, input: 'image' })).rejects.toThrow(Unsupported);
    await expect(openKernels(point, 1, { ...wanted, outputs: ['y', 'z'] })).rejects.toThrow(/x to y/);
  });

  it('a run of too few values, of more than the memory holds, or of a network that is closed fails and says why', async () => {
    const network = await openKernels(point, 1, wanted);
    await expect(network.run(new Float32Array(15), [1, 4, 2, 2])).rejects.toThrow(
      '15 values for 1 x 4 x 2 x 2',
    );
    const side = 12_000;
    const huge = { length: 4 * side * side } as Float32Array;
    await expect(network.run(huge, [1, 4, side, side])).rejects.toThrow(/out of memory/);
    // What was refused leaves the rest as it was.
    const [one, two] = [new Float32Array(16).fill(1), [1, 4, 2, 2]];
    expect((await network.run(one, two)).y.dims).toEqual(two);
    await network.release();
    await expect(network.run(one, two)).rejects.toThrow('closed');
  });
});
