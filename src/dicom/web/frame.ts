/** One frame from a server (PS3.18 section 10.4.1.1.6): as it is kept, where the server gives it so. */
import type { FramePieces, FramePriority } from '../contract';
import type { PixelFormat } from '../header/record';
import { nativeFrameBits } from '../pixels/locate';
import { syntaxOf } from '../pixels/syntax';
import { failed, type Answer } from './body';
import type { ServerConfig } from './contract';
import { firstThatWorks, pathOf, type InstancePlace } from './instance';
import { partsOf, type Part } from './multipart';
import type { Ticket } from './queue';
import { ask } from './request';

/** A frame is not larger, bytes: decoded ones are limited to as much. */
const FRAME_LIMIT = 256 * 1024 * 1024;

const related = (type: string, syntax?: string): string =>
  `multipart/related; type="${type}"${syntax ? `; transfer-syntax=${syntax}` : ''}`;

/** In the order in which they are tried. Orthanc takes one kind at a time; others want every kind named. */
const accepted = [
  related('application/octet-stream', '*'),
  [
    related('application/octet-stream', '*'),
    ...['image/jls', 'image/jp2', 'image/jphc', 'image/jpeg', 'image/jxl', 'image/dicom-rle'].map((type) =>
      related(type),
    ),
    related('application/octet-stream'),
    'application/octet-stream',
  ].join(', '),
  related('application/octet-stream'),
  related('image/jpeg', '1.2.840.10008.1.2.4.50'),
] as const;
const taken = new Map<string, number>();

/** What a kind of part is where it does not name its transfer syntax; JPEG's own bytes say which of its kinds. */
const syntaxes: Readonly<Record<string, string>> = {
  'application/octet-stream': '1.2.840.10008.1.2.1',
  'image/jpeg': '1.2.840.10008.1.2.4.50',
  'image/jls': '1.2.840.10008.1.2.4.80',
  'image/x-jls': '1.2.840.10008.1.2.4.80',
  'image/jp2': '1.2.840.10008.1.2.4.90',
  'image/jpx': '1.2.840.10008.1.2.4.92',
  'image/j2c': '1.2.840.10008.1.2.4.90',
  'image/jphc': '1.2.840.10008.1.2.4.201',
  'image/jxl': '1.2.840.10008.1.2.4.110',
  'image/dicom-rle': '1.2.840.10008.1.2.5',
  'image/x-dicom-rle': '1.2.840.10008.1.2.5',
};

export interface FrameAsk {
  readonly priority: FramePriority;
  readonly signal?: AbortSignal;
  readonly onTicket?: (ticket: Ticket) => void;
  readonly held?: () => boolean;
}

/**
 * Fetches one frame (1-based).
 * @param format as the header says
 * @throws ServerError, or the signal's reason
 */
export function fetchFrame(
  server: ServerConfig,
  place: InstancePlace,
  frame: number,
  format: PixelFormat,
  options: FrameAsk,
): Promise<FramePieces> {
  const path = `${pathOf(place)}/frames/${frame}`;
  return firstThatWorks(taken, server.id, accepted.length, (way) =>
    ask(server, { path, accept: accepted[way], ...options }, (answer) => readFrame(answer, format)),
  );
}

async function readFrame(answer: Answer, format: PixelFormat): Promise<FramePieces> {
  const parts: Part[] = [];
  for await (const part of partsOf(answer, FRAME_LIMIT)) parts.push(part);
  if (parts.length !== 1) throw failed(answer, 'badMultipart', `${parts.length} parts for one frame`);
  return framePieces(answer, parts[0], format);
}

/** @throws ServerError when the part cannot be this frame */
export function framePieces(answer: Answer, part: Part, format: PixelFormat): FramePieces {
  const uid = part.transferSyntaxUid.replaceAll(/[^0-9.]/g, '') || syntaxes[part.type];
  if (!uid) throw failed(answer, 'contentType', part.type || 'a part without a type');
  if (part.length === 0) throw failed(answer, 'wrongLength', 'a frame of 0 bytes');
  const blobs = [new Blob([...part.bytes])];
  const asked = { parts: blobs, bitOffset: 0 };
  const { encapsulated, supported, name } = syntaxOf(uid);
  if (!supported) throw failed(answer, 'unsupported', `${name} (${uid})`);
  if (encapsulated || isCodestream(part.bytes[0]))
    return { ...asked, format: { ...format, transferSyntaxUid: uid, bigEndian: false } };
  const bytesOf = (one: PixelFormat): number => Math.ceil(nativeFrameBits(one) / 8);
  const unpacked = unpackedFormat(format, uid);
  const need = bytesOf(unpacked);
  // A pad byte makes the length even.
  if (part.length === need || (need % 2 === 1 && part.length === need + 1))
    return { ...asked, format: unpacked };
  const stored = { ...format, transferSyntaxUid: uid, bigEndian: uid === '1.2.840.10008.1.2.2' };
  if (part.length === bytesOf(stored)) return { ...asked, format: stored };
  throw failed(answer, 'wrongLength', `a frame of ${part.length} bytes, ${need} are needed`);
}

/** Colour that was kept as JPEG has been turned into RGB by whoever unpacked it. */
function unpackedFormat(format: PixelFormat, uid: string): PixelFormat {
  const { photometricInterpretation: said, samplesPerPixel, transferSyntaxUid } = format;
  const native = { ...format, transferSyntaxUid: uid, bigEndian: uid === '1.2.840.10008.1.2.2' };
  const packed = /^YBR_(ICT|RCT|FULL_422|PARTIAL)/.test(said) || syntaxOf(transferSyntaxUid).encapsulated;
  return samplesPerPixel === 3 && packed && said.startsWith('YBR')
    ? { ...native, photometricInterpretation: 'RGB', planarConfiguration: 0 }
    : native;
}

/** JPEG, JPEG-LS, JPEG 2000 and JPEG XL by their first bytes: some servers label them as plain bytes. */
function isCodestream(b: Uint8Array): boolean {
  if (b[0] === 0xff && b[1] === 0xd8) return b[2] === 0xff;
  if (b[0] === 0xff && b[1] === 0x4f) return b[2] === 0xff && b[3] === 0x51;
  return b[0] === 0 && b[1] === 0 && b[2] === 0 && b[3] === 0x0c && b[4] === 0x6a;
}
