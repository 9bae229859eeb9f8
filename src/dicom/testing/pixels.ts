/** Tests only: frames straight through the kernels, without pool and cache. */
import { type HeaderOutcome, type InstanceRecord } from '../header/record';
import { readHeader } from '../header/read';
import { frameRanges } from '../pixels/locate';

/** The record of a file that must be readable. */
export async function recordOf(blob: Blob, path = 'test'): Promise<InstanceRecord> {
  const outcome: HeaderOutcome = await readHeader(blob, path);
  if (outcome.status !== 'loaded') throw new Error(`${path}: ${outcome.reason} ${outcome.detail ?? ''}`);
  return outcome.record;
}

/** Bytes of one frame (0-based) and the bit where it begins. */
export async function frameBytes(
  blob: Blob,
  record: InstanceRecord,
  frame: number,
): Promise<{ bytes: Uint8Array; bitOffset: number }> {
  if (!record.pixels) throw new Error('no pixels');
  const { ranges, bitOffset } = frameRanges(record.pixels, record.format, record.instance.frames, frame);
  const joined = new Blob(ranges.map(([a, b]) => blob.slice(a, b)));
  return { bytes: new Uint8Array(await joined.arrayBuffer()), bitOffset };
}
