/** The kernels, their memory, and the threads that compute with them; one of each for a worker. */
// oxlint-disable-next-line import/default -- made by scripts/kernels.mjs
import binary from './assembly/index.ts?wasm';
import { elementCount } from '../onnx/values';
import { instantiate, type Enlisted, type Kernels } from './instance';
import { Space } from './space';
import { At, Field, Size, Team as TeamField } from './step';
import type { Plan } from './plan';

/**
 * Most pages of 64 KiB, the first that the browser grants: 2 GiB, so that every address is a positive int32; phones refuse
 * to set so much aside.
 */
const MOST_PAGES = [32768, 16384, 8192];
const PAGE = 2 ** 16;
/** Int32 of a step. */
const words = Size.Step / 4;

/** @throws RangeError, TypeError when the browser has no shared memory */
function sharedMemory([maximum, ...smaller]: readonly number[]): WebAssembly.Memory {
  try {
    return new WebAssembly.Memory({ initial: 1, maximum, shared: true });
  } catch (error) {
    if (smaller.length === 0) throw error;
    return sharedMemory(smaller);
  }
}

/** How long a thread may take to be ready, ms; one that a browser never starts says nothing. */
const PATIENCE = 10_000;

/** A thread that is ready, or undefined when it cannot be had. */
function enlist(given: Enlisted): Promise<Worker | undefined> {
  const worker = new Worker(new URL('./thread.worker.ts', import.meta.url), { type: 'module' });
  return new Promise((resolve) => {
    const fail = (): void => {
      clearTimeout(late);
      worker.terminate();
      resolve(undefined);
    };
    const late = setTimeout(fail, PATIENCE);
    worker.addEventListener('messageerror', fail);
    worker.addEventListener('error', (event) => {
      // Else the fault would be the inference worker's own too, and end it.
      event.preventDefault();
      fail();
    });
    worker.addEventListener('message', () => {
      clearTimeout(late);
      resolve(worker);
    });
    worker.postMessage(given);
  });
}

export class Team {
  private readonly space = new Space(At.Free);
  private readonly memory: WebAssembly.Memory;
  private readonly kernels: Kernels;
  private readonly helpers: readonly Worker[];
  private stopped = false;
  /** Steps, values and scratch of the run; as large as the largest so far. */
  private work = { at: 0, bytes: 0 };

  private constructor(memory: WebAssembly.Memory, kernels: Kernels, helpers: readonly Worker[]) {
    this.memory = memory;
    this.kernels = kernels;
    this.helpers = helpers;
  }

  /** @throws Error when the browser has no shared memory or none left, or not all threads can be had */
  static async gather(threads: number): Promise<Team> {
    const module = await WebAssembly.compile(binary);
    const memory = sharedMemory(MOST_PAGES);
    const wanted = Array.from({ length: threads - 1 }, (_, n) =>
      enlist({ module, memory, thread: n + 1, run: 0 }),
    );
    const helpers = (await Promise.all(wanted)).filter((worker) => worker !== undefined);
    if (helpers.length < threads - 1) {
      for (const helper of helpers) helper.terminate();
      throw new Error(`${helpers.length + 1} of ${threads} threads could be had`);
    }
    return new Team(memory, instantiate(module, memory), helpers);
  }

  get threads(): number {
    return this.helpers.length + 1;
  }

  /** Bytes of the memory. */
  get bytes(): number {
    return this.memory.buffer.byteLength;
  }

  /** A piece of the memory. @throws RangeError when there is none left */
  take(bytes: number): number {
    const address = this.space.take(bytes);
    const missing = address + bytes - this.memory.buffer.byteLength;
    try {
      if (missing > 0) this.memory.grow(Math.ceil(missing / PAGE));
    } catch (error) {
      this.space.give(address);
      throw new RangeError(`out of memory: ${bytes} bytes`, { cause: error });
    }
    return address;
  }

  give(address: number): void {
    this.space.give(address);
  }

  /** The values at an address, as they are now: the next growth of the memory makes another view necessary. */
  floats(address: number, length: number): Float32Array {
    return new Float32Array(this.memory.buffer, address, length);
  }

  /**
   * Computes a plan for an input. Returns copies of its outputs.
   * @throws RangeError when there is no memory left
   * @throws Error when the kernels have stopped
   */
  run(plan: Plan, x: Float32Array): readonly Float32Array[] {
    if (this.stopped) throw new Error('the kernels have stopped');
    const { steps, arenaBytes, scratchBytes } = plan;
    const bytes = steps.byteLength + arenaBytes + this.threads * scratchBytes;
    if (bytes > this.work.bytes) {
      this.give(this.work.at);
      this.work = { at: 0, bytes: 0 };
      this.work = { at: this.take(bytes), bytes };
    }
    const stepsAt = this.work.at;
    const arena = stepsAt + steps.byteLength;
    const table = new Int32Array(this.memory.buffer, stepsAt, steps.length);
    table.set(steps);
    for (let at = 0; at < table.length; at += words) {
      table[at + Field.Source] += arena;
      table[at + Field.Target] += arena;
    }
    const team = new Int32Array(this.memory.buffer, At.Team, TeamField.Count);
    team[TeamField.Steps] = stepsAt;
    team[TeamField.StepCount] = steps.length / words;
    team[TeamField.Scratch] = arena + arenaBytes;
    team[TeamField.ScratchSize] = scratchBytes;
    this.floats(arena + plan.input, x.length).set(x);
    try {
      this.kernels.run(this.helpers.length);
    } catch (error) {
      // Threads that still wait for this run must not meet the next one.
      for (const helper of this.helpers) helper.terminate();
      this.stopped = true;
      throw new Error('the kernels have stopped', { cause: error });
    }
    return plan.outputs.map(({ at, dims }) => this.floats(arena + at, elementCount(dims)).slice());
  }
}
