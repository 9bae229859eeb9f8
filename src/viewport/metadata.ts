import { Enums } from '@cornerstonejs/core';
import { voiFunctionOf } from './imageLoader';
import { isColour, openingRange, viewedImage, type ViewedImage } from './images';

/** What cornerstone asks about an image, answered from our Instance; undefined for anything else. */
export function provideMetadata(type: string, imageId: unknown): unknown {
  if (typeof imageId !== 'string') return undefined;
  const image = viewedImage(imageId);
  if (!image) return undefined;
  switch (type) {
    case Enums.MetadataModules.IMAGE_PLANE:
      return imagePlane(image);
    case Enums.MetadataModules.IMAGE_PIXEL:
      return imagePixel(image);
    case Enums.MetadataModules.GENERAL_SERIES:
      return { modality: image.series.modality, seriesInstanceUID: image.series.seriesUid };
    case Enums.MetadataModules.VOI_LUT: {
      const window = openingRange(image);
      return {
        windowCenter: [window.center],
        windowWidth: [window.width],
        voiLUTFunction: voiFunctionOf(image.instance),
      };
    }
    case Enums.MetadataModules.MODALITY_LUT:
      return { rescaleSlope: 1, rescaleIntercept: 0 };
    default:
      return undefined;
  }
}

function imagePlane({ instance }: ViewedImage): object {
  const { imageOrientation: o, pixelSpacing, imagePosition } = instance;
  return {
    frameOfReferenceUID: instance.frameOfReferenceUid ?? '',
    rows: instance.rows,
    columns: instance.columns,
    imageOrientationPatient: o ? [...o] : undefined,
    rowCosines: o ? [o[0], o[1], o[2]] : undefined,
    columnCosines: o ? [o[3], o[4], o[5]] : undefined,
    imagePositionPatient: imagePosition ? [...imagePosition] : undefined,
    sliceThickness: instance.sliceThickness,
    pixelSpacing: pixelSpacing ? [...pixelSpacing] : undefined,
    rowPixelSpacing: pixelSpacing?.[0],
    columnPixelSpacing: pixelSpacing?.[1],
  };
}

function imagePixel({ instance, prescaled }: ViewedImage): object {
  const colour = isColour(instance);
  const wide = (prescaled || instance.bitsAllocated > 16) && !instance.voiLut;
  const narrow = colour || (instance.bitsAllocated <= 8 && !instance.voiLut);
  const held = narrow ? 8 : wide ? 32 : 16;
  // A signed 8-bit image is held as 16 bits, see heldPixels.
  const bits = held === 8 && !colour && instance.pixelRepresentation === 1 ? 16 : held;
  return {
    bitsAllocated: bits,
    bitsStored: Math.min(bits, instance.bitsStored),
    highBit: Math.min(bits, instance.bitsStored) - 1,
    pixelRepresentation: colour || instance.voiLut ? 0 : instance.pixelRepresentation,
    photometricInterpretation: colour
      ? 'RGB'
      : instance.photometricInterpretation === 'MONOCHROME1'
        ? 'MONOCHROME1'
        : 'MONOCHROME2',
    samplesPerPixel: colour ? 3 : 1,
  };
}
