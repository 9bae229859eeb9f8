/** Have pixels lost something by their compression? As the transfer syntax says, or the bytes where it leaves it open. */

/** Syntaxes that are always lossy: DCT, near-lossless JPEG-LS, recompressed JPEG and video. JPEG 2000 and HTJ2K leave it open. */
const alwaysLossy = /^1\.2\.840\.10008\.1\.2\.4\.(5[0-6]|81|111|10\d(\.1)?)$/;
export const isLossySyntax = (transferSyntaxUid: string): boolean => alwaysLossy.test(transferSyntaxUid);

/** JPEG 2000 and HTJ2K that may be either. */
const eitherWay = /^1\.2\.840\.10008\.1\.2\.4\.(91|93|203)$/;
/** The headers of a codestream are no longer, bytes. */
const HEAD = 4096;
/** From the marker COD (ISO/IEC 15444-1, A.6.1) to its last field, the transform: 0 is the irreversible 9-7. */
const TO_TRANSFORM = 13;

/** @param frame the bytes of one frame */
export async function isLossyFrame(transferSyntaxUid: string, frame: Blob | undefined): Promise<boolean> {
  if (isLossySyntax(transferSyntaxUid)) return true;
  if (!frame || !eitherWay.test(transferSyntaxUid)) return false;
  const bytes = new Uint8Array(await frame.slice(0, HEAD).arrayBuffer());
  for (let at = 0; at + TO_TRANSFORM < bytes.length; at++)
    if (bytes[at] === 0xff && bytes[at + 1] === 0x52) return bytes[at + TO_TRANSFORM] === 0;
  return false;
}
