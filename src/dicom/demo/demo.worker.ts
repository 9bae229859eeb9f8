import { DEMO_SEED, preparePhantom } from '../../domain/phantom';
import { makeDemoFile } from './files';
import type { DemoReply, DemoRequest } from './protocol';

// Only what this file needs of the worker's global scope; the project's types are those of the page.
interface Scope {
  addEventListener(type: 'message', listener: (event: MessageEvent<DemoRequest>) => void): void;
  postMessage(reply: DemoReply, transfer?: Transferable[]): void;
}
const scope = globalThis as unknown as Scope;

// One message, one run: the page ends the worker when it has the last file or gives up.
scope.addEventListener('message', ({ data }) => {
  try {
    const phantom = preparePhantom(DEMO_SEED);
    for (const slice of data.slices) {
      const bytes = makeDemoFile(phantom, slice).buffer;
      scope.postMessage({ kind: 'file', slice, bytes }, [bytes]);
    }
  } catch (error) {
    scope.postMessage({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
  }
});
