/** What the graph itself tells of a manifest. */
import type { GraphFacts, ValueFacts } from '../onnx/inspect';
import { refuse } from './draft';
import type { JsonObject } from './json';

/** A channel axis is hardly longer; an image side is hardly shorter. */
const MOST_CHANNELS = 8;

export interface GraphPlan {
  readonly input: string;
  readonly axes: 'NCHW' | 'NHWC' | 'NCDHW' | 'NDHWC';
  readonly dataType: 'float32' | 'float16' | 'uint8' | 'int32';
  /** Undefined when the graph leaves it open. */
  readonly channels: number | undefined;
  /** Sizes along D, H, W or H, W. */
  readonly spatial: readonly (number | undefined)[];
  readonly output: string;
  readonly kind: 'image' | 'scores';
  /** Channels of an image output, or number of scores. */
  readonly outputs: number | undefined;
  readonly otherOutputs: readonly string[];
}

const size = (dim: number | string | undefined): number | undefined =>
  typeof dim === 'number' && dim > 0 ? dim : undefined;

export const dimsText = (value: ValueFacts): string =>
  value.dims ? `[${value.dims.map((d) => d ?? '?').join(', ')}]` : '?';

const TYPES = ['float32', 'float16', 'uint8', 'int32'] as const;

/** @throws ImportRefusal for a graph that no manifest can describe */
export function planOf(facts: GraphFacts, file: string): GraphPlan {
  if (facts.inputs.length !== 1)
    return refuse({ key: 'severalInputs', file, names: facts.inputs.map((i) => i.name).join(', ') || '0' });
  const [input] = facts.inputs;
  const dataType = TYPES.find((t) => t === input.type);
  const rank = input.dims?.length;
  if (!input.dims || (rank !== 4 && rank !== 5) || !dataType || (size(input.dims[0]) ?? 1) !== 1)
    return refuse({ key: 'shape', file, name: input.name, dims: `${input.type} ${dimsText(input)}` });
  const first = size(input.dims[1]);
  const last = size(input.dims[rank - 1]);
  const channelsLast =
    last !== undefined && last <= MOST_CHANNELS && (first === undefined || first > MOST_CHANNELS);
  const spatial = (channelsLast ? input.dims.slice(1, -1) : input.dims.slice(2)).map(size);

  const image = facts.outputs.find((o) => o.dims === undefined || o.dims.length === rank);
  const scores = facts.outputs.find((o) => o.dims && o.dims.length <= 2);
  const output = image ?? scores;
  if (!output) {
    const odd = facts.outputs[0];
    return refuse({ key: 'shape', file, name: odd?.name ?? '?', dims: odd ? dimsText(odd) : '?' });
  }
  const channelAt = output === image ? (channelsLast ? rank - 1 : 1) : (output.dims?.length ?? 1) - 1;
  return {
    input: input.name,
    axes: rank === 4 ? (channelsLast ? 'NHWC' : 'NCHW') : channelsLast ? 'NDHWC' : 'NCDHW',
    dataType,
    channels: channelsLast ? last : first,
    spatial,
    output: output.name,
    kind: output === image ? 'image' : 'scores',
    outputs: size(output.dims?.[channelAt]),
    otherOutputs: facts.outputs.filter((o) => o !== output).map((o) => o.name),
  };
}

/** The parts of a manifest that need no asking. */
export function manifestOf(plan: GraphPlan): JsonObject {
  const window: JsonObject = {};
  if (plan.spatial.every((s) => s !== undefined)) window.patch = plan.spatial as number[];
  return {
    schema: 'lamplight-model/1',
    status: 'research',
    inputs: [{ name: plan.input, axes: plan.axes, dataType: plan.dataType }],
    window,
    outputs: [{ name: plan.output, ...(plan.kind === 'scores' && { kind: 'scores' }) }],
  };
}

/** Text as an id: lower-case letters, digits and dashes. */
export function idOf(name: string): string {
  const id = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\.onnx$/, '')
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[^a-z0-9]+|[^a-z0-9]+$/g, '')
    .slice(0, 64);
  return id || 'model';
}
