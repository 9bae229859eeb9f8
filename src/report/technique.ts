/** How the images were made, from the tags alone. What a tag does not say is left out, never assumed. */
import type { ReportLanguage } from '../domain/report-facts';
import type { Series } from '../domain/study';
import { cross, dot, normalise, type Vec3 } from '../domain/geometry';
import { trimmed } from './format';
import { bodyParts } from './words';

/** The one value that all instances share, else undefined: a mixture is not stated as if it were one. */
function common<T>(values: readonly (T | undefined)[]): T | undefined {
  return values.length > 0 && values.every((v) => v === values[0]) ? values[0] : undefined;
}

/**
 * Distance in mm between neighbouring slices along the slice normal, when it is the same (to 0.02 mm) all through;
 * else undefined.
 */
export function sliceSpacing(series: Series): number | undefined {
  const positions = series.instances.map((i) => i.imagePosition);
  const orientation = series.instances[0]?.imageOrientation;
  if (!orientation || positions.length < 2 || positions.some((p) => !p)) return undefined;
  const normal = normalise(
    cross(orientation.slice(0, 3) as unknown as Vec3, orientation.slice(3, 6) as unknown as Vec3),
  );
  const along = (positions as Vec3[]).map((p) => dot(p, normal)).sort((a, b) => a - b);
  const steps = along.slice(1).map((z, n) => z - along[n]);
  const mean = (along[along.length - 1] - along[0]) / steps.length;
  return mean > 0 && steps.every((step) => Math.abs(step - mean) <= 0.02) ? mean : undefined;
}

/** In-plane spacing in mm [between rows, between columns], when calibrated and the same in every image. */
function pixelSpacing(series: Series): readonly [number, number] | undefined {
  const first = series.instances[0];
  if (!first?.pixelSpacing || first.spacingSource === 'none') return undefined;
  const [r, c] = first.pixelSpacing;
  const same = series.instances.every((i) => i.pixelSpacing?.[0] === r && i.pixelSpacing[1] === c);
  return same ? first.pixelSpacing : undefined;
}

const scannerOf = (series: Series): string =>
  [series.manufacturer, series.modelName]
    .map((s) => s.trim())
    .filter(Boolean)
    .join(' ');

function zh(series: Series): string {
  const { parts, scanner } = facts(series);
  const part = series.bodyPart.trim();
  const place = part ? (bodyParts[part.toUpperCase()]?.zh ?? part) : '';
  const what = `${place}${place && !/[\u4e00-\u9fff]$/.test(place) ? ' ' : ''}${series.modality}`;
  const list = [
    series.number === undefined ? '' : `序列${series.number}`,
    `共${parts.count}幅`,
    parts.thickness && `层厚${parts.thickness} mm`,
    parts.spacing && `层间距${parts.spacing} mm`,
    parts.pixel && `像素间距${parts.pixel} mm`,
    parts.kernel && `重建核${parts.kernel}`,
    parts.kvp && `管电压${parts.kvp} kVp`,
    parts.contrast && `对比剂：${parts.contrast}`,
    scanner && `设备：${scanner}`,
  ];
  return `${what}，${list.filter(Boolean).join('，')}。`;
}

function en(series: Series): string {
  const { parts, scanner } = facts(series);
  const part = series.bodyPart.trim();
  const place = part ? (bodyParts[part.toUpperCase()]?.en ?? part) : '';
  const what = `${series.modality}${place ? ` of the ${place}` : ''}`;
  const list = [
    series.number === undefined ? '' : `series ${series.number}`,
    parts.count === 1 ? '1 image' : `${parts.count} images`,
    parts.thickness && `slice thickness ${parts.thickness} mm`,
    parts.spacing && `slice spacing ${parts.spacing} mm`,
    parts.pixel && `pixel spacing ${parts.pixel} mm`,
    parts.kernel && `kernel ${parts.kernel}`,
    parts.kvp && `${parts.kvp} kVp`,
    parts.contrast && `contrast agent: ${parts.contrast}`,
    scanner && `scanner: ${scanner}`,
  ];
  return `${what}, ${list.filter(Boolean).join(', ')}.`;
}

function facts(series: Series) {
  const thickness = common(series.instances.map((i) => i.sliceThickness));
  const spacing = sliceSpacing(series);
  const pixel = pixelSpacing(series);
  return {
    scanner: scannerOf(series),
    parts: {
      count: series.instances.reduce((sum, i) => sum + Math.max(1, i.frames), 0),
      thickness: thickness === undefined ? '' : trimmed(thickness, 2),
      spacing: spacing === undefined ? '' : trimmed(spacing, 2),
      // DICOM gives the distance between rows first; equal ones are printed once.
      pixel: !pixel
        ? ''
        : pixel[0] === pixel[1]
          ? trimmed(pixel[0], 3)
          : `${trimmed(pixel[0], 3)} × ${trimmed(pixel[1], 3)}`,
      kernel: series.kernel.trim(),
      kvp: series.kvp === undefined ? '' : trimmed(series.kvp, 0),
      contrast: series.contrastAgent.trim(),
    },
  };
}

/** One sentence on how the series was made. An empty contrast tag says nothing, so nothing is said of contrast. */
export const techniqueText = (series: Series, language: ReportLanguage): string =>
  language === 'zh' ? zh(series) : en(series);
