import type { Buttons, WheelAct } from './buttons';
import type { CanvasPoint } from './plane';
import { wheelSteps, zoomOf } from './wheel';

/** A drag that has been taken on: moves come with the way since its start, CSS px. */
export interface Drag {
  move(at: CanvasPoint, dx: number, dy: number): void;
  end(at: CanvasPoint): void;
  /** Another finger came down: what was begun was no drag. Absent: it ends where it is. */
  cancel?(): void;
}

/** What a hand on a viewport can do; points in CSS px of the viewport. */
export interface HandActions {
  buttons(): Buttons;
  /** The drag of a mouse button: 0 holds the tool, 1 the middle and 2 the right one's habit. */
  begin(at: CanvasPoint, button: 0 | 1 | 2, event: PointerEvent): Drag;
  /** Does one finger at this point swipe through slices, or has it the tool in hand? */
  swipes(at: CanvasPoint): boolean;
  pan(dx: number, dy: number): void;
  zoom(factor: number, about?: CanvasPoint): void;
  scroll(slices: number): void;
  /** Makes the slab thicker (positive) or thinner by steps. */
  thicken(steps: number): void;
  click(at: CanvasPoint, event: PointerEvent): void;
  doubleClick(at: CanvasPoint): void;
  hover(at: CanvasPoint | undefined): void;
  /** The hand touches the viewport: it is the one that the reader works in. */
  touched(): void;
}

/** The bit of `PointerEvent.buttons` of each button. */
const bits = [1, 4, 2, 8, 16, 32];

/** The button that is pressed; on a Mac ctrl makes the first one the second. */
const heldButton = (event: PointerEvent): number =>
  event.button === 0 && event.ctrlKey && /Mac/.test(navigator.platform) ? 2 : event.button;

/** A press that moved less than this is a click, CSS px. */
const STILL = 3;
/** Finger travel for one slice, CSS px. */
const SWIPE = 8;

/**
 * Turns pointer, wheel and touch events of an element into actions: the first button is the tool, the others and the
 * wheel are the reader's habits; one finger swipes through slices, two fingers zoom and pan. Returns its dispose.
 */
export function listenToHand(element: HTMLElement, actions: HandActions): () => void {
  const off = new AbortController();
  const options = { signal: off.signal };
  const touches = new Map<number, CanvasPoint>();
  let press:
    | {
        id: number;
        button: number;
        /** Of a mouse or pen: the bit that says that the button is still held. */
        bit?: number;
        start: CanvasPoint;
        last: CanvasPoint;
        moved: boolean;
        drag?: Drag;
      }
    | undefined;

  const at = (event: MouseEvent): CanvasPoint => {
    const box = element.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };

  const steps = wheelSteps();
  element.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      const { wheel, shiftWheel, ctrlWheel } = actions.buttons();
      // A touchpad's pinch comes as a wheel with ctrl.
      const act: WheelAct = event.ctrlKey ? ctrlWheel : event.shiftKey ? shiftWheel : wheel;
      if (act === 'zoom') {
        actions.zoom(zoomOf(event), at(event));
        return;
      }
      const turned = steps(event);
      if (turned === 0) return;
      if (act === 'slab') actions.thicken(-turned);
      else actions.scroll(turned);
    },
    { ...options, passive: false },
  );
  element.addEventListener('contextmenu', (event) => event.preventDefault(), options);
  // The middle button would start the browser's own scrolling.
  element.addEventListener('mousedown', (event) => event.button === 1 && event.preventDefault(), options);
  element.addEventListener('dblclick', (event) => actions.doubleClick(at(event)), options);

  element.addEventListener(
    'pointerdown',
    (event) => {
      const point = at(event);
      element.setPointerCapture(event.pointerId);
      actions.touched();
      if (event.pointerType === 'touch') {
        touches.set(event.pointerId, point);
        if (press?.drag?.cancel) press.drag.cancel();
        else press?.drag?.end(press.last);
        press =
          touches.size === 1
            ? { id: event.pointerId, button: -1, start: point, last: point, moved: false }
            : undefined;
        if (press && !actions.swipes(point))
          press = { ...press, button: 0, drag: actions.begin(point, 0, event) };
        return;
      }
      // The same pointer down again: its going up was lost. Another pointer waits for its turn.
      if (press?.id === event.pointerId) release(event);
      if (press) return;
      const button = heldButton(event);
      press = {
        id: event.pointerId,
        button,
        bit: bits[event.button],
        start: point,
        last: point,
        moved: false,
      };
      if (button === 0 || button === 1 || button === 2) press.drag = actions.begin(point, button, event);
    },
    options,
  );

  element.addEventListener(
    'pointermove',
    (event) => {
      const point = at(event);
      if (event.pointerType === 'touch' && touches.size === 2 && touches.has(event.pointerId)) {
        pinch(event.pointerId, point);
        return;
      }
      if (event.pointerType !== 'touch') actions.hover(point);
      if (!press || press.id !== event.pointerId) return;
      // Of two buttons the first was let go, or all were where the page did not see it.
      if (press.bit !== undefined && (event.buttons & press.bit) === 0) {
        release(event);
        return;
      }
      const dy = point[1] - press.last[1];
      const fromStart = [point[0] - press.start[0], point[1] - press.start[1]] as const;
      if (!press.moved && Math.hypot(...fromStart) < STILL) return;
      press.moved = true;
      if (press.button === -1) {
        const slices = Math.trunc(dy / SWIPE);
        if (slices === 0) return;
        actions.scroll(slices);
        press.last = [point[0], press.last[1] + slices * SWIPE];
        return;
      }
      press.last = point;
      press.drag?.move(point, ...fromStart);
    },
    options,
  );

  const pinch = (id: number, point: CanvasPoint): void => {
    const other = [...touches.entries()].find(([key]) => key !== id)![1];
    const before = touches.get(id)!;
    const spread = Math.hypot(before[0] - other[0], before[1] - other[1]);
    const now = Math.hypot(point[0] - other[0], point[1] - other[1]);
    const middle: CanvasPoint = [(point[0] + other[0]) / 2, (point[1] + other[1]) / 2];
    touches.set(id, point);
    if (spread > 10) actions.zoom(now / spread, middle);
    actions.pan((point[0] - before[0]) / 2, (point[1] - before[1]) / 2);
  };

  const release = (event: PointerEvent): void => {
    touches.delete(event.pointerId);
    if (!press || press.id !== event.pointerId) return;
    const { drag, moved, button, last } = press;
    press = undefined;
    drag?.end(last);
    if (!moved && button <= 0 && event.type === 'pointerup') actions.click(at(event), event);
  };
  element.addEventListener('pointerup', release, options);
  element.addEventListener('pointercancel', release, options);
  // Taken away without a pointer up: another window, a dialog, a removed element. After one it finds nothing to end.
  element.addEventListener('lostpointercapture', release, options);
  element.addEventListener('pointerleave', () => actions.hover(undefined), options);
  return () => off.abort();
}
