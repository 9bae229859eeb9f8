/** The part of a pane that draws annotations, and knows what of them lies under the hand. */
import type { Annotation, AnnotationKind, AnnotationPath, Point2 } from '../../domain/annotation/annotation';
import { hitTest, type Hit } from '../../domain/annotation/hit';
import { shapes } from '../../domain/annotation/shapes';
import type { ReviewState } from '../../domain/finding';
import { STRIP } from '../fusion/look';
import { svg } from '../overlay/svg';
import type { HandledPane } from '../paneHost';
import type { CanvasPoint } from '../plane';
import { drawPaths, drawWords, sizeOf } from './draw';
import { leaderTo, placeLabel, type Box } from './labels';
import { measureOn, type Measured } from './measured';
import { pitchOf, placeOf, type Placed } from './placed';
import { wordsOf, type Worded } from './words';

/** An annotation as it lies on the canvas now. */
export interface DrawnAnnotation {
  readonly annotation: Annotation;
  readonly placed: Placed;
  readonly paths: readonly AnnotationPath[];
  readonly handles: readonly CanvasPoint[];
}

/** What the hand is drawing, before it is an annotation. */
export interface Draft {
  readonly kind: AnnotationKind;
  readonly place: Annotation['place'];
  /** Points that the hand has set, and where it is now. */
  readonly drawn: readonly Point2[];
}

interface Part {
  readonly group: SVGGElement;
  readonly kind: AnnotationKind;
  readonly paths: readonly AnnotationPath[];
  readonly handles: readonly CanvasPoint[];
  readonly anchor: CanvasPoint | undefined;
  readonly words: readonly string[];
}

/** How near the hand must be to hold a handle or a line, CSS px; a finger covers more. */
export const REACH = { mouse: 8, touch: 22 } as const;

export class AnnotationLayer {
  private readonly group: SVGGElement;
  drawn: readonly DrawnAnnotation[] = [];
  private draft: Draft | undefined;
  /** The draft's numbers: the pane is drawn more often than the hand moves. */
  private draftMeasured: { readonly draft: Draft; readonly measured: Measured } | undefined;

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
    const parts = host.marksVisible() ? this.drawAll(pitch) : [];
    if (this.draft) parts.push(...this.drawDraft(this.draft, pitch));
    this.drawLabels(parts);
  }

  private drawAll(pitch: number): Part[] {
    const { host } = this.pane;
    const current = host.currentAnnotation();
    const parts: Part[] = [];
    const drawn: DrawnAnnotation[] = [];
    for (const annotation of host.annotations()) {
      const placed = placeOf(annotation, this.pane, pitch);
      if (!placed) continue;
      const { points, colour, uid, review } = annotation;
      const part = this.drawOne(placed, points, annotation, {
        uid,
        colour,
        review,
        current: uid === current,
      });
      parts.push(part);
      drawn.push({ annotation, placed, paths: heldBy(part), handles: part.handles });
    }
    this.drawn = drawn;
    return parts;
  }

  private drawDraft(draft: Draft, pitch: number): Part[] {
    const { kind, place, drawn } = draft;
    const { host } = this.pane;
    const placed = placeOf({ place, seriesUid: host.series.seriesUid }, this.pane, pitch);
    if (!placed) return [];
    const points = shapes[kind].complete(drawn, placed.scaleAt(drawn));
    if (this.draftMeasured?.draft !== draft)
      this.draftMeasured = { draft, measured: measureOn(kind, placed, points, this.pane) };
    const { measured } = this.draftMeasured;
    return [this.drawOne(placed, points, { kind, label: '', ...measured }, { uid: 'draft', current: true })];
  }

  private drawOne(
    placed: Placed,
    points: readonly Point2[],
    worded: Worded,
    look: {
      readonly uid: string;
      readonly colour?: string;
      readonly review?: ReviewState;
      readonly current: boolean;
    },
  ): Part {
    const { kind } = worded;
    const shape = shapes[kind];
    const scale = placed.scaleAt(points);
    const paths = shape.paths(points, scale).map((path) => onCanvas(path, placed));
    const handles = shape.handles(points, scale).map((point) => placed.toCanvas(point));
    const group = svg(this.group, 'g', {
      class: look.current ? 'annotation current' : 'annotation',
      'data-annotation': look.uid,
      'data-kind': kind,
    });
    if (look.review) group.dataset.review = look.review;
    if (look.colour) group.style.setProperty('--annotation', look.colour);
    drawPaths(group, paths, look.current ? handles : []);
    return {
      group,
      kind,
      paths,
      handles,
      anchor: points.length > 0 ? placed.toCanvas(shape.anchor(points)) : undefined,
      words: wordsOf(worded, this.pane.host.say),
    };
  }

  /** Texts stay where they were put; the words of the others find their place around them. */
  private drawLabels(parts: readonly Part[]): void {
    const { clientWidth: width, clientHeight } = this.pane.root;
    const height = clientHeight - (this.pane.host.layer ? STRIP : 0);
    const labels: Box[] = [];
    const lines = parts.flatMap(({ paths }) => paths.flatMap(lineOf));
    const put = (part: Part, [left, top]: CanvasPoint): void => {
      const size = sizeOf(part.words);
      labels.push({ left, top, right: left + size.width, bottom: top + size.height });
      drawWords(part.group, part.words, [left, top]);
    };
    const worded = parts.filter(({ anchor, words }) => anchor && words.length > 0);
    for (const part of worded) {
      const box = part.kind === 'text' ? textBox(part) : undefined;
      if (box) put(part, [box.left, box.top]);
    }
    for (const part of worded) {
      if (part.kind === 'text' || !part.anchor) continue;
      const wish = { ...sizeOf(part.words), anchor: part.anchor, body: bodyOf(part) };
      const at = placeLabel(wish, { width, height }, { labels, lines });
      const leader = leaderTo(wish, at);
      if (leader) {
        const [[x1, y1], [x2, y2]] = leader;
        svg(part.group, 'line', { class: 'leader', x1, y1, x2, y2 });
      }
      put(part, at);
    }
  }

  /** The annotation under a point of the canvas, and its handle; of those that `which` lets through. */
  hit(
    at: CanvasPoint,
    reach: number,
    which: (one: DrawnAnnotation) => boolean = () => true,
  ): { readonly drawn: DrawnAnnotation; readonly hit: Hit } | undefined {
    const found = hitTest(at, this.drawn.filter(which), { x: 1, y: 1 }, reach);
    return found && { drawn: found.drawing, hit: found.hit };
  }
}

