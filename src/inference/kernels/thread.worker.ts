/// <reference lib="webworker" />
import { instantiate, type Enlisted } from './instance';

declare const self: DedicatedWorkerGlobalScope;

/** A further thread of the kernels. It never comes back: whoever made it ends it. */
self.addEventListener('message', ({ data }: MessageEvent<Enlisted>) => {
  const kernels = instantiate(data.module, data.memory);
  self.postMessage('ready');
  kernels.serve(data.thread, data.run);
});
