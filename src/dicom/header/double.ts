/** Values of VR FD, which `Tags` has no reader for. */
import type { Tags } from './tags';

/** First value of an FD element; undefined when it is absent, short or not finite. */
export function double(t: Tags | undefined, tag: string): number | undefined {
  const bytes = t?.bytes(tag);
  if (!t || !bytes || bytes.length < 8) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const value = view.getFloat64(0, !t.bigEndian);
  return Number.isFinite(value) ? value : undefined;
}
