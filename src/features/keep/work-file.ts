/** Many studies' work in one file: a name of eight bytes, then for each study a length (32 bits, little endian) and `packWork`. */
import { packWork, unpackWork, WorkError, type StudyWorkFile } from '../../dicom/objects';

const NAME = new TextEncoder().encode('LLWORKS1');
export const ENDING = '.lamplight';

/** @throws WorkError when one study's work is too large, TypeError for what is no plain data */
export async function packAll(studies: readonly StudyWorkFile[]): Promise<Blob> {
  const parts: BlobPart[] = [NAME];
  for (const study of studies) {
    const bytes = await packWork(study);
    const length = new Uint8Array(4);
    new DataView(length.buffer).setUint32(0, bytes.length, true);
    parts.push(length, bytes);
  }
  return new Blob(parts, { type: 'application/octet-stream' });
}

/**
 * The work in a file; what of it is damaged is counted, and the rest read.
 * @throws WorkError when it is no such file
 */
export async function unpackAll(
  file: Blob,
): Promise<{ readonly studies: readonly StudyWorkFile[]; readonly failed: number }> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (bytes.length < NAME.length || NAME.some((byte, n) => bytes[n] !== byte))
    throw new WorkError('no file of work');
  const view = new DataView(bytes.buffer);
  const studies: StudyWorkFile[] = [];
  let failed = 0;
  for (let at = NAME.length; at < bytes.length;) {
    const length = at + 4 <= bytes.length ? view.getUint32(at, true) : Infinity;
    at += 4;
    if (at + length > bytes.length) {
      // Cut: what follows is not there.
      failed++;
      break;
    }
    try {
      studies.push(await unpackWork(bytes.subarray(at, at + length)));
    } catch (error) {
      if (!(error instanceof WorkError)) throw error;
      failed++;
    }
    at += length;
  }
  return { studies, failed };
}
