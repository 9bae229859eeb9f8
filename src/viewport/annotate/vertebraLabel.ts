import { nextVertebra } from '../../domain/annotation/vertebra';
import type { CanvasPoint } from '../plane';
import type { DrawnAnnotation } from './layer';

/**
 * The name of a vertebra that is put on an image: one on from the vertebra named last there, towards the feet when
 * it lies below that one on the screen, else towards the head. Undefined where none was named, or its name does not
 * go on: then the reader says it.
 */
export function nextLabel(drawn: readonly DrawnAnnotation[], at: CanvasPoint): string | undefined {
  const vertebrae = drawn.filter(({ annotation }) => annotation.kind === 'vertebra');
  if (vertebrae.length === 0) return undefined;
  const last = vertebrae.reduce((a, b) => (b.annotation.madeAt >= a.annotation.madeAt ? b : a));
  const below = at[1] >= last.placed.toCanvas(last.annotation.points[0])[1];
  const next = nextVertebra(last.annotation.label, below ? 'down' : 'up');
  const taken = vertebrae.some(({ annotation }) => annotation.label.toUpperCase() === next);
  return taken ? undefined : next;
}
