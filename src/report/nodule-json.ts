/** What is said of a lung nodule beyond what every finding has, as data. */
import type { Finding, Measurement } from '../domain/finding';
import { isLungNodule, solidPartOf } from '../domain/lesion';

/** The range is one of volumes in mm3; every measurement keeps its unit, method and calibration. Null for other findings. */
export function noduleJson<M>(f: Finding, measurement: (m: Measurement) => M) {
  const { nodule } = f;
  if (!isLungNodule(f) || !nodule) return null;
  const solid = solidPartOf(f);
  const { zone, scores, ellipsoidVolume, correctedVolume, volumeRange } = nodule;
  return {
    zone: zone ?? null,
    scores: scores ?? null,
    ellipsoidVolume: ellipsoidVolume ? measurement(ellipsoidVolume) : null,
    correctedVolume: correctedVolume ? measurement(correctedVolume) : null,
    volumeRange: volumeRange ? { low: measurement(volumeRange[0]), high: measurement(volumeRange[1]) } : null,
    solidPart: solid
      ? {
          longAxis: measurement(solid.longAxis),
          shortAxis: measurement(solid.shortAxis),
          meanDiameter: measurement(solid.meanDiameter),
          volume: measurement(solid.volume),
        }
      : null,
  };
}
