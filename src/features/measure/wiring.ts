import type { AnnotationKind } from '../../domain/annotation/annotation';
import { shapes } from '../../domain/annotation/shapes';
import {
  onViewportEvent,
  setAnnotations,
  toggleMarks,
  useRead,
  type Tool,
  type ViewportEvent,
} from '../read';
import { change, currentAnnotation, draw, pick, rename } from './commands';
import { findAnnotation, useMeasure } from './store';

function onHand(event: ViewportEvent): void {
  switch (event.kind) {
    case 'annotationDrawn':
      // What a quick mark says is known to who gave it out.
      if (event.drawn.kind === 'mark') break;
      draw(event.drawn);
      // What was just drawn must be seen.
      if (!useRead.getState().marksVisible) toggleMarks();
      break;
    case 'annotationChanged': {
      const { uid, points, values, histogram, noPixels, done } = event;
      change({ uid, points, values, histogram, noPixels }, done);
      break;
    }
    case 'annotationLabelled':
      rename(event.uid, event.label);
      break;
    case 'annotationPicked':
      pick(event.uid);
      break;
    default:
  }
}

/** Draws the annotations of the open studies, as the hand has them now: a prior may hang beside. */
function show(): void {
  const { studies, preview, currentUid } = useMeasure.getState();
  const all = Object.values(studies).flat();
  setAnnotations(
    preview ? all.map((one) => (one.uid === preview.uid ? { ...one, ...preview } : one)) : all,
    currentUid,
  );
}

const isMeasure = (tool: Tool): tool is AnnotationKind => tool in shapes;

let started = false;

/** Ties annotations to the images. Lasts for the page's life; calling it again does nothing. */
export function startMeasure(): void {
  if (started) return;
  started = true;
  onViewportEvent(onHand);
  useMeasure.subscribe((now, before) => {
    const { studies, preview, currentUid } = before;
    if (now.studies !== studies || now.preview !== preview || now.currentUid !== currentUid) show();
  });
  // A tool of another kind is taken in hand to draw, also where the current one has its handles.
  useRead.subscribe(({ tool }, before) => {
    if (tool === before.tool || !isMeasure(tool)) return;
    if (tool !== 'mark') useMeasure.setState({ lastTool: tool });
    const uid = currentAnnotation();
    if (uid !== undefined && findAnnotation(uid)?.kind !== tool) pick(undefined);
  });
  show();
}
