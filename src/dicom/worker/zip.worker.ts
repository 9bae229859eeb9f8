/** ZIP worker: one archive; inflating and checksums stay off the page's thread. */
import { DicomError, messageOf } from '../errors';
import { Archive } from '../sources/archive';
import type { ZipAnswer, ZipRequest } from './messages';

let archive: Archive | undefined;

async function answer({ blob, ask }: ZipRequest): Promise<ZipAnswer> {
  archive ??= new Archive(blob);
  try {
    if (ask.what === 'list') return { entries: await archive.list() };
    if (ask.what === 'opens') return { opens: await archive.opens(ask.index, ask.password) };
    return { bytes: await archive.read(ask.index, ask.password) };
  } catch (error) {
    return error instanceof DicomError
      ? { reason: error.reason, detail: error.detail }
      : { reason: 'zipDamaged', detail: messageOf(error) };
  }
}

self.addEventListener('message', (event: MessageEvent<ZipRequest>) => {
  void answer(event.data).then((said) => {
    const made = said.bytes?.blob;
    postMessage({ id: event.data.id, said }, { transfer: made instanceof Uint8Array ? [made.buffer] : [] });
  });
});
