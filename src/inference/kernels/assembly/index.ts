/**
 * The kernels of the networks that Lamplight carries, for browsers without WebGPU. Threads share the memory; each step's
 * items are taken in portions by whoever is free, and nobody begins a step before the one before is finished.
 */
import { At, Field, Kind, Size, Team } from '../step';
import { field } from './fields';
import { maxPool, resizeLinear, resizeNearest, toFirst, toLast } from './pixels';
import { convolveWindows } from './windows';
import { convolveTiles } from './winograd';

/** How often to look before going to sleep: waking up costs as much as a short step. */
const LOOKS = 2000;

function team(name: Team): usize {
  return <usize>At.Team + ((<usize>name) << 2);
}

function compute(step: usize, from: i32, to: i32, scratch: usize): void {
  const kind = field(step, Field.Kind);
  if (kind === Kind.Tiles) convolveTiles(step, from, to, scratch);
  else if (kind === Kind.Windows) convolveWindows(step, from, to, scratch);
  else if (kind === Kind.MaxPool) maxPool(step, from, to);
  else if (kind === Kind.Nearest) resizeNearest(step, from, to);
  else if (kind === Kind.Linear) resizeLinear(step, from, to);
  else if (kind === Kind.ToLast) toLast(step, from, to);
  else toFirst(step, from, to);
}

/** Waits until the value at `address` is no longer `is`, and returns it. */
function leaves(address: usize, is: i32): i32 {
  let looks = LOOKS;
  let value = atomic.load<i32>(address);
  while (value === is) {
    if (looks > 0) looks--;
    else atomic.wait<i32>(address, is, -1);
    value = atomic.load<i32>(address);
  }
  return value;
}

/** Waits until the value at `address` is `wanted`. */
function reaches(address: usize, wanted: i32): void {
  let value = atomic.load<i32>(address);
  while (value !== wanted) value = leaves(address, value);
}

/** All steps, as one thread of several: 0 is the caller's. */
function work(thread: i32): void {
  const scratch =
    <usize>load<u32>(team(Team.Scratch)) + <usize>thread * <usize>load<u32>(team(Team.ScratchSize));
  let step = <usize>load<u32>(team(Team.Steps));
  for (let n = load<i32>(team(Team.StepCount)); n > 0; n--) {
    const items = field(step, Field.Items);
    const atOnce = field(step, Field.AtOnce);
    const finished = step + ((<usize>Field.Finished) << 2);
    for (;;) {
      const from = atomic.add<i32>(step + ((<usize>Field.Next) << 2), atOnce);
      if (from >= items) break;
      const to = min<i32>(from + atOnce, items);
      compute(step, from, to, scratch);
      if (atomic.add<i32>(finished, to - from) + to - from === items) atomic.notify(finished);
    }
    reaches(finished, items);
    step += Size.Step;
  }
}

/** Runs the steps, `helpers` further threads being in `serve`. Their counters must be zero. */
export function run(helpers: i32): void {
  atomic.store<i32>(team(Team.Arrived), 0);
  atomic.add<i32>(team(Team.Run), 1);
  atomic.notify(team(Team.Run));
  work(0);
  reaches(team(Team.Arrived), helpers);
}

/** A further thread: takes part in every run after the one numbered `run`, and never returns. */
export function serve(thread: i32, run: i32): void {
  for (;;) {
    run = leaves(team(Team.Run), run);
    work(thread);
    atomic.add<i32>(team(Team.Arrived), 1);
    atomic.notify(team(Team.Arrived));
  }
}
