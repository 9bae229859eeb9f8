import { calibrationOf, contrastOf, growNodule, measureShape, newTrackingUid } from '../../analyses';
import type { Finding } from '../../domain/finding';
import { lpsToIjk, type Vec3 } from '../../domain/geometry';
import { isLungNodule } from '../../domain/lesion';
import { GrowError } from '../../domain/region';
import type { Series } from '../../domain/study';
import { maskHas, type Volume, type VoxelMask } from '../../domain/volume';
import { change } from './change';
import type { FrameName } from './frames';
import { addOnFrame } from './grow';
import { sameLesion } from './overlap';
import { alreadyThere } from './already';
import { shownOf } from './shown';
import { findByUid, say, studyFindings, useFindings } from './store';
import { seriesByUid, volumeFor } from './volumes';

/**
 * One click marks a nodule that the model missed: it is grown from the point, measured like any other, and the
 * reader's own. When nothing can be grown a message says why and the tool stays in the hand.
 */
export async function addNodule(seriesUid: string, point: Vec3, image?: FrameName): Promise<void> {
  const series = seriesByUid(seriesUid);
  if (!series) {
    say('noSeries', 'warn');
    return;
  }
  if (series.modality === 'US') return addOnFrame(series, point, image);
  say('measuring');
  try {
    const volume = await volumeFor(series);
    const { studyUid } = series;
    // Decoding takes seconds: the study may have been closed meanwhile.
    if (!seriesByUid(seriesUid)) return;
    const study = studyFindings(studyUid);
    // A candidate that is hidden is not there: the reader's mark stands, and the candidate joins it.
    const here = shownOf(study).filter(
      (f) => f.seriesUid === seriesUid && f.review !== 'rejected' && isLungNodule(f),
    );
    const [i, j, k] = lpsToIjk(volume.grid, point).map(Math.round);
    const under = here.find((f) => maskHas(f.mask, i, j, k));
    if (under) {
      alreadyThere(under);
      return;
    }
    const context = {
      studyUid,
      calibration: calibrationOf(series),
      contrast: contrastOf(series),
      number: study.nextNumber,
    };
    const grown = growNodule(volume, point, context);
    const same = here.find((f) => sameLesion(f, grown));
    if (same) {
      alreadyThere(same);
      return;
    }
    change('add', undefined, grown, { select: true });
    useFindings.setState({ mode: 'none' });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    if (error instanceof GrowError) say(`grow.${error.code}`, 'warn');
    else say('noVolume', 'warn', { why });
  }
}

/** What an outline that the reader made elsewhere says of itself. */
export type Outlined = Pick<Finding, 'kind' | 'category' | 'name' | 'rgb'> & { readonly mask: VoxelMask };

/**
 * Makes a finding of an outline: measured like any other, the reader's own, and the current one. Undoable.
 * @throws MeasurementError when the mask is empty or not of this volume
 */
export function addOutlined(series: Series, volume: Volume, { mask, ...what }: Outlined): void {
  const { studyUid, modality } = series;
  const { nextNumber } = studyFindings(studyUid);
  const shape = measureShape(volume, mask, { studyUid, calibration: calibrationOf(series), modality });
  const finding: Finding = {
    ...shape,
    ...what,
    trackingUid: newTrackingUid(),
    number: nextNumber,
    origin: { kind: 'reader' },
    review: 'accepted',
  };
  change('add', undefined, finding, { select: true });
}

/** Takes the reader's own finding away; undo brings it back. AI's are rejected, not removed. */
export function remove(uid: string): void {
  const f = findByUid(uid);
  if (!f || f.origin.kind !== 'reader' || studyFindings(f.studyUid).imported.includes(uid)) return;
  change('remove', f, undefined);
}
