/** Which image each outline of a run lies on, and the segmentation objects that follow from it. */
import { newUid, segmentNumbers, writeSegmentation, type SegReference } from '../../dicom/writers';
import type { Finding } from '../../domain/finding';
import type { Series, Study } from '../../domain/study';
import type { Volume } from '../../domain/volume';
import type { ResultFile } from './contract';

/** What is kept of a volume that was analysed: where its voxels lie and which images they came from. */
export type RunImage = Pick<Volume, 'grid' | 'sopInstanceUids' | 'frameNumbers'>;

/** Findings of one volume, or of one image where a series was read image by image. */
export interface ImageFindings<V extends RunImage = RunImage> {
  readonly on: V;
  readonly findings: readonly Finding[];
}

const holds = ({ sopInstanceUids, frameNumbers }: RunImage, { keyImage }: Finding): boolean =>
  sopInstanceUids.some((uid, k) => uid === keyImage.sopInstanceUid && frameNumbers[k] === keyImage.frame);

/**
 * The findings with the volume that their masks lie on, in the order of the volumes; those without findings are left
 * out. A volume of the whole series takes every finding.
 * @throws RangeError when a finding lies on no image of the run: an outline must not be tied to another image.
 */
export function byImage<V extends RunImage>(
  findings: readonly Finding[],
  images: readonly V[],
): readonly ImageFindings<V>[] {
  const [only] = images;
  if (images.length === 1) return findings.length > 0 ? [{ on: only, findings }] : [];
  const lost = findings.find((f) => !images.some((image) => holds(image, f)));
  if (lost) throw new RangeError(`the outline of finding ${lost.number} lies on no image that was analysed`);
  return images
    .map((on) => ({ on, findings: findings.filter((f) => holds(on, f)) }))
    .filter((group) => group.findings.length > 0);
}

/** A segmentation object as it was written. */
export interface OutlineFile extends ResultFile {
  readonly reference: SegReference;
  readonly findings: readonly Finding[];
}

interface Outlined {
  readonly study: Study;
  readonly series: Series;
  readonly images: readonly RunImage[];
  readonly findings: readonly Finding[];
  readonly contentDate: Date;
}

/**
 * One object a volume: images that have no place to one another have no common grid, and may differ in size. All are of
 * one series.
 * @throws RangeError as `byImage` and `writeSegmentation`
 */
export function outlineFiles({ study, series, images, findings, contentDate }: Outlined): OutlineFile[] {
  const groups = byImage(findings, images);
  const segSeriesUid = newUid();
  return groups.map(({ on, findings: own }, n) => {
    const sopInstanceUid = newUid();
    return {
      name: groups.length > 1 ? `findings-${n + 1}.seg.dcm` : 'findings.seg.dcm',
      bytes: writeSegmentation({
        study,
        series,
        grid: on.grid,
        slices: { sopInstanceUids: on.sopInstanceUids, frameNumbers: on.frameNumbers },
        findings: own,
        includePending: true,
        contentDate,
        sopInstanceUid,
        segSeriesUid,
        instanceNumber: n + 1,
      }),
      reference: { sopInstanceUid, seriesUid: segSeriesUid, segments: segmentNumbers(own, true) },
      findings: own,
    };
  });
}
