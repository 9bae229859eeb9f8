/** Taking hold of an annotation: a handle changes it, a line takes all of it along. */
import type { Point2 } from '../../domain/annotation/annotation';
import type { Hit } from '../../domain/annotation/hit';
import { shapes } from '../../domain/annotation/shapes';
import type { Drag } from '../hand';
import type { HandledPane } from '../paneHost';
import type { CanvasPoint } from '../plane';
import type { DrawnAnnotation } from './layer';
import { measureOn } from './measured';
import { onceAFrame } from './onceAFrame';
import { pitchOf, placeOf } from './placed';

export function holdAnnotation(
  pane: HandledPane,
  { drawn, hit }: { readonly drawn: DrawnAnnotation; readonly hit: Hit },
  at: CanvasPoint,
): Drag {
  const { host } = pane;
  const { annotation } = drawn;
  const { kind, uid } = annotation;
  const start = drawn.placed.toPlace(at);
  const frame = onceAFrame();
  let moved = false;
  host.emit({ kind: 'annotationPicked', uid });

  const tell = (to: CanvasPoint, done: boolean): void => {
    // The image may have been zoomed with the wheel since the hand took hold.
    const placed = placeOf(annotation, pane, pitchOf(pane)) ?? drawn.placed;
    const now = placed.toPlace(to);
    const points =
      hit.on === 'handle'
        ? shapes[kind].drag(annotation.points, hit.handle, now, placed.scaleAt(annotation.points))
        : (shapes[kind].carry?.(annotation.points, start, now, placed.scaleAt(annotation.points)) ??
          annotation.points.map((p): Point2 => [p[0] + now[0] - start[0], p[1] + now[1] - start[1]]));
    host.emit({
      kind: 'annotationChanged',
      uid,
      points,
      ...measureOn(kind, placed, points, pane),
      done,
    });
  };
  return {
    move: (to) => {
      moved = true;
      frame.wish(() => tell(to, false));
    },
    end: (to) => {
      frame.drop();
      if (moved) tell(to, true);
    },
    cancel: () => {
      frame.drop();
      const { points, values, histogram, noPixels } = annotation;
      if (moved)
        host.emit({ kind: 'annotationChanged', uid, points, values, histogram, noPixels, done: true });
    },
  };
}
