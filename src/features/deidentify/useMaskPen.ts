import { useRef, useState, type KeyboardEvent } from 'react';
import type { MaskShape, Point } from '../../dicom/deidentify';
import type { MaskTool } from './mask-tools';
import { type Part, rectangleOf } from './plan';

/** What is being drawn and is not yet part of the mask. */
export type Drawing = MaskShape;

interface PenGiven {
  readonly tool: MaskTool;
  /** Pixels of the image, as is all here. */
  readonly radius: number;
  readonly size: Pick<Part, 'columns' | 'rows'>;
  readonly add: (shape: MaskShape) => void;
  /** To another image, so many on. */
  readonly go: (step: number) => void;
}

const arrows: Readonly<Record<string, Point>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};
/** Pixels that an arrow key moves by with Shift. */
const LEAP = 10;

/** One pen for the mouse, the finger and the keys: it is put down, moved and lifted. */
export function useMaskPen({ tool, radius, size, add, go }: PenGiven) {
  const [at, setAt] = useState<Point>();
  // Beside the state: several points may come in before the page is drawn again.
  const points = useRef<readonly Point[]>(undefined);
  const [way, show] = useState<readonly Point[]>();
  const setWay = (next: readonly Point[] | undefined): void => {
    points.current = next;
    show(next);
  };
  const extend = (point: Point): void => {
    const now = points.current;
    if (now) setWay(tool === 'rectangle' ? [now[0], point] : [...now, point]);
  };
  const [byKey, setByKey] = useState(false);

  const shapeOf = (drawn: readonly Point[]): MaskShape | undefined => {
    if (tool !== 'rectangle') return { kind: 'stroke', points: drawn, radius, erase: tool === 'eraser' };
    const rectangle = rectangleOf(drawn[0], drawn[drawn.length - 1], size);
    return rectangle && { kind: 'rectangle', ...rectangle };
  };
  const within = ([x, y]: Point): Point => [
    Math.min(Math.max(x, 0), size.columns),
    Math.min(Math.max(y, 0), size.rows),
  ];
  const begin = (point: Point): void => {
    setByKey(false);
    setAt(point);
    setWay([point]);
  };
  const move = (point: Point): void => {
    setAt(point);
    setByKey(false);
    extend(point);
  };
  const stop = (): void => setWay(undefined);
  const end = (): void => {
    const shape = points.current && shapeOf(points.current);
    stop();
    if (shape) add(shape);
  };
  const onKey = (event: KeyboardEvent): void => {
    const { key } = event;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const here: Point = at ?? [size.columns / 2, size.rows / 2];
    const arrow = arrows[key];
    if (key === 'PageUp' || key === 'PageDown') go(key === 'PageDown' ? 1 : -1);
    else if (key === ' ' || key === 'Enter') {
      if (way) end();
      else {
        setAt(here);
        setWay([here]);
      }
      setByKey(true);
    } else if (arrow) {
      const step = event.shiftKey ? LEAP : 1;
      const next = within([here[0] + step * arrow[0], here[1] + step * arrow[1]]);
      setAt(next);
      setByKey(true);
      extend(next);
      // Escape lifts the pen and leaves what was there; without a pen it closes the dialog.
    } else if (key === 'Escape' && way) stop();
    else return;
    event.preventDefault();
  };
  return {
    at,
    /** The pen was last moved by keys: where it is must be said. */
    byKey,
    drawing: way && shapeOf(way),
    begin,
    move,
    end,
    stop,
    leave: () => way === undefined && setAt(undefined),
    onKey,
  };
}
