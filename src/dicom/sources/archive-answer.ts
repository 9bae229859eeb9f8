import { DicomError, messageOf } from '../errors';
import type { ZipAnswer, ZipRequest } from '../worker/messages';
import type { Archive } from './archive';

/** What an archive says to a request; a failure is an answer too. */
export async function answerOf(archive: Archive, ask: ZipRequest['ask']): Promise<ZipAnswer> {
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
