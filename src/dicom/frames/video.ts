/** Encapsulated video (PS3.5 sections 8.2.5 to 8.2.9) as the file that is inside the pixel data. */
import type { Instance } from '../../domain/study';
import { FrameError } from '../errors';
import { isVideoSyntax, syntaxOf } from '../pixels/syntax';
import type { Registry } from '../series/registry';

export interface VideoClip {
  /** The stream as it is in the file: slices of it, not copied. Its type is the container's. */
  readonly blob: Blob;
  /** The codec's name by the transfer syntax. */
  readonly codec: string;
  /** File name ending for saving, with its dot. */
  readonly extension: string;
}

export const isVideo = (instance: Pick<Instance, 'transferSyntaxUid'>): boolean =>
  isVideoSyntax(instance.transferSyntaxUid);

/** What a stream's first bytes say that it is. Browsers play MP4; the others can be saved only. */
export function containerOf(head: Uint8Array): { readonly type: string; readonly extension: string } {
  const text = String.fromCharCode(...head.subarray(4, 8));
  if (text === 'ftyp' || text === 'moov') return { type: 'video/mp4', extension: '.mp4' };
  if (head[0] === 0x47) return { type: 'video/mp2t', extension: '.ts' };
  const start = head[0] === 0 && head[1] === 0 && (head[2] === 1 || (head[2] === 0 && head[3] === 1));
  const code = head[2] === 1 ? head[3] : head[4];
  if (start && (code === 0xba || code === 0xb3)) return { type: 'video/mpeg', extension: '.mpg' };
  return { type: '', extension: start ? '.264' : '.bin' };
}

/**
 * The video of an instance.
 * @throws FrameError when the study is closed or the instance is no video.
 */
export async function loadClip(registry: Registry, instance: Instance): Promise<VideoClip> {
  const open = registry.get(instance.sopInstanceUid);
  if (!open) throw new FrameError('unreadable', 'the study is closed', instance.path);
  const { pixels } = open.record;
  if (!isVideo(instance) || pixels?.kind !== 'encapsulated')
    throw new FrameError('unsupportedObject', 'no video', instance.path);
  const { starts, lengths } = pixels;
  const file = await open.bytes.read();
  const parts = Array.from(starts, (from, n) => file.slice(from, from + lengths[n]));
  const head = new Uint8Array(await new Blob(parts).slice(0, 16).arrayBuffer());
  const { type, extension } = containerOf(head);
  return { blob: new Blob(parts, { type }), codec: syntaxOf(instance.transferSyntaxUid).name, extension };
}
