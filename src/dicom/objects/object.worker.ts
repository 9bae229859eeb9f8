/** Object worker: reads one object and is done; a structure set of tens of MB does not stop the page. */
import { DicomError, messageOf } from '../errors';
import type { ObjectReply, ObjectRequest } from './messages';
import { readObjectFile } from './read';

self.addEventListener('message', (event: MessageEvent<ObjectRequest>) => {
  const { blob, sopClassUid } = event.data;
  const answer = (reply: ObjectReply): void => postMessage(reply);
  readObjectFile(blob, sopClassUid).then(
    (object) => answer({ object }),
    (error: unknown) =>
      answer(
        error instanceof DicomError
          ? { reason: error.reason, detail: error.detail }
          : { reason: 'damagedHeader', detail: messageOf(error) },
      ),
  );
});
