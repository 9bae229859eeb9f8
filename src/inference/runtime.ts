/** onnxruntime-web, set up once for this worker. The only file that says where its parts are. */
import * as ort from 'onnxruntime-web/webgpu';
import mjs from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.mjs?url';
import wasm from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url';

// Both files must be named: without `mjs` the threads would start from this worker's own chunk (ai-runtime.md 2.4).
ort.env.wasm.wasmPaths = { mjs, wasm };
ort.env.logLevel = 'error';

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

export { ort };
