/** The steps of a network for one shape of its input: where every value lies, and how much is computed at once. */
import { Unsupported, type Convolution, type Layer, type Layers } from './graph';
import { Space } from './space';
import { Field, Kind, Size, Tile } from './step';
import { isTiled, roundUp, sizes } from './weights';

/** Where a convolution's weights and bias lie, bytes. */
export interface Stored {
  readonly weights: number;
  readonly bias: number;
}

export interface Plan {
  /** Step after step; sources and targets count from the beginning of the arena. */
  readonly steps: Int32Array;
  /** Where the input goes, channels first. */
  readonly input: number;
  /** Channels first. */
  readonly outputs: readonly {
    readonly name: string;
    readonly at: number;
    readonly dims: readonly number[];
  }[];
  readonly arenaBytes: number;
  /** Of one thread. */
  readonly scratchBytes: number;
}

interface Shape {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** A piece of the arena, needed from the layer numbered `first` to the one numbered `last`. */
interface Place {
  readonly bytes: number;
  first: number;
  last: number;
  at: number;
}

/** Where a value lies: pixels `stride` values apart, the first `offset` values into its place. */
interface Value extends Shape {
  readonly stride: number;
  readonly offset: number;
  readonly place: Place;
}

type Fields = Partial<Record<keyof typeof Field, number>>;

/** Bytes that a thread's part of a convolution should fit: half of a core's own cache. */
const CACHE = 2 ** 19;
/** Most rows of a product at once. */
const MOST_ROWS = 64;
/** Into how many portions a thread's share is cut at least, where there is enough for it. */
const PORTIONS = 4;

/** Items at once, a multiple of four: as many as fit the cache, and where there are enough so few that every thread has some. */
function portion(items: number, bytesEach: number, threads: number): number {
  const fit = Math.max(4, Math.min(MOST_ROWS, Math.floor(CACHE / bytesEach)));
  if (threads === 1) return roundUp(Math.min(fit, items), 4);
  const share = Math.ceil(items / threads);
  return roundUp(Math.min(fit, share <= 4 * PORTIONS ? share : Math.ceil(share / PORTIONS)), 4);
}

const windowed = (size: number, pads: number, kernel: number, dilation: number, stride: number): number =>
  Math.floor((size + pads - dilation * (kernel - 1) - 1) / stride) + 1;

function shapeOf(layer: Exclude<Layer, { kind: 'concat' }>, { height, width, channels }: Shape): Shape {
  if (layer.kind === 'maxPool')
    return {
      height: windowed(height, 0, layer.kernel[0], 1, layer.strides[0]),
      width: windowed(width, 0, layer.kernel[1], 1, layer.strides[1]),
      channels,
    };
  if (layer.kind === 'resize')
    return { height: height * layer.times[0], width: width * layer.times[1], channels };
  const { shape, pads, dilations, strides } = layer;
  if (shape[1] !== channels) throw new Unsupported(`${layer.target}: ${channels} channels for ${shape[1]}`);
  return {
    height: windowed(height, pads[0] + pads[2], shape[2], dilations[0], strides[0]),
    width: windowed(width, pads[1] + pads[3], shape[3], dilations[1], strides[1]),
    channels: shape[0],
  };
}

/** Height, width and channels of every value. @throws Unsupported */
function shapesOf({ input, layers }: Layers, dims: readonly number[]): Map<string, Shape> {
  const shapes = new Map<string, Shape>([[input, { channels: dims[1], height: dims[2], width: dims[3] }]]);
  const known = (name: string): Shape => {
    const shape = shapes.get(name);
    if (!shape) throw new Unsupported(`${name} is made by no layer before`);
    return shape;
  };
  for (const layer of layers) {
    if (layer.kind !== 'concat') {
      const shape = shapeOf(layer, known(layer.source));
      if (!(shape.height > 0 && shape.width > 0)) throw new Unsupported(`${layer.target} is empty`);
      shapes.set(layer.target, shape);
      continue;
    }
    const parts = layer.sources.map(known);
    const [{ height, width }] = parts;
    if (parts.some((p) => p.height !== height || p.width !== width))
      throw new Unsupported(`${layer.target}: parts of different sizes`);
    shapes.set(layer.target, { height, width, channels: parts.reduce((sum, p) => sum + p.channels, 0) });
  }
  return shapes;
}

/**
 * Places for all values. What goes into a Concat is written into the Concat's own place by whoever makes it, so that
 * nothing is copied. @throws Unsupported
 */
function valuesOf(network: Layers, shapes: ReadonlyMap<string, Shape>, batch: number): Map<string, Value> {
  const values = new Map<string, Value>();
  const placed = (name: string, stride: number): Value => {
    const shape = shapes.get(name)!;
    const bytes = batch * shape.height * shape.width * stride * 4;
    const value = { ...shape, stride, offset: 0, place: { bytes, first: Infinity, last: 0, at: 0 } };
    values.set(name, value);
    return value;
  };
  // As it comes where that is the same: its pixels then lie without gaps.
  placed(network.input, shapes.get(network.input)!.channels);
  for (const layer of network.layers) {
    if (layer.kind !== 'concat') continue;
    const whole = placed(layer.target, shapes.get(layer.target)!.channels);
    let offset = 0;
    for (const source of layer.sources) {
      const shape = shapes.get(source)!;
      if (values.has(source) || shape.channels % 4 !== 0)
        throw new Unsupported(`${layer.target}: ${source} cannot be written in place`);
      values.set(source, { ...shape, stride: whole.stride, offset, place: whole.place });
      offset += shape.channels;
    }
  }
  for (const layer of network.layers)
    if (!values.has(layer.target)) placed(layer.target, roundUp(shapes.get(layer.target)!.channels, 4));
  return values;
}

const sourcesOf = (layer: Layer): readonly string[] =>
  layer.kind === 'concat' ? layer.sources : [layer.source];

/** Notes that a place is used by the layer numbered `at`. */
function use(place: Place, at: number): void {
  place.first = Math.min(place.first, at);
  place.last = Math.max(place.last, at);
}

/** Gives every place its address in the arena; those not needed at the same time share. Returns the arena's size. */
function arrange(places: readonly Place[], layers: number): number {
  const space = new Space(0);
  for (let at = 0; at < layers; at++) {
    for (const place of places) if (place.first === at) place.at = space.take(place.bytes);
    for (const place of places) if (place.last === at) space.give(place.at);
  }
  return space.end;
}

const sourceFields = ({ place, offset, stride, height, width, channels }: Value): Fields => ({
  Source: place.at + offset * 4,
  SourceStride: stride * 4,
  Height: height,
  Width: width,
  Channels: channels,
});

const targetFields = ({ place, offset, stride, height, width, channels }: Value): Fields => ({
  Target: place.at + offset * 4,
  TargetStride: stride * 4,
  TargetHeight: height,
  TargetWidth: width,
  TargetChannels: roundUp(channels, 4),
});

function convolutionFields(
  layer: Convolution,
  target: Value,
  batch: number,
  threads: number,
): { readonly fields: Fields; readonly scratch: number } {
  const { inner, columns } = sizes(layer);
  const tiled = isTiled(layer);
  const items = tiled
    ? batch * Math.ceil(target.height / Tile.Side) * Math.ceil(target.width / Tile.Side)
    : batch * target.height * target.width;
  const bytesEach = (tiled ? Tile.Products : 1) * (inner + columns) * 4;
  const atOnce = portion(items, bytesEach, threads);
  return {
    fields: {
      Kind: tiled ? Kind.Tiles : Kind.Windows,
      Items: items,
      AtOnce: atOnce,
      Relu: layer.relu ? 1 : 0,
      KernelHeight: layer.shape[2],
      KernelWidth: layer.shape[3],
      StrideY: layer.strides[0],
      StrideX: layer.strides[1],
      Top: layer.pads[0],
      Left: layer.pads[1],
      DilationY: layer.dilations[0],
      DilationX: layer.dilations[1],
      Inner: inner,
      Columns: columns,
    },
    // Between the halves of a transformation four channels of four bytes; and a tile's pixels with all of theirs.
    scratch: atOnce * bytesEach + (tiled ? Tile.Products * (16 + layer.shape[1] * 4) : 0),
  };
}

/** What the step of a layer says beside where its values lie; items are rows of the target. */
function plainFields(layer: Exclude<Layer, Convolution | { kind: 'concat' }>): Fields {
  if (layer.kind === 'maxPool')
    return {
      Kind: Kind.MaxPool,
      KernelHeight: layer.kernel[0],
      KernelWidth: layer.kernel[1],
      StrideY: layer.strides[0],
      StrideX: layer.strides[1],
    };
  return {
    Kind: layer.linear ? Kind.Linear : Kind.Nearest,
    StrideY: layer.times[0],
    StrideX: layer.times[1],
  };
}

/** Rows at once of a step without weights. */
const rowsAtOnce = (rows: number, threads: number): number =>
  Math.max(1, Math.ceil(rows / (threads * PORTIONS)));

/**
 * @param dims of the input, [batch, channels, height, width]
 * @throws Unsupported
 */
export function makePlan(
  network: Layers,
  dims: readonly number[],
  threads: number,
  stored: ReadonlyMap<Convolution, Stored>,
): Plan {
  if (dims.length !== 4) throw new Unsupported(`an input of ${dims.length} dimensions`);
  const [batch] = dims;
  const { layers } = network;
  const shapes = shapesOf(network, dims);
  const values = valuesOf(network, shapes, batch);
  const input = values.get(network.input)!;
  const end = layers.length + 1;

  // The input comes with number 0, the layers follow, and the outputs are last.
  const same = input.channels === 1 || input.height * input.width === 1;
  const given: Place = same ? input.place : { ...input.place };
  use(given, 0);
  use(input.place, 0);
  layers.forEach((layer, n) => {
    for (const name of [...sourcesOf(layer), layer.target]) use(values.get(name)!.place, n + 1);
    const plain = layer.kind === 'maxPool' || layer.kind === 'resize';
    if (plain && layer.source === network.input && input.channels % 4 !== 0)
      throw new Unsupported(`${layer.target}: of the input's ${input.channels} channels`);
  });
  const results = network.results.map(({ name, value: of, flat }) => {
    const value = values.get(of);
    if (!value) throw new Unsupported(`${name} is made by no layer`);
    const { channels, height, width } = value;
    const place: Place = { bytes: batch * channels * height * width * 4, first: end, last: end, at: 0 };
    use(value.place, end);
    const dims = flat ? [batch, channels * height * width] : [batch, channels, height, width];
    return { name, value, place, dims };
  });
  const places = new Set([
    given,
    ...[...values.values()].map((v) => v.place),
    ...results.map((r) => r.place),
  ]);
  const arenaBytes = arrange([...places], end + 1);

  const steps: Fields[] = [];
  let scratchBytes = 0;
  const rows = (fields: Fields, count: number): void => {
    steps.push({ ...fields, Items: count, AtOnce: rowsAtOnce(count, threads) });
  };
  if (!same)
    rows(
      { ...sourceFields({ ...input, place: given }), ...targetFields(input), Kind: Kind.ToLast },
      batch * input.height,
    );
  for (const layer of layers) {
    if (layer.kind === 'concat') continue;
    const target = values.get(layer.target)!;
    const lies = { ...sourceFields(values.get(layer.source)!), ...targetFields(target) };
    if (layer.kind !== 'convolution') {
      rows({ ...lies, ...plainFields(layer) }, batch * target.height);
      continue;
    }
    const { fields, scratch } = convolutionFields(layer, target, batch, threads);
    const { weights, bias } = stored.get(layer)!;
    steps.push({ ...lies, ...fields, Weights: weights, Bias: bias });
    scratchBytes = Math.max(scratchBytes, scratch);
  }
  for (const { value, place } of results)
    rows({ ...sourceFields(value), Target: place.at, Kind: Kind.ToFirst }, batch * value.height);

  const words = Size.Step / 4;
  const table = new Int32Array(steps.length * words);
  steps.forEach((fields, n) => {
    for (const [name, value] of Object.entries(fields)) table[n * words + Field[name as 'Kind']] = value;
  });
  return {
    steps: table,
    input: given.at,
    outputs: results.map(({ name, place, dims }) => ({ name, at: place.at, dims })),
    arenaBytes,
    scratchBytes: roundUp(scratchBytes, 64),
  };
}
