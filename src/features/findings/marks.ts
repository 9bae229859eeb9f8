import { imageOf } from '../../domain/lesion';
import type { Mark } from '../../viewport/marks';
import { gridOf } from './frames';
import { shownOf } from './shown';
import type { FindingsState, StudyFindings } from './store';

/**
 * What the viewports draw for a study. Rejected findings are drawn only while they are current, so that a reader
 * who looks one up in the list sees what was rejected; a stroke under way shows as it would be.
 */
export function marksOf(
  study: StudyFindings,
  { preview, mode, axisEnd }: Partial<Pick<FindingsState, 'preview' | 'mode' | 'axisEnd'>>,
): Mark[] {
  const marks: Mark[] = [];
  for (const f of shownOf(study)) {
    const grid = gridOf(study, f);
    const current = f.trackingUid === study.currentUid;
    if (!grid || (f.review === 'rejected' && !current)) continue;
    const editing = preview?.uid === f.trackingUid ? preview : undefined;
    marks.push({
      id: f.trackingUid,
      frameOfReferenceUid: f.frameOfReferenceUid,
      seriesUid: f.seriesUid,
      grid,
      image: imageOf(f),
      mask: editing?.mask ?? f.mask,
      // Axes and their handles would lie on the lesion, so they are drawn only while they are what is edited.
      axes: current && mode === 'axes' ? (editing ? editing.axes : f.axes) : undefined,
      ...(current && mode === 'axes' && { heldEnd: axisEnd }),
      point: f.point,
      label: String(f.number),
      review: f.review,
      byReader: f.origin.kind === 'reader' && !study.imported.includes(f.trackingUid),
      current,
    });
  }
  return marks;
}
