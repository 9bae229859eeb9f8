/** What a server says of an instance -> the record that its file would give; runs in the header worker. */
import type { HeaderOutcome } from '../header/record';
import { readHeader } from '../header/read';
import { messageOf } from '../errors';
import { headerOf } from './dataset';

/**
 * @param blob one data set in DICOM JSON
 * @param bulk bulk data that was wanted before, by its address
 */
export async function readMetadata(
  blob: Blob,
  path: string,
  bulk: ReadonlyMap<string, Uint8Array>,
): Promise<HeaderOutcome> {
  let header: ReturnType<typeof headerOf>;
  try {
    header = headerOf(JSON.parse(await blob.text()), bulk);
  } catch (error) {
    return { status: 'failed', reason: 'damagedHeader', detail: messageOf(error) };
  }
  if (header.wanted.length > 0)
    return { status: 'skipped', reason: 'unreadable', wanted: header.wanted.slice(0, 64) };
  const bytes = new Blob([header.bytes]);
  const outcome = await readHeader(bytes, path, { pixelsElsewhere: true });
  return outcome.status === 'loaded' ? { ...outcome, blob: bytes } : outcome;
}
