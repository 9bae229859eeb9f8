/** Header worker: reads headers off the page's thread, a few files at a time. */
import { readHeaderFile } from '../header/file';
import type { HeaderReply, HeaderRequest } from './messages';

const reply = (message: HeaderReply): void => postMessage(message);

self.addEventListener('message', (event: MessageEvent<HeaderRequest>) => {
  for (const { id, ...file } of event.data.files) {
    void readHeaderFile(file).then((outcome) => reply({ id, outcome }));
  }
});
