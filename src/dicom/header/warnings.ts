/** What is odd about a header although its image can be shown. */
import type { FileWarning, Instance } from '../../domain/study';
import { readRescale, readWindows } from './describe';
import type { Start } from './parse';
import type { PixelFormat } from './record';
import type { Tags } from './tags';

const ctClass = /^1\.2\.840\.10008\.5\.1\.4\.1\.1\.2(\.[12])?$/;
/** CT, MR and PET images are slices in space; the standard asks their position of them. */
const slicedClass = /^1\.2\.840\.10008\.5\.1\.4\.1\.1\.(2|2\.1|4|4\.1|128|130)$/;
const knownPhotometric = /^(MONOCHROME[12]|PALETTE COLOR|RGB|YBR_\w+)$/;

/**
 * @param format before it was settled by the bytes.
 * @param instance as it is shown.
 */
export function headerWarnings(
  t: Tags,
  start: Start,
  format: PixelFormat,
  instance: Instance,
): FileWarning[] {
  const out: FileWarning[] = [];
  if (start.relabelled) out.push('syntaxLabel');
  if (formatIsOdd(t, format)) out.push('pixelFormat');
  const grey = instance.samplesPerPixel === 1 && format.photometricInterpretation !== 'PALETTE COLOR';
  const rescale = readRescale(t);
  const unusable = rescale.given && (!rescale.slope || rescale.intercept === undefined);
  if (grey && unusable) out.push('slope');
  else if (grey && !rescale.given && !t.has('x00283000') && ctClass.test(instance.sopClassUid))
    out.push('noRescale');
  if (t.has('x00280030') && t.plain('x00280030') !== '' && instance.spacingSource !== 'PixelSpacing')
    out.push('spacing');
  const said = t.has('x00200032') || t.has('x00200037') || slicedClass.test(instance.sopClassUid);
  const shaky = instance.imageOrientation !== undefined && !isUnit(t.decimals('x00200037'));
  if (said && (!instance.imagePosition || !instance.imageOrientation || shaky)) out.push('geometry');
  if (grey && !t.has('x00283010') && readWindows(t).length === 0) out.push('window');
  return out;
}

/** Direction cosines near enough to unit vectors at a right angle (they are made so), or none at all. */
function isUnit(v: readonly number[]): boolean {
  if (v.length < 6) return true;
  const near = (a: number, b: number, c: number) => Math.abs(Math.hypot(a, b, c) - 1) < 0.05;
  const right = Math.abs(v[0] * v[3] + v[1] * v[4] + v[2] * v[5]) < 0.03;
  return near(v[0], v[1], v[2]) && near(v[3], v[4], v[5]) && right;
}

/** Bits that do not fit each other, a colour that no one knows, or tables that are not there. */
function formatIsOdd(t: Tags, format: PixelFormat): boolean {
  const stored = t.uint16('x00280101');
  const high = t.uint16('x00280102');
  const allocated = format.bitsAllocated;
  if (stored !== undefined && (stored === 0 || stored > allocated)) return true;
  if (high !== undefined && stored !== undefined && (high >= allocated || high + 1 < stored)) return true;
  const said = format.photometricInterpretation;
  if (!knownPhotometric.test(said) || !t.plain('x00280004')) return true;
  if (said === 'PALETTE COLOR') return !format.palette;
  return (format.samplesPerPixel === 3) === said.startsWith('MONOCHROME');
}
