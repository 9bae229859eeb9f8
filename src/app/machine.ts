import { create } from 'zustand';
import { hasWebGl2 } from '../viewport';

/** What this browser on this computer can do; found out once at the start. */
export interface Machine {
  /** SharedArrayBuffer, and with it WebAssembly threads. False when the page is not cross-origin isolated. */
  readonly isolated: boolean;
  readonly webgl2: boolean;
  /** What a network would run on; undefined until the graphics adapter has answered. */
  readonly provider?: 'webgpu' | 'wasm';
  /** Name of the graphics adapter, or why there is none. Technical, untranslated. */
  readonly adapter: string;
  readonly threads: number;
  /** Whole GB as the browser says it, at most 8; undefined when it does not. */
  readonly memory?: number;
}

const cores = () => navigator.hardwareConcurrency || 1;

export const useMachine = create<Machine>(() => ({
  isolated: true,
  webgl2: true,
  adapter: '',
  threads: 1,
}));

/** Looks at the browser; `probe` asks for the graphics adapter in the same way as an analysis will. */
export async function inspectMachine(
  probe: () => Promise<{ readonly provider: 'webgpu' | 'wasm'; readonly adapter: string }>,
): Promise<void> {
  const isolated = globalThis.crossOriginIsolated === true;
  const { deviceMemory } = navigator as { deviceMemory?: number };
  useMachine.setState({
    isolated,
    webgl2: hasWebGl2(),
    threads: isolated ? cores() : 1,
    memory: deviceMemory,
  });
  useMachine.setState(await probe());
}
