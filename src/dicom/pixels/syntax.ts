/** Transfer syntaxes: their names and what becomes of them. */

export type Codec =
  'native' | 'rle' | 'jpeg' | 'jpegLs' | 'jpeg2000' | 'htj2k' | 'jpegXl' | 'deflatedFrame' | 'video';

export interface Syntax {
  readonly name: string;
  readonly encapsulated: boolean;
  readonly supported: boolean;
  /** The codec by label; the codestream's own first bytes have the last word within the JPEG families. */
  readonly codec?: Codec;
}

const native = (name: string): Syntax => ({ name, encapsulated: false, supported: true, codec: 'native' });
const packed = (name: string, codec: Codec): Syntax => ({ name, encapsulated: true, supported: true, codec });
/** Not decoded to frames here: the browser plays it where it can, see `frames/video.ts`. */
const video = (name: string): Syntax => packed(name, 'video');
const refused = (name: string): Syntax => ({ name, encapsulated: true, supported: false });

const syntaxes: Readonly<Record<string, Syntax>> = {
  '1.2.840.10008.1.2': native('Implicit VR Little Endian'),
  '1.2.840.10008.1.2.1': native('Explicit VR Little Endian'),
  '1.2.840.10008.1.2.2': native('Explicit VR Big Endian'),
  '1.2.840.10008.1.2.1.99': native('Deflated Explicit VR Little Endian'),
  '1.2.840.113619.5.2': native('GE private big endian pixels'),
  '1.2.840.10008.1.2.1.98': packed('Encapsulated Uncompressed', 'native'),
  '1.2.840.10008.1.2.8.1': packed('Deflated Image Frame Compression', 'deflatedFrame'),
  '1.2.840.10008.1.2.5': packed('RLE Lossless', 'rle'),
  '1.2.840.10008.1.2.4.50': packed('JPEG Baseline', 'jpeg'),
  '1.2.840.10008.1.2.4.51': packed('JPEG Extended', 'jpeg'),
  // Retired and arithmetic processes: what the codestream is decides whether it can be decoded.
  '1.2.840.10008.1.2.4.52': packed('JPEG Extended (processes 3, 5)', 'jpeg'),
  '1.2.840.10008.1.2.4.53': packed('JPEG Spectral Selection', 'jpeg'),
  '1.2.840.10008.1.2.4.54': packed('JPEG Spectral Selection (processes 7, 9)', 'jpeg'),
  '1.2.840.10008.1.2.4.55': packed('JPEG Full Progression', 'jpeg'),
  '1.2.840.10008.1.2.4.56': packed('JPEG Full Progression (processes 11, 13)', 'jpeg'),
  '1.2.840.10008.1.2.4.57': packed('JPEG Lossless', 'jpeg'),
  '1.2.840.10008.1.2.4.58': packed('JPEG Lossless (process 15)', 'jpeg'),
  '1.2.840.10008.1.2.4.70': packed('JPEG Lossless SV1', 'jpeg'),
  '1.2.840.10008.1.2.4.80': packed('JPEG-LS Lossless', 'jpegLs'),
  '1.2.840.10008.1.2.4.81': packed('JPEG-LS Near-Lossless', 'jpegLs'),
  '1.2.840.10008.1.2.4.90': packed('JPEG 2000 Lossless', 'jpeg2000'),
  '1.2.840.10008.1.2.4.91': packed('JPEG 2000', 'jpeg2000'),
  '1.2.840.10008.1.2.4.92': packed('JPEG 2000 Multi-component Lossless', 'jpeg2000'),
  '1.2.840.10008.1.2.4.93': packed('JPEG 2000 Multi-component', 'jpeg2000'),
  '1.2.840.10008.1.2.4.94': refused('JPIP Referenced'),
  '1.2.840.10008.1.2.4.95': refused('JPIP Referenced Deflate'),
  '1.2.840.10008.1.2.4.204': refused('JPIP HTJ2K Referenced'),
  '1.2.840.10008.1.2.4.205': refused('JPIP HTJ2K Referenced Deflate'),
  '1.2.840.10008.1.2.4.201': packed('HTJ2K Lossless', 'htj2k'),
  '1.2.840.10008.1.2.4.202': packed('HTJ2K Lossless RPCL', 'htj2k'),
  '1.2.840.10008.1.2.4.203': packed('HTJ2K', 'htj2k'),
  '1.2.840.10008.1.2.4.100': video('MPEG-2 Main Profile / Main Level'),
  '1.2.840.10008.1.2.4.101': video('MPEG-2 Main Profile / High Level'),
  '1.2.840.10008.1.2.4.102': video('MPEG-4 AVC/H.264 High Profile'),
  '1.2.840.10008.1.2.4.103': video('MPEG-4 AVC/H.264 BD-compatible'),
  '1.2.840.10008.1.2.4.104': video('MPEG-4 AVC/H.264 High Profile 4.2 2D'),
  '1.2.840.10008.1.2.4.105': video('MPEG-4 AVC/H.264 High Profile 4.2 3D'),
  '1.2.840.10008.1.2.4.106': video('MPEG-4 AVC/H.264 Stereo High Profile'),
  '1.2.840.10008.1.2.4.107': video('HEVC/H.265 Main Profile'),
  '1.2.840.10008.1.2.4.108': video('HEVC/H.265 Main 10 Profile'),
  '1.2.840.10008.1.2.4.110': packed('JPEG XL Lossless', 'jpegXl'),
  '1.2.840.10008.1.2.4.111': packed('JPEG XL JPEG Recompression', 'jpegXl'),
  '1.2.840.10008.1.2.4.112': packed('JPEG XL', 'jpegXl'),
};

export function syntaxOf(uid: string): Syntax {
  // The fragmentable variants of the video syntaxes end in .1.
  const base = uid.replace(/^(1\.2\.840\.10008\.1\.2\.4\.10\d)\.1$/, '$1');
  return syntaxes[base] ?? { name: 'unknown transfer syntax', encapsulated: false, supported: false };
}

/** Is the pixel data a video, MPEG-2, MPEG-4 or HEVC? */
export const isVideoSyntax = (uid: string): boolean => syntaxOf(uid).codec === 'video';
