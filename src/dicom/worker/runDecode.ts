import type { DecodedFrame, FrameOverlay } from '../contract';
import { DicomError, messageOf } from '../errors';
import { decodeFrame, decodeStored } from '../pixels/decode';
import { ownOverlay } from '../pixels/overlays';
import type { DecodeReply, DecodeRequest } from './messages';

const bytesOf = async (blob: Blob): Promise<Uint8Array> => new Uint8Array(await blob.arrayBuffer());

/** Reads a frame's bytes and decodes them. Never rejects; the pixels fill their buffer, so that it can be transferred. */
export async function runDecode(request: DecodeRequest): Promise<DecodeReply> {
  const { id, parts, bitOffset, format, stored } = request;
  try {
    const bytes = await bytesOf(parts.length === 1 ? parts[0] : new Blob([...parts]));
    const decoded = await (stored ? decodeStored : decodeFrame)(bytes, bitOffset, format);
    const frame = stored ? decoded : await withOwnOverlays(decoded, request);
    const { pixels } = frame;
    const exact = pixels.byteLength === pixels.buffer.byteLength;
    return { id, frame: exact ? frame : { ...frame, pixels: pixels.slice() } };
  } catch (error) {
    if (error instanceof DicomError) return { id, reason: error.reason, detail: error.detail };
    const gone = error instanceof DOMException;
    return { id, reason: gone ? 'unreadable' : 'truncatedPixels', detail: messageOf(error) };
  }
}

async function withOwnOverlays(frame: DecodedFrame, request: DecodeRequest): Promise<DecodedFrame> {
  if (!request.overlays?.length) return frame;
  const overlays: FrameOverlay[] = [...(frame.overlays ?? [])];
  const { bigEndian, transferSyntaxUid } = request.format;
  // GE's private syntax swaps the pixel words alone.
  const swapped = bigEndian && transferSyntaxUid === '1.2.840.10008.1.2.2';
  for (const { part, blob } of request.overlays)
    overlays.push(ownOverlay(part, await bytesOf(blob), swapped));
  return { ...frame, overlays };
}
