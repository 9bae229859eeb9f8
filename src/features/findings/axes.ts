import { calibrationOf, factsOfAxes } from '../../analyses';
import type { Axes, Finding } from '../../domain/finding';
import { lengthsOver, measureAxesOnImage } from '../../domain/image-measurement';
import { measureAxes, type Calibration } from '../../domain/measurement';
import { imageOf } from '../../domain/lesion';
import { change } from './change';
import { gridOf } from './frames';
import { sameAxes } from './overlap';
import { findByUid, say, studyFindings, useFindings } from './store';
import { seriesByUid } from './volumes';

/** On one image the lengths are those of the place that the outline lies in, and pixels where it has no scale. */
function lengthsOf(f: Finding, axes: Axes, calibration: Calibration): ReturnType<typeof measureAxes> {
  const on = imageOf(f);
  const scale =
    on && seriesByUid(f.seriesUid)?.instances.find((one) => one.sopInstanceUid === on.sopInstanceUid);
  const grid = gridOf(studyFindings(f.studyUid), f);
  if (!scale || !grid) return measureAxes(axes, calibration, 'reader');
  return measureAxesOnImage(grid, axes, lengthsOver({ scale, notes: [] }, f.mask), 'reader');
}

/** The finding as it would be with these axes; undefined when its series is not open. */
function withAxes(f: Finding, axes: Axes): Finding | undefined {
  const series = seriesByUid(f.seriesUid);
  if (!series) return undefined;
  const measurements = { ...f.measurements, ...lengthsOf(f, axes, calibrationOf(series)) };
  return {
    ...f,
    axes,
    measurements,
    nodule: f.nodule && factsOfAxes(f.nodule, f.measurements, measurements),
  };
}

/**
 * The reader's own axes. Long axis, short axis and mean diameter follow and say that the reader drew them; volume
 * and HU stay those of the outline. AI's finding counts as edited from then on.
 */
export function editAxes(uid: string, axes: Axes): void {
  const f = findByUid(uid);
  if (!f || f.review === 'rejected' || sameAxes(f.axes, axes)) return;
  const next = withAxes(f, axes);
  if (next) change('axes', f, { ...next, review: editedReview(f) });
  else say('noSeries', 'warn');
}

/** Axes under the reader's hand: shown while it moves, and one step to undo when it lifts. */
export function dragAxes(uid: string, axes: Axes, done: boolean): void {
  if (done) {
    useFindings.setState({ preview: undefined });
    editAxes(uid, axes);
    return;
  }
  const f = findByUid(uid);
  const next = f && f.review !== 'rejected' ? withAxes(f, axes) : undefined;
  if (next) useFindings.setState({ preview: { uid, axes, measurements: next.measurements } });
}

/** What keys have moved counts: one step to undo. Nothing when no axes are being moved. */
export function takeAxes(): void {
  const { preview } = useFindings.getState();
  if (preview?.axes) dragAxes(preview.uid, preview.axes, true);
}

/** What the reader corrects is confirmed as corrected; what the reader made is the reader's own either way. */
export function editedReview(f: Finding): 'accepted' | 'edited' {
  const given = studyFindings(f.studyUid).originals[f.trackingUid] !== undefined;
  return f.origin.kind === 'reader' && !given ? 'accepted' : 'edited';
}
