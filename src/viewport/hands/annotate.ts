/** Drawing annotations, and taking hold of them again. */
import type { AnnotationKind, Point2 } from '../../domain/annotation/annotation';
import { shapes } from '../../domain/annotation/shapes';
import type { AnnotationLayer, DrawnAnnotation } from '../annotate/layer';
import { placeHere, type Placed } from '../annotate/placed';
import type { Drag } from '../hand';
import type { HandledPane } from '../paneHost';
import type { CanvasPoint } from '../plane';
import { nothing } from './hand';

interface Drawing {
  readonly kind: AnnotationKind;
  readonly placed: Placed;
  readonly points: Point2[];
}

/** The hand that annotates one pane. Keeps what is half drawn between clicks. */
export class AnnotateHand {
  private drawing: Drawing | undefined;

  constructor(
    private readonly pane: HandledPane,
    private readonly layer: AnnotationLayer,
  ) {}

  /** Takes hold of an annotation under the hand; undefined when there is none. */
  hold(at: CanvasPoint): Drag | undefined {
    if (this.drawing) return undefined;
    const found = this.layer.hit(at);
    if (!found) return undefined;
    const { host } = this.pane;
    const { annotation, placed } = found.drawn;
    host.emit({ kind: 'annotationPicked', uid: annotation.uid });
    const { hit } = found;
    const start = placed.toPlace(at);
    let changed = false;
    const tell = (to: CanvasPoint, done: boolean): void => {
      const now = placed.toPlace(to);
      const points =
        hit.on === 'handle'
          ? shapes[annotation.kind].drag(
              annotation.points,
              hit.handle,
              now,
              placed.scaleAt(annotation.points),
            )
          : annotation.points.map((p): Point2 => [p[0] + now[0] - start[0], p[1] + now[1] - start[1]]);
      host.emit({
        kind: 'annotationChanged',
        uid: annotation.uid,
        points,
        ...this.layer.measure(annotation.kind, placed, points),
        done,
      });
    };
    return {
      move: (to) => {
        changed = true;
        tell(to, false);
      },
      end: (to) => {
        if (changed) tell(to, true);
      },
    };
  }

  /** Begins or goes on with an annotation of this kind. */
  begin(kind: AnnotationKind, at: CanvasPoint): Drag {
    const { by } = shapes[kind].draw;
    if (by === 'clicks' || (this.drawing && by === 'drag')) return nothing;
    const placed = placeHere(this.pane);
    if (!placed) return nothing;
    const drawing: Drawing = { kind, placed, points: [placed.toPlace(at)] };
    return {
      move: (to) => {
        this.drawing = drawing;
        if (by === 'path') drawing.points.push(placed.toPlace(to));
        this.show(by === 'path' ? undefined : placed.toPlace(to));
      },
      end: (to) => {
        if (this.drawing !== drawing) return;
        if (by === 'drag') drawing.points.push(placed.toPlace(to));
        this.finish();
      },
    };
  }

  /** Sets the next point. */
  click(kind: AnnotationKind, at: CanvasPoint): void {
    const { draw } = shapes[kind];
    if (draw.by === 'path') return;
    if (this.drawing?.kind !== kind) this.drawing = undefined;
    const placed = this.drawing?.placed ?? placeHere(this.pane);
    if (!placed) return;
    this.drawing ??= { kind, placed, points: [] };
    this.drawing.points.push(placed.toPlace(at));
    const count = draw.by === 'drag' ? 2 : draw.count;
    if (this.drawing.points.length >= count) this.finish();
    else this.show(undefined);
  }

  hover(at: CanvasPoint | undefined): void {
    if (!this.drawing || !at) return;
    this.show(this.drawing.placed.toPlace(at));
  }

  /** The reader says that these points are all: true when the kind allows it. */
  enough(): boolean {
    const { drawing } = this;
    if (!drawing) return false;
    const { draw } = shapes[drawing.kind];
    if (draw.by !== 'clicks' || draw.enough === undefined || drawing.points.length < draw.enough)
      return false;
    this.finish();
    return true;
  }

  /** Drops what is half drawn; true when there was something. */
  cancel(): boolean {
    if (!this.drawing) return false;
    this.drawing = undefined;
    this.layer.setDraft(undefined);
    return true;
  }

  /** How many points are set of what is being drawn, for the prompt. */
  get set(): { readonly kind: AnnotationKind; readonly points: number } | undefined {
    return this.drawing && { kind: this.drawing.kind, points: this.drawing.points.length };
  }

  private show(next: Point2 | undefined): void {
    const { drawing } = this;
    if (!drawing) return;
    const { kind, placed, points } = drawing;
    this.layer.setDraft({ kind, placed, drawn: next ? [...points, next] : points });
  }

  private finish(): void {
    const { drawing } = this;
    this.drawing = undefined;
    this.layer.setDraft(undefined);
    if (!drawing) return;
    const { kind, placed } = drawing;
    const { host } = this.pane;
    const points = shapes[kind].complete(drawing.points, placed.scaleAt(drawing.points));
    host.emit({
      kind: 'annotationDrawn',
      drawn: {
        kind,
        studyUid: host.study.studyUid,
        seriesUid: host.series.seriesUid,
        place: placed.place,
        points,
        ...this.layer.measure(kind, placed, points),
      },
    });
  }
}

/** Is a line or a handle of this annotation under the point? */
export const holds = (layer: AnnotationLayer, at: CanvasPoint): DrawnAnnotation | undefined =>
  layer.hit(at)?.drawn;
