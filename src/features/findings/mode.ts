import { axisEnds } from '../../viewport/axes';
import { findByUid, hush, useFindings, type HandMode } from './store';
import { selectFinding } from './select';
import { seriesByUid, volumeFor, volumeOf } from './volumes';

/** Puts the hand in a mode; the wiring gives the images the tool for it. 'none' gives the reading tool back. */
export function setMode(mode: HandMode): void {
  hush();
  useFindings.setState({ mode, axisEnd: axisEnds[0], preview: undefined, rejecting: undefined });
}

/** Starts or ends work on the outline or the axes of a finding, which becomes the current one. */
export function editShape(uid: string, mode: 'outlineAdd' | 'outlineErase' | 'axes'): void {
  const f = findByUid(uid);
  if (!f || f.review === 'rejected') return;
  if (useFindings.getState().mode === mode) {
    setMode('none');
    return;
  }
  // The planes go to the slice that carries the axes.
  selectFinding(uid);
  setMode(mode);
  // The volume is needed when the first stroke ends; reading it now hides the wait.
  const series = seriesByUid(f.seriesUid);
  if (series && mode !== 'axes') void volumeOf(f).catch(() => undefined);
}

/** Starts or ends "one click marks a nodule". The series that is read is decoded meanwhile. */
export function toggleAddNodule(seriesUid: string | undefined): void {
  const on = useFindings.getState().mode !== 'addNodule';
  setMode(on ? 'addNodule' : 'none');
  const series = on && seriesUid ? seriesByUid(seriesUid) : undefined;
  // Of ultrasound only the frame that is clicked on is read.
  if (series && series.modality !== 'US') void volumeFor(series).catch(() => undefined);
}