/** What words would hide: lines and dots. */
function lineOf(path: AnnotationPath): readonly (readonly CanvasPoint[])[] {
  if (path.path === 'dot') return [[path.at, path.at]];
  if (path.path === 'arrowhead') return [];
  return [path.closed ? [...path.points, path.points[0]] : path.points];
}

/** The words of a text start at its point, half of their height above and below. */
function textBox({ anchor, words }: Part): Box | undefined {
  if (!anchor || words.length === 0) return undefined;
  const { width, height } = sizeOf(words);
  const top = anchor[1] - height / 2;
  return { left: anchor[0] + 8, top, right: anchor[0] + 8 + width, bottom: top + height };
}

/** What the hand takes hold of: the lines, and of a text its words. */
function heldBy(part: Part): readonly AnnotationPath[] {
  const box = part.kind === 'text' ? textBox(part) : undefined;
  if (!box) return part.paths;
  const middle = (box.top + box.bottom) / 2;
  return [
    {
      path: 'line',
      points: [
        [box.left, middle],
        [box.right, middle],
      ],
    },
  ];
}

/** What words must not cover: the inside of a region, and the lesion between two diameters. */
function bodyOf({ kind, paths }: Part): Box | undefined {
  const outlines = paths.flatMap((path) =>
    path.path === 'line' && (path.closed || kind === 'bidirectional') ? [path.points] : [],
  );
  const points = outlines.flat();
  if (points.length === 0) return undefined;
  const [xs, ys] = [points.map((p) => p[0]), points.map((p) => p[1])];
  const end = (of: readonly number[], pick: (a: number, b: number) => number): number => of.reduce(pick);
  const [least, most] = [(a: number, b: number) => Math.min(a, b), (a: number, b: number) => Math.max(a, b)];
  return { left: end(xs, least), right: end(xs, most), top: end(ys, least), bottom: end(ys, most) };
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
