/** What goes out and what still stands in its way. Pure: the dialog's state in, decisions out. */
import {
  type FileFacts,
  maskBitmap,
  type MaskShape,
  type PixelReview,
  type Point,
  type Rectangle,
  type Risk,
} from '../../dicom/deidentify';
import type { Instance, Series } from '../../domain/study';

/** Images of one series and one size: a mask holds in all of them. An object without pixels is one too. */
export interface Part {
  readonly id: string;
  readonly series: Series;
  /** Folder in the archive, from 1: parts of one series share it. */
  readonly folder: number;
  readonly columns: number;
  readonly rows: number;
  readonly instances: readonly Instance[];
  /** Every frame (1-based) of every image, in the order of reading. */
  readonly frames: readonly { readonly instance: Instance; readonly frame: number }[];
  readonly risk?: Risk;
  readonly face: boolean;
  /** Why it cannot go out at all. */
  readonly leftOut?: FileFacts['leftOut'];
  readonly video: boolean;
  readonly proposed: readonly Rectangle[];
}

export interface Decision {
  readonly included: boolean;
  /** The reader looked at every image and saw no words. */
  readonly confirmed: boolean;
  /** What is black in every image, in the order of drawing. */
  readonly shapes: readonly MaskShape[];
  /** Masks before this one, the last one last; and those that were undone, the next one last. */
  readonly past: readonly (readonly MaskShape[])[];
  readonly undone: readonly (readonly MaskShape[])[];
}

export const UNDECIDED: Decision = { included: true, confirmed: false, shapes: [], past: [], undone: [] };

/** Another mask in place of the one there is. What was confirmed was confirmed of the mask before: it is asked again. */
export const withMask = (
  decision: Decision,
  drawn: readonly MaskShape[],
  { columns, rows }: Pick<Part, 'columns' | 'rows'>,
): Partial<Decision> => ({
  shapes: maskBitmap(drawn, columns, rows).includes(1) ? drawn : [],
  past: [...decision.past, decision.shapes],
  undone: [],
  confirmed: false,
});

/** One step back; nothing when there is none. */
export function undoMask({ shapes, past, undone }: Decision): Partial<Decision> {
  const before = past.at(-1);
  return before
    ? { shapes: before, past: past.slice(0, -1), undone: [...undone, shapes], confirmed: false }
    : {};
}

/** What was undone once more; nothing when there is none. */
export function redoMask({ shapes, past, undone }: Decision): Partial<Decision> {
  const next = undone.at(-1);
  return next ? { shapes: next, past: [...past, shapes], undone: undone.slice(0, -1), confirmed: false } : {};
}

/** Groups a study's instances by series and frame size. `facts` by SOP Instance UID; instances without are left out. */
export function partsOf(series: readonly Series[], facts: ReadonlyMap<string, FileFacts>): readonly Part[] {
  const folders = new Map<string, number>();
  const parts = new Map<string, { first: Series; instances: Instance[]; facts: FileFacts[] }>();
  for (const one of series)
    for (const instance of one.instances) {
      const known = facts.get(instance.sopInstanceUid);
      if (!known) continue;
      if (!folders.has(instance.seriesUid)) folders.set(instance.seriesUid, folders.size + 1);
      const id = `${instance.seriesUid}/${known.columns}x${known.rows}`;
      const part = parts.get(id) ?? { first: one, instances: [], facts: [] };
      parts.set(id, part);
      part.instances.push(instance);
      part.facts.push(known);
    }
  return [...parts].map(([id, { first, instances, facts: known }]) => ({
    id,
    series: first,
    folder: folders.get(instances[0].seriesUid) ?? 1,
    columns: known[0].columns,
    rows: known[0].rows,
    instances,
    frames: instances.flatMap((instance) =>
      known[0].columns === 0
        ? []
        : Array.from({ length: instance.frames }, (_, n) => ({ instance, frame: n + 1 })),
    ),
    risk: known.find(({ risk }) => risk)?.risk,
    face: known.some(({ face }) => face),
    leftOut: known[0].leftOut,
    video: known.some(({ video }) => video),
    proposed: known.find(({ proposed }) => proposed.length > 0)?.proposed ?? [],
  }));
}

/** Does the part go out as things stand? */
export const goesOut = (part: Part, decision: Decision): boolean => decision.included && !part.leftOut;

/**
 * Must the reader still look at its pixels? A mask alone does not say that nothing stands beside it; and a video, which
 * cannot be masked, goes out on the reader's word alone, whatever the file says of itself.
 */
export const isBlocked = (part: Part, decision: Decision): boolean =>
  goesOut(part, decision) && (part.risk !== undefined || part.video) && !decision.confirmed;

export function reviewOf(part: Part, { confirmed, shapes }: Decision): PixelReview {
  if (shapes.length > 0 && !part.video) return { kind: 'masked', shapes };
  return confirmed ? { kind: 'confirmed' } : { kind: 'none' };
}

/** What can be said of a part's pixels when it has gone out. */
export type PixelStatement = 'masked' | 'confirmed' | 'notReviewed' | 'noPixels';

export function statementOf(part: Part, decision: Decision): PixelStatement {
  if (part.columns === 0) return 'noPixels';
  const { kind } = reviewOf(part, decision);
  return kind === 'none' ? 'notReviewed' : kind;
}

/** A rectangle out of two corners, within the image and in whole pixels. */
export function rectangleOf(
  a: Point,
  b: Point,
  { columns, rows }: Pick<Part, 'columns' | 'rows'>,
): Rectangle | undefined {
  const within = (value: number, limit: number): number => Math.min(Math.max(value, 0), limit);
  const left = Math.floor(within(Math.min(a[0], b[0]), columns));
  const top = Math.floor(within(Math.min(a[1], b[1]), rows));
  const width = Math.ceil(within(Math.max(a[0], b[0]), columns)) - left;
  const height = Math.ceil(within(Math.max(a[1], b[1]), rows)) - top;
  return width >= 2 && height >= 2 ? { left, top, width, height } : undefined;
}
