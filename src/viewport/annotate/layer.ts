/** The part of a pane that draws annotations, and knows what of them lies under the hand. */
import type {
  Annotation,
  AnnotationKind,
  AnnotationPath,
  AnnotationValue,
  Histogram,
  Point2,
} from '../../domain/annotation/annotation';
import { hitTest, type Hit } from '../../domain/annotation/hit';
import { shapes } from '../../domain/annotation/shapes';
import { svg } from '../overlay/svg';
import type { HandledPane } from '../paneHost';
import type { CanvasPoint } from '../plane';
import { drawPaths, drawWords } from './draw';
import { pitchOf, placeOf, type Placed } from './placed';
import { samplesOf } from './samples';
import { wordsOf } from './words';

/** An annotation as it lies on the canvas now. */
export interface DrawnAnnotation {
  readonly annotation: Annotation;
  readonly placed: Placed;
  readonly paths: readonly AnnotationPath[];
  readonly handles: readonly CanvasPoint[];
}

/** What was measured on an annotation. */
export interface Measured {
  readonly values: readonly AnnotationValue[];
  readonly histogram?: Histogram;
}

/** What the hand is drawing, before it is an annotation. */
export interface Draft {
  readonly kind: AnnotationKind;
  readonly placed: Placed;
  /** Points that the hand has set, and where it is now. */
  readonly drawn: readonly Point2[];
}

/** How near the hand must be to hold a handle or a line, CSS px; a finger covers more. */
const REACH = 8;

/** Measures on the pixels that are decoded now. */
export function measureOn(
  kind: AnnotationKind,
  placed: Placed,
  points: readonly Point2[],
  pane: HandledPane,
): Measured {
  return shapes[kind].measure(points, {
    scale: placed.scaleAt(points),
    samples: samplesOf(placed.place, pane),
  });
}

export class AnnotationLayer {
  private readonly group: SVGGElement;
  drawn: readonly DrawnAnnotation[] = [];
  private draft: Draft | undefined;

  constructor(
    overlay: SVGSVGElement,
    private readonly pane: HandledPane,
  ) {
    this.group = svg(overlay, 'g', { class: 'vp-annotations' });
  }

  setDraft(draft: Draft | undefined): void {
    this.draft = draft;
    this.pane.redraw();
  }

  /** Brings everything up to what is drawn; nothing while the image on screen is not the one that is wanted. */
  draw(waiting: boolean): void {
    const { host } = this.pane;
    this.group.replaceChildren();
    this.drawn = [];
    if (waiting) return;
    const pitch = pitchOf(this.pane);
    const current = host.currentAnnotation();
    const taken: DOMRect[] = [];
    if (host.marksVisible())
      this.drawn = host.annotations().flatMap((annotation) => {
        const placed = placeOf(annotation, this.pane, pitch);
        if (!placed) return [];
        const { kind, points, label, values, colour, uid } = annotation;
        const part = this.drawOne(placed, kind, points, { uid, colour, current: uid === current });
        drawWords(
          part.group,
          wordsOf({ kind, label, values, annotation }, host.say),
          part.anchor,
          this.pane.root,
          taken,
        );
        return [{ annotation, placed, paths: part.paths, handles: part.handles }];
      });
    if (this.draft) this.drawDraft(this.draft, taken);
  }

  private drawDraft({ kind, placed, drawn }: Draft, taken: DOMRect[]): void {
    const points = shapes[kind].complete(drawn, placed.scaleAt(drawn));
    const part = this.drawOne(placed, kind, points, { uid: 'draft', current: true });
    const { values } = measureOn(kind, placed, points, this.pane);
    drawWords(
      part.group,
      wordsOf({ kind, label: '', values }, this.pane.host.say),
      part.anchor,
      this.pane.root,
      taken,
    );
  }

  private drawOne(
    placed: Placed,
    kind: AnnotationKind,
    points: readonly Point2[],
    look: { readonly uid: string; readonly colour?: string; readonly current: boolean },
  ) {
    const shape = shapes[kind];
    const scale = placed.scaleAt(points);
    const paths = shape.paths(points, scale).map((path) => onCanvas(path, placed));
    const handles = shape.handles(points, scale).map((point) => placed.toCanvas(point));
    const group = svg(this.group, 'g', {
      class: look.current ? 'annotation current' : 'annotation',
      'data-annotation': look.uid,
      'data-kind': kind,
    });
    if (look.colour) group.style.setProperty('--annotation', look.colour);
    drawPaths(group, paths, look.current ? handles : []);
    return {
      group,
      paths,
      handles,
      anchor: points.length > 0 ? placed.toCanvas(shape.anchor(points)) : undefined,
    };
  }

  /** The annotation under a point of the canvas, and its handle. */
  hit(at: CanvasPoint): { readonly drawn: DrawnAnnotation; readonly hit: Hit } | undefined {
    const found = hitTest(at, this.drawn, { x: 1, y: 1 }, REACH);
    return found && { drawn: found.drawing, hit: found.hit };
  }

  /** Measures again with the pixels of this pane. */
  measure(kind: AnnotationKind, placed: Placed, points: readonly Point2[]): Measured {
    return measureOn(kind, placed, points, this.pane);
  }
}

function onCanvas(path: AnnotationPath, placed: Placed): AnnotationPath {
  switch (path.path) {
    case 'line':
      return { ...path, points: path.points.map(placed.toCanvas) };
    case 'arrowhead':
      return { ...path, tip: placed.toCanvas(path.tip), from: placed.toCanvas(path.from) };
    case 'dot':
      return { ...path, at: placed.toCanvas(path.at) };
  }
}
