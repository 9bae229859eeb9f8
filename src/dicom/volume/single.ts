/** One image as a volume of one slice, for analyses whose model looks at images. */
import { frameInstance, seriesFrames } from '../../domain/frames';
import { cross, type Grid, type Vec3 } from '../../domain/geometry';
import type { Instance, Series } from '../../domain/study';
import type { SingleImage, Volume } from '../../domain/volume';
import type { DecodedFrame, LoadOptions } from '../contract';
import { VolumeError } from '../errors';

type Load = (instance: Instance, frame: number, options: LoadOptions) => Promise<DecodedFrame>;

const MOST = 32767;

/** Where the viewports draw an image: at its place, or at the origin, axial, 1 mm a pixel where the file has none. */
function drawnGrid(image: Instance): Grid {
  const o = image.imageOrientation ?? [1, 0, 0, 0, 1, 0];
  const along: Vec3 = [o[0], o[1], o[2]];
  const down: Vec3 = [o[3], o[4], o[5]];
  const [dy, dx] = image.pixelSpacing ?? [1, 1];
  return {
    dims: [image.columns, image.rows, 1],
    spacing: [dx, dy, 1],
    origin: image.imagePosition ?? [0, 0, 0],
    axes: [along, down, cross(along, down)],
  };
}

/** Is the series one image, no film and no stack? */
export const isSingle = (series: Series): boolean => seriesFrames(series).length === 1;

/**
 * Grey: modality values, MONOCHROME1 turned over within the range of its bits so that more is brighter. Colour:
 * luminance (ITU-R BT.601), and its three channels beside it. Values beyond 16 bits signed are cut, and counted in the
 * notes.
 * @throws VolumeError when the series has no image, FrameError when it cannot be decoded.
 */
export async function buildSingle(load: Load, series: Series, options: LoadOptions): Promise<Volume> {
  const { image: wanted } = options;
  const ref = seriesFrames(series).find(
    ({ instance, frame }) =>
      !wanted || (instance.sopInstanceUid === wanted.sopInstanceUid && frame === wanted.frame),
  );
  if (!ref) throw new VolumeError({ key: 'tooFewSlices', values: { count: 0 } }, 'no image');
  const image = frameInstance(ref.instance, ref.frame);
  const decoded = await load(ref.instance, ref.frame, {
    signal: options.signal,
    priority: options.priority ?? 'near',
  });
  options.onProgress?.(1, 1);
  const { data, rgb, notes } = decoded.samplesPerPixel === 3 ? colour(decoded) : grey(decoded, image);
  const { ultrasoundRegions, pixelSpacing, spacingSource, calibration } = image;
  return {
    seriesUid: series.seriesUid,
    frameOfReferenceUid: image.frameOfReferenceUid ?? series.frameOfReferenceUid,
    grid: { ...drawnGrid(image), dims: [decoded.columns, decoded.rows, 1] },
    data,
    sopInstanceUids: [image.sopInstanceUid],
    frameNumbers: [ref.frame],
    single: { scale: { ultrasoundRegions, pixelSpacing, spacingSource, calibration }, rgb, notes },
  };
}

interface Made extends Pick<SingleImage, 'rgb' | 'notes'> {
  readonly data: Int16Array;
}

function grey(decoded: DecodedFrame, image: Instance): Made {
  const { pixels, photometricInterpretation } = decoded;
  const { rescaleSlope: slope, rescaleIntercept: intercept } = image;
  const data = new Int16Array(decoded.columns * decoded.rows);
  const turned = photometricInterpretation === 'MONOCHROME1';
  // Smallest and largest stored value together: what a turned value and its own add up to.
  const ends = image.pixelRepresentation === 1 ? -1 : 2 ** image.bitsStored - 1;
  let cut = 0;
  for (let n = 0; n < data.length; n++) {
    const stored = turned ? ends - pixels[n] : pixels[n];
    const value = Math.round(stored * slope + intercept);
    if (value > MOST || value < -MOST - 1) cut++;
    data[n] = Math.max(-MOST - 1, Math.min(MOST, value));
  }
  const notes = [
    ...(turned ? ['MONOCHROME1 turned over: larger values are brighter'] : []),
    ...(cut > 0 ? [`${cut} pixel values beyond 16 bits were cut`] : []),
  ];
  return { data, notes };
}

function colour({ pixels, columns, rows }: DecodedFrame): Made {
  const length = columns * rows;
  const [data, r, g, b] = Array.from({ length: 4 }, () => new Int16Array(length));
  // Colour of more than 8 bits a sample comes to 0..255, as models of colour images expect it.
  const scale = pixels.BYTES_PER_ELEMENT === 1 ? 1 : 255 / 65535;
  for (let n = 0; n < length; n++) {
    r[n] = Math.round(pixels[3 * n] * scale);
    g[n] = Math.round(pixels[3 * n + 1] * scale);
    b[n] = Math.round(pixels[3 * n + 2] * scale);
    data[n] = Math.round(0.299 * r[n] + 0.587 * g[n] + 0.114 * b[n]);
  }
  return {
    data,
    rgb: [r, g, b],
    notes: ['the colour image was read as its luminance or its three channels'],
  };
}
