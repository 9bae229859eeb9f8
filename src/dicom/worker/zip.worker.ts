/** ZIP worker: one archive; inflating and checksums stay off the page's thread. */
import { Archive } from '../sources/archive';
import { answerOf } from '../sources/archive-answer';
import type { ZipRequest } from './messages';

let archive: Archive | undefined;

self.addEventListener('message', (event: MessageEvent<ZipRequest>) => {
  archive ??= new Archive(event.data.blob);
  void answerOf(archive, event.data.ask).then((said) => {
    const made = said.bytes?.blob;
    postMessage({ id: event.data.id, said }, { transfer: made instanceof Uint8Array ? [made.buffer] : [] });
  });
});
