/** Drawing annotations on a pane. */
import type { Annotation, AnnotationKind, Point2 } from '../../domain/annotation/annotation';
import { shapes } from '../../domain/annotation/shapes';
import { askOnImage } from '../annotate/entry';
import { holdAnnotation } from '../annotate/hold';
import type { AnnotationLayer } from '../annotate/layer';
import { measureOn } from '../annotate/measured';
import { onceAFrame } from '../annotate/onceAFrame';
import { pitchOf, placeHere, placeOf, type Placed } from '../annotate/placed';
import { prompt, type Prompt } from '../annotate/prompt';
import { nextLabel } from '../annotate/vertebraLabel';
import type { Drag } from '../hand';
import type { HandledPane } from '../paneHost';
import type { CanvasPoint } from '../plane';
import { nothing } from './hand';

interface Drawing {
  readonly kind: AnnotationKind;
  readonly place: Annotation['place'];
  readonly points: readonly Point2[];
}

/** Two points nearer than this are a slip of the hand, not a line or a region, CSS px. */
const LEAST = 3;
/** The second click of a double click, ms. */
const DOUBLE = 400;

/** The hand that annotates one pane. Keeps what is half drawn between clicks. */
export class AnnotateHand {
  private drawing: Drawing | undefined;
  private lastClick: { readonly at: CanvasPoint; readonly time: number } | undefined;
  private hovered = false;
  private closeEntry: (() => void) | undefined;
  private readonly frame = onceAFrame();
  private readonly prompt: Prompt;

  constructor(
    private readonly pane: HandledPane,
    private readonly layer: AnnotationLayer,
  ) {
    this.prompt = prompt(pane.root, pane.host.say);
  }

  /**
   * Takes hold of an annotation under the hand; undefined when there is none. A hand that draws takes hold only of
   * the current one, whose handles are on show: beside the others it must be able to draw.
   */
  hold(at: CanvasPoint, reach: number, drawing: boolean): Drag | undefined {
    if (this.drawing) return undefined;
    const current = this.pane.host.currentAnnotation();
    const found = this.layer.hit(
      at,
      reach,
      drawing ? ({ annotation }) => annotation.uid === current : undefined,
    );
    return found && holdAnnotation(this.pane, found, at);
  }

  /** Is the current annotation under the hand? */
  holdsCurrent(at: CanvasPoint, reach: number): boolean {
    const current = this.pane.host.currentAnnotation();
    return this.layer.hit(at, reach, ({ annotation }) => annotation.uid === current) !== undefined;
  }

  /** Begins or goes on with an annotation of this kind by a press that moves. */
  begin(kind: AnnotationKind, at: CanvasPoint): Drag {
    const { by } = shapes[kind].draw;
    const placed = this.placedFor(kind);
    if (!placed) return nothing;
    const before = this.drawing;
    const drawing: Drawing = before ?? { kind, place: placed.place, points: [] };
    // Only clicks are set one by one; the press is the first point of all others, or their last after a click.
    const first = by !== 'clicks' && drawing.points.length === 0 ? [placed.toPlace(at)] : [];
    let points: readonly Point2[] = [...drawing.points, ...first];
    let moved = false;
    return {
      move: (to) => {
        moved = true;
        const here = this.again(drawing);
        if (!here) return;
        const now = here.toPlace(to);
        if (by === 'path') points = [...points, now];
        this.drawing = { ...drawing, points };
        this.show(by === 'path' ? points : [...points, now]);
      },
      end: (to) => {
        const here = this.again(drawing);
        if (!moved || !here) return;
        if (by !== 'path') points = [...points, here.toPlace(to)];
        this.take({ ...drawing, points });
      },
      cancel: () => {
        this.drawing = before;
        this.show(before?.points);
      },
    };
  }

  /** Sets the next point. */
  click(kind: AnnotationKind, at: CanvasPoint, time: number): void {
    const last = this.lastClick;
    this.lastClick = { at, time };
    // The second half of a double click says that the point before was the last one.
    if (last && time - last.time < DOUBLE && apart(last.at, at) < LEAST) return;
    const placed = this.placedFor(kind);
    if (!placed || shapes[kind].draw.by === 'path') return;
    const { place, points } = this.drawing ?? { place: placed.place, points: [] };
    this.take({ kind, place, points: [...points, placed.toPlace(at)] });
  }

  hover(at: CanvasPoint | undefined): void {
    this.hovered = at !== undefined;
    this.toolChanged();
    const { drawing } = this;
    if (!drawing || !at) return;
    const here = this.again(drawing);
    if (here) this.show([...drawing.points, here.toPlace(at)]);
  }

  /** The reader says that these points are all: true when the kind allows it. */
  enough(): boolean {
    const { drawing } = this;
    if (!drawing) return false;
    const { draw } = shapes[drawing.kind];
    if (draw.by !== 'clicks' || draw.enough === undefined || drawing.points.length < draw.enough)
      return false;
    this.finish(drawing);
    return true;
  }

  /** Drops what is half drawn; true when there was something. */
  cancel(): boolean {
    if (!this.drawing) return false;
    this.drawing = undefined;
    this.show(undefined);
    this.refreshPrompt();
    return true;
  }

