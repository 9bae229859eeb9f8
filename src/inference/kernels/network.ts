/** Networks computed by Lamplight's own kernels, for browsers without WebGPU. */
import type { Placement } from '../contract';
import type { Network, NetworkTensor } from '../network';
import { readModel } from '../onnx/codec';
import { elementCount } from '../onnx/values';
import { readLayers, Unsupported, type Convolution } from './graph';
import { makePlan, type Plan, type Stored } from './plan';
import { Team } from './team';
import { packed, sizes } from './weights';

const teams = new Map<number, Promise<Team>>();

/** The worker's team of so many threads, gathered when it is first asked for. */
function teamOf(threads: number): Promise<Team> {
  let team = teams.get(threads);
  if (!team) {
    // What the browser refuses once is not asked for again.
    team = Team.gather(threads);
    teams.set(threads, team);
  }
  return team;
}

/** Shapes whose plans are kept; windows of an organ come in a few. */
const MOST_PLANS = 32;

const tensor = (data: Float32Array, dims: readonly number[]): NetworkTensor => ({
  dims,
  read: () => Promise.resolve(data),
  dispose: () => undefined,
});

/** What is asked of a network: the name of its input, and those of outputs that it must have. */
export interface Wanted {
  readonly input: string;
  readonly outputs: readonly string[];
}

/**
 * Opens a network of an ONNX file. Its `run` may still throw Unsupported: some things show with the first shape.
 * @throws Unsupported when it has layers that the kernels do not compute, or not the wanted names
 * @throws OnnxError when the bytes are no model
 * @throws Error when the browser gives no shared memory, or not all threads
 */
export async function openKernels(bytes: Uint8Array, threads: number, wanted: Wanted): Promise<Network> {
  const { graph } = readModel(bytes);
  const network = readLayers(graph!);
  const names = network.results.map(({ name }) => name);
  if (network.input !== wanted.input || !wanted.outputs.every((name) => names.includes(name)))
    throw new Unsupported(`${network.input} to ${names.join(', ')}`);
  const team = await teamOf(threads);
  const stored = new Map<Convolution, Stored>();
  const taken: number[] = [];
  const keep = (values: Float32Array, length: number): number => {
    const address = team.take(length * 4);
    taken.push(address);
    const place = team.floats(address, length);
    place.fill(0);
    place.set(values);
    return address;
  };
  let released = false;
  const release = (): Promise<void> => {
    released = true;
    for (const address of taken.splice(0)) team.give(address);
    return Promise.resolve();
  };
  try {
    for (const layer of network.layers)
      if (layer.kind === 'convolution') {
        const weights = packed(layer);
        stored.set(layer, {
          weights: keep(weights, weights.length),
          bias: keep(layer.bias, sizes(layer).columns),
        });
      }
  } catch (error) {
    await release();
    throw error;
  }
  const plans = new Map<string, Plan>();
  const planOf = (dims: readonly number[]): Plan => {
    const key = dims.join();
    let plan = plans.get(key);
    if (!plan) {
      if (plans.size >= MOST_PLANS) plans.clear();
      plan = makePlan(network, dims, team.threads, stored);
      plans.set(key, plan);
    }
    return plan;
  };
  const placement: Placement = { provider: 'wasm', threads: team.threads, adapter: '', kernels: true };
  return {
    ...placement,
    run(x, dims) {
      // What throws here is a run that fails, not the caller's own mistake.
      return Promise.resolve().then(() => {
        if (released) throw new Error('the network is closed');
        if (x.length !== elementCount(dims)) throw new Error(`${x.length} values for ${dims.join(' x ')}`);
        const plan = planOf(dims);
        const found = team.run(plan, x);
        return Object.fromEntries(plan.outputs.map(({ name, dims }, n) => [name, tensor(found[n], dims)]));
      });
    },
    lost: () => undefined,
    heapBytes: () => team.bytes,
    release,
  };
}
