import { DicomError, messageOf } from '../errors';
import { decodeFrame } from '../pixels/decode';
import type { DecodeReply, DecodeRequest } from './messages';

/** Reads a frame's bytes and decodes them. Never rejects; the pixels fill their buffer, so that it can be transferred. */
export async function runDecode({ id, parts, bitOffset, format }: DecodeRequest): Promise<DecodeReply> {
  try {
    const whole = parts.length === 1 ? parts[0] : new Blob([...parts]);
    const bytes = new Uint8Array(await whole.arrayBuffer());
    const frame = await decodeFrame(bytes, bitOffset, format);
    const { pixels } = frame;
    const exact = pixels.byteLength === pixels.buffer.byteLength;
    return { id, frame: exact ? frame : { ...frame, pixels: pixels.slice() } };
  } catch (error) {
    if (error instanceof DicomError) return { id, reason: error.reason, detail: error.detail };
    const gone = error instanceof DOMException;
    return { id, reason: gone ? 'unreadable' : 'truncatedPixels', detail: messageOf(error) };
  }
}
