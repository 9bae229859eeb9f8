/** The compiled kernels in one thread. */
export interface Kernels {
  /** Runs the steps that the team's fields name, with so many further threads. */
  run(helpers: number): void;
  /** Takes part in every run after the one named; never returns. */
  serve(thread: number, run: number): void;
}

/** What a further thread is given. */
export interface Enlisted {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  /** From 1. */
  readonly thread: number;
  /** The run that it is not part of any more. */
  readonly run: number;
}

export const instantiate = (module: WebAssembly.Module, memory: WebAssembly.Memory): Kernels =>
  new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as Kernels;
