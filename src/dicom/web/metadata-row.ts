import type { PixelFormat } from '../header/record';
import { numberOf, textOf } from './values';

export type FrameFormat = PixelFormat;

/** As much of the pixels' format as the length of a frame needs, straight from metadata; undefined without pixels. */
export function readMetadataRow(set: unknown): FrameFormat | undefined {
  const [rows, columns] = [numberOf(set, '00280010') ?? 0, numberOf(set, '00280011') ?? 0];
  if (rows === 0 || columns === 0) return undefined;
  const bitsAllocated = numberOf(set, '00280100') ?? 16;
  const bitsStored = numberOf(set, '00280101') ?? bitsAllocated;
  return {
    transferSyntaxUid: textOf(set, '00083002') || '1.2.840.10008.1.2.1',
    bigEndian: false,
    rows,
    columns,
    samplesPerPixel: numberOf(set, '00280002') ?? 1,
    planarConfiguration: numberOf(set, '00280006') ?? 0,
    bitsAllocated,
    bitsStored,
    highBit: bitsStored - 1,
    pixelRepresentation: numberOf(set, '00280103') === 1 ? 1 : 0,
    photometricInterpretation: textOf(set, '00280004') || 'MONOCHROME2',
  };
}
