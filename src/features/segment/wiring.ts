import { NEW_SEGMENT, type ViewportEvent } from '../../viewport/marks';
import { useFindings } from '../findings';
import { useOpen } from '../open';
import { onViewportEvent, setSegmentMarks } from '../read';
import { selectSegment } from './commands';
import { marksOf } from './marks';
import { segmentByUid, setCurrent, studySegments, useSegments } from './store';
import { commitStroke, previewStroke } from './stroke';
import { cutWith, growFrom, keepClicked } from './tools';

let started = false;

/** Ties segments to the images; lasts for the page's life, calling it again does nothing. */
export function startSegments(): void {
  if (started) return;
  started = true;
  onViewportEvent(onHand);
  useSegments.subscribe((now, before) => {
    if (now.studies !== before.studies || now.preview !== before.preview) draw();
  });
  useOpen.subscribe((now, before) => {
    if (now.activeStudyUid !== before.activeStudyUid) draw();
  });
  // Choosing a finding is choosing what the brush corrects.
  useFindings.subscribe((now, before) => {
    const { activeStudyUid } = useOpen.getState();
    if (now.jump !== before.jump && activeStudyUid !== undefined) setCurrent(activeStudyUid, undefined);
  });
  draw();
}

function draw(): void {
  const { activeStudyUid } = useOpen.getState();
  setSegmentMarks(marksOf(studySegments(activeStudyUid), useSegments.getState()));
}

function onHand(event: ViewportEvent): void {
  const { activeStudyUid } = useOpen.getState();
  if (activeStudyUid === undefined) return;
  if (event.kind === 'markClicked') {
    if (!segmentByUid(activeStudyUid, event.id)) return;
    selectSegment(activeStudyUid, event.id);
  } else if (event.kind === 'brush') {
    const { seriesUid, stroke, threshold = false, done } = event;
    if (stroke.markId !== NEW_SEGMENT && !segmentByUid(activeStudyUid, stroke.markId)) return;
    if (done) void commitStroke(seriesUid, stroke, threshold);
    else previewStroke(seriesUid, stroke, threshold);
  } else if (event.kind === 'grow') void growFrom(event.seriesUid, event.point, event.normal);
  else if (event.kind === 'keepIsland') void keepClicked(event.seriesUid, event.point);
  else if (event.kind === 'scissors')
    void cutWith(event.seriesUid, event.points, event.normal, event.keepInside);
}
