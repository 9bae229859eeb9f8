import { placeOn, scaleOf, type ScalePoint } from '../../domain/operating-scale';
import type { ModelEntry } from '../../inference/library';
import { useModels } from '../models';
import { numbered, shownOf } from './shown';
import { patchStudy, studyFindings, useFindings, type StudyFindings } from './store';

/** What the slider of a study is made of. */
export interface Slider {
  /** The strictest point first. */
  readonly scale: readonly ScalePoint[];
  readonly place: number;
}

const scales = new WeakMap<ModelEntry, readonly ScalePoint[]>();

/** The stated scale of a model's version; undefined while it is not on this device, or states none. */
function scaleFor(
  models: readonly ModelEntry[],
  id: string,
  version: string,
): readonly ScalePoint[] | undefined {
  const entry = models.find((m) => m.manifest?.id === id && m.manifest.version === version);
  if (!entry?.manifest) return undefined;
  let scale = scales.get(entry);
  if (!scale) scales.set(entry, (scale = scaleOf(entry.manifest)));
  return scale.length > 0 ? scale : undefined;
}

/** The slider of a study: the scale of the model that made its candidates. None when nothing scored them. */
export function sliderOf(
  study: StudyFindings,
  models: readonly ModelEntry[] = useModels.getState().models,
): Slider | undefined {
  for (const { origin, score } of study.findings) {
    if (origin.kind !== 'analysis' || origin.threshold === undefined || !score) continue;
    const scale = scaleFor(models, origin.modelId, origin.modelVersion);
    if (scale) return { scale, place: placeOn(scale, study.threshold ?? origin.threshold) };
  }
  return undefined;
}

/**
 * From which score on candidates count in a study. List, marks, map, counts and report follow at once. The choice is
 * kept with the study; it is no change of work and so not on the undo list.
 */
export function setThreshold(studyUid: string, threshold: number): void {
  const study = studyFindings(studyUid);
  if (study.threshold === threshold) return;
  const next = numbered({ ...study, threshold });
  const here = shownOf(next).some((f) => f.trackingUid === study.currentUid);
  patchStudy(studyUid, { ...next, currentUid: here ? study.currentUid : undefined });
  if (!here) useFindings.setState({ rejecting: undefined, preview: undefined });
}

/** More marks (1) or fewer (-1): the next point of the scale. False when there is none. */
export function stepThreshold(studyUid: string, by: 1 | -1): boolean {
  const slider = sliderOf(studyFindings(studyUid));
  const point = slider?.scale[slider.place + by];
  if (!point) return false;
  setThreshold(studyUid, point.threshold);
  return true;
}

/** Can the marks of a study be made fewer or more? Not in the first reading: there are none. */
export function hasSlider(studyUid: string | undefined): boolean {
  const study = studyFindings(studyUid);
  return study.pass !== 'first' && sliderOf(study) !== undefined;
}
