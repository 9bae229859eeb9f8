/** The page's side of the object worker. */
import { DicomError, messageOf } from '../errors';
import type { DicomObject } from './contract';
import type { ObjectReply, ObjectRequest } from './messages';

/** A worker that says nothing for this long hangs on the file, ms. */
const hangAfter = 60_000;

/** Reads an object off the page's thread. @throws DicomError */
export async function loadObjectFile(blob: Blob, sopClassUid: string): Promise<DicomObject> {
  if (typeof Worker === 'undefined') {
    // Imported here only: the parser is in the worker's bundle already.
    const { readObjectFile } = await import('./read');
    return readObjectFile(blob, sopClassUid);
  }
  const worker = new Worker(new URL('./object.worker.ts', import.meta.url), {
    type: 'module',
    name: 'dicom-object',
  });
  let timer: ReturnType<typeof setTimeout> | undefined;
  try {
    return await new Promise<DicomObject>((resolve, reject) => {
      const fail = (why: string): void => reject(new DicomError('damagedHeader', why));
      timer = setTimeout(() => fail(`no answer for ${hangAfter / 1000} s`), hangAfter);
      worker.addEventListener('error', (event) => fail(messageOf(event.message || 'worker failed')));
      worker.addEventListener('message', ({ data }: MessageEvent<ObjectReply>) => {
        if ('object' in data) resolve(data.object);
        else reject(new DicomError(data.reason, data.detail));
      });
      worker.postMessage({ blob, sopClassUid } satisfies ObjectRequest);
    });
  } finally {
    clearTimeout(timer);
    worker.terminate();
  }
}