  /** Opens the words of a text or an arrow for typing; true when there was one under the hand. */
  editWords(at: CanvasPoint, reach: number): boolean {
    const found = this.layer.hit(at, reach, ({ annotation: { kind } }) => worded.has(kind));
    if (!found) return false;
    const { annotation, placed } = found.drawn;
    this.ask(annotation.kind, placed.toCanvas(shapes[annotation.kind].anchor(annotation.points)), {
      value: annotation.label,
      done: (label) => {
        if (label) this.pane.host.emit({ kind: 'annotationLabelled', uid: annotation.uid, label });
      },
    });
    return true;
  }

  /** Drops what another tool had begun, and asks for this one's first point. */
  toolChanged(): void {
    if (this.drawing && this.drawing.kind !== this.pane.host.tool()) this.cancel();
    else this.refreshPrompt();
  }

  /** Names the next point while a tool with named points is in the hand. */
  private refreshPrompt(): void {
    const tool = this.pane.host.tool();
    if (this.drawing) this.prompt.show(this.drawing.kind, this.drawing.points.length);
    else if (this.hovered && tool in shapes && this.pane.name !== 'volume')
      this.prompt.show(tool as AnnotationKind, 0);
    else this.prompt.show(undefined, 0);
  }

  dispose(): void {
    this.frame.drop();
    this.closeEntry?.();
  }

  /** Where the next point goes: on what is being drawn, or afresh when that is of another kind or out of sight. */
  private placedFor(kind: AnnotationKind): Placed | undefined {
    const placed = this.drawing?.kind === kind ? this.again(this.drawing) : undefined;
    if (placed) return placed;
    this.cancel();
    return placeHere(this.pane);
  }

  /** Where the drawing lies now: the image may have been zoomed, panned or turned since it was begun. */
  private again({ place }: Drawing): Placed | undefined {
    return placeOf({ place, seriesUid: this.pane.host.series.seriesUid }, this.pane, pitchOf(this.pane));
  }

  private show(drawn: readonly Point2[] | undefined): void {
    const { drawing } = this;
    if (!drawing || !drawn) {
      this.frame.drop();
      this.layer.setDraft(undefined);
      return;
    }
    const { kind, place } = drawing;
    this.frame.wish(() => this.layer.setDraft({ kind, place, drawn }));
  }

  /** Goes on with the drawing, or ends it when it has all its points. */
  private take(drawing: Drawing): void {
    const { draw } = shapes[drawing.kind];
    const wanted = draw.by === 'clicks' ? draw.count : 2;
    if (drawing.points.length >= wanted) {
      this.finish(drawing);
      return;
    }
    this.drawing = draw.by === 'path' ? undefined : drawing;
    this.show(this.drawing?.points);
    this.refreshPrompt();
  }

  private finish(drawing: Drawing): void {
    const { kind, place } = drawing;
    const placed = this.again(drawing);
    this.drawing = undefined;
    this.show(undefined);
    this.refreshPrompt();
    if (!placed) return;
    const points = shapes[kind].complete(drawing.points, placed.scaleAt(drawing.points));
    if (isSlip(kind, points.map(placed.toCanvas))) return;
    if (worded.has(kind)) this.askWords(kind, placed, points);
    else this.emit(kind, place, points, placed);
  }

  private emit(
    kind: AnnotationKind,
    place: Annotation['place'],
    points: readonly Point2[],
    placed: Placed,
    label?: string,
  ): void {
    const { host } = this.pane;
    host.emit({
      kind: 'annotationDrawn',
      drawn: {
        kind,
        studyUid: host.study.studyUid,
        seriesUid: host.series.seriesUid,
        place,
        points,
        ...measureOn(kind, placed, points, this.pane),
        ...(label && { label }),
      },
    });
  }

  /** A text without words is none; an arrow may do without; a vertebra after another is the next one. */
  private askWords(kind: AnnotationKind, placed: Placed, points: readonly Point2[]): void {
    const at = placed.toCanvas(shapes[kind].anchor(points));
    const next = kind === 'vertebra' ? nextLabel(this.layer.drawn, at) : undefined;
    if (next) {
      this.emit(kind, placed.place, points, placed, next);
      return;
    }
    if (kind === 'arrow') this.layer.setDraft({ kind, place: placed.place, drawn: points });
    this.ask(kind, at, {
      value: '',
      done: (label) => {
        this.layer.setDraft(undefined);
        if (label || (kind === 'arrow' && label === '')) this.emit(kind, placed.place, points, placed, label);
      },
    });
  }

  private ask(
    kind: AnnotationKind,
    at: CanvasPoint,
    { value, done }: { readonly value: string; readonly done: (text: string | undefined) => void },
  ): void {
    this.closeEntry?.();
    const { host, root } = this.pane;
    this.closeEntry = askOnImage(root, at, {
      name: host.say(`entry.${kind}`),
      value,
      done: (text) => {
        // A click after typing is a new one, however soon.
        this.lastClick = undefined;
        done(text);
      },
    });
  }
}

/** Kinds whose words are typed by the reader. */
const worded: ReadonlySet<AnnotationKind> = new Set(['text', 'arrow', 'vertebra']);

const apart = (a: CanvasPoint, b: CanvasPoint): number => Math.hypot(a[0] - b[0], a[1] - b[1]);

/** Lines and regions of no size: the hand slipped. */
function isSlip(kind: AnnotationKind, points: readonly CanvasPoint[]): boolean {
  const { draw } = shapes[kind];
  if (draw.by === 'clicks') return points.length === 0;
  const [first, ...rest] = points;
  return (draw.by === 'path' && points.length < 3) || !rest.some((point) => apart(first, point) >= LEAST);
}
