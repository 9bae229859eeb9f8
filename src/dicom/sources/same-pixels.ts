/** Whether two files under one SOP Instance UID have the same pixel bytes. */
import type { OpenInstance } from '../series/registry';

/** Compared at a time, bytes. */
const piece = 1024 * 1024;

/**
 * Byte by byte, where the two are encoded alike. Copies in different compression are taken for the same: their bytes
 * tell nothing.
 */
export async function samePixels(a: OpenInstance, b: OpenInstance): Promise<boolean> {
  const [one, other] = [a.record, b.record];
  if (!one.pixels || !other.pixels) return true;
  // A copy on a server is not fetched for this.
  if (one.pixels.kind === 'remote' || other.pixels.kind === 'remote') return true;
  if (one.format.transferSyntaxUid !== other.format.transferSyntaxUid) return true;
  const [left, right] = [pixelsOf(await a.bytes.read(), a), pixelsOf(await b.bytes.read(), b)];
  if (left.size !== right.size) return false;
  for (let at = 0; at < left.size; at += piece) {
    const [p, q] = await Promise.all([bytesOf(left, at), bytesOf(right, at)]);
    if (!p.every((byte, n) => byte === q[n])) return false;
  }
  return true;
}

const bytesOf = async (blob: Blob, at: number): Promise<Uint8Array> =>
  new Uint8Array(await blob.slice(at, at + piece).arrayBuffer());

/** The pixel bytes without what is between fragments. */
function pixelsOf(blob: Blob, { record: { pixels } }: OpenInstance): Blob {
  if (pixels?.kind === 'native') return blob.slice(pixels.offset, pixels.offset + pixels.length);
  const { starts, lengths } = pixels?.kind === 'encapsulated' ? pixels : { starts: [], lengths: [] };
  return new Blob(Array.from(starts, (from, n) => blob.slice(from, from + lengths[n])));
}
