import type { AnnotationShape } from './annotation';
import { withPoint } from './plane-geometry';

const level = (region: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, n) => `${region}${n + 1}`);

/** Vertebrae from the head down. */
export const vertebrae: readonly string[] = [...level('C', 7), ...level('T', 12), ...level('L', 5), 'S1'];

/**
 * The label after this one, counted towards the feet (`down`) or the head (`up`). Undefined past the ends of the
 * list, and for a label that is none of it (a transitional vertebra that the reader named): nobody can count on there.
 */
export function nextVertebra(label: string, direction: 'down' | 'up'): string | undefined {
  const at = vertebrae.indexOf(label.trim().toUpperCase());
  return at < 0 ? undefined : vertebrae[at + (direction === 'down' ? 1 : -1)];
}

/** The name of a vertebra. One point: on its body. The name is the annotation's label. */
export const vertebra: AnnotationShape = {
  kind: 'vertebra',
  draw: { by: 'clicks', count: 1 },
  complete: (drawn) => drawn.slice(0, 1),
  paths: (points) => points.map((at) => ({ path: 'dot', at })),
  handles: (points) => points,
  drag: withPoint,
  anchor: (points) => points[0],
  measure: () => ({ values: [] }),
};
