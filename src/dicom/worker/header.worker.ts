/** Header worker: reads headers off the page's thread, a few files at a time. */
import { readHeader } from '../header/read';
import type { HeaderReply, HeaderRequest } from './messages';

const reply = (message: HeaderReply): void => postMessage(message);

self.addEventListener('message', (event: MessageEvent<HeaderRequest>) => {
  for (const { id, blob, path } of event.data.files) {
    void readHeader(blob, path).then((outcome) => reply({ id, outcome }));
  }
});
