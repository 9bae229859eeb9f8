/** onnxruntime-web, set up once for this worker. The only file that says where its parts are. */
import * as withSuspending from 'onnxruntime-web/jspi';
import suspendingMjs from 'onnxruntime-web/ort-wasm-simd-threaded.jspi.mjs?url';
import suspendingWasm from 'onnxruntime-web/ort-wasm-simd-threaded.jspi.wasm?url';
import * as withAsyncify from 'onnxruntime-web/webgpu';
import asyncifyMjs from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.mjs?url';
import asyncifyWasm from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url';

// The same runtime in two builds. Where the browser can suspend WebAssembly (Chrome 137) the build without a
// rewritten stack does: 16.8 MB instead of 26.8, and compiled in half the time.
const suspends = 'Suspending' in WebAssembly;

export const ort: typeof withAsyncify = suspends ? withSuspending : withAsyncify;

// Both files must be named: without `mjs` the threads would start from this worker's own chunk (ai-runtime.md 2.4).
ort.env.wasm.wasmPaths = suspends
  ? { mjs: suspendingMjs, wasm: suspendingWasm }
  : { mjs: asyncifyMjs, wasm: asyncifyWasm };
ort.env.logLevel = 'error';

export type { InferenceSession, Tensor } from 'onnxruntime-web/webgpu';

const heaps: WebAssembly.Memory[] = [];
const Memory = WebAssembly.Memory;
// The runtime keeps its heap to itself; how large it grew is a number that users are shown.
WebAssembly.Memory = class extends Memory {
  constructor(descriptor: WebAssembly.MemoryDescriptor) {
    super(descriptor);
    heaps.push(this);
  }
};

/** Bytes of the WebAssembly heap of this worker. It never shrinks: ending the worker gives it back. */
export const heapBytes = (): number => heaps.reduce((sum, heap) => sum + heap.buffer.byteLength, 0);
