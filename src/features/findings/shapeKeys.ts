/**
 * Keys while the hand works on a shape, so that axes and outlines can be corrected without a mouse. Arrows move an end
 * of the axes, Tab takes the next end, Enter is done; with a brush in the hand, or a nodule about to be added, Enter or
 * the space bar does what a click would do where keys have put the hand. Escape lets go, as everywhere.
 */
import { axisEnds } from '../../viewport/axes';
import { handPress, handShown, nudgeAxis } from '../read';
import { takeAxes } from './axes';
import { setMode } from './mode';
import { useFindings, type HandMode } from './store';

/** A fine step of an axis, mm: the precision that lengths are printed in. */
const FINE_MM = 0.1;

export type ShapeAct =
  | { readonly kind: 'move'; readonly right: number; readonly down: number; readonly fine: boolean }
  | { readonly kind: 'end'; readonly by: 1 | -1 }
  | { readonly kind: 'done' }
  | { readonly kind: 'press' };

const arrows: Readonly<Record<string, readonly [right: number, down: number]>> = {
  ArrowRight: [1, 0],
  ArrowLeft: [-1, 0],
  ArrowDown: [0, 1],
  ArrowUp: [0, -1],
};

type Pressed = Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey'>;

/**
 * What a key means for the shape that is worked on; undefined: nothing.
 * @param pointer keys have put the hand on the image
 */
export function shapeAct(mode: HandMode, pressed: Pressed, pointer: boolean): ShapeAct | undefined {
  const { key, shiftKey } = pressed;
  if (pressed.ctrlKey || pressed.metaKey || pressed.altKey || mode === 'none') return undefined;
  if (mode !== 'axes')
    return pointer && !shiftKey && (key === 'Enter' || key === ' ') ? { kind: 'press' } : undefined;
  if (key in arrows) {
    const [right, down] = arrows[key];
    return { kind: 'move', right, down, fine: shiftKey };
  }
  if (key === 'Tab') return { kind: 'end', by: shiftKey ? -1 : 1 };
  return key === 'Enter' ? { kind: 'done' } : undefined;
}

/** Typing, and whatever lies over the page, has its keys for itself. */
const elsewhere = (target: EventTarget | null): boolean =>
  target instanceof Element &&
  target.closest('input:not([type=checkbox]), textarea, select, [role=dialog], [role=menu]') !== null;

function act(what: ShapeAct): void {
  const { axisEnd } = useFindings.getState();
  if (what.kind === 'press') handPress();
  else if (what.kind === 'move') nudgeAxis(axisEnd, what, what.fine ? FINE_MM : undefined);
  else if (what.kind === 'end') {
    const at = axisEnds.indexOf(axisEnd) + what.by + axisEnds.length;
    useFindings.setState({ axisEnd: axisEnds[at % axisEnds.length] });
  } else {
    takeAxes();
    setMode('none');
  }
}

const modifiers = ['Shift', 'Control', 'Alt', 'Meta', 'Escape'];

function onKey(event: KeyboardEvent): void {
  const { mode, rejecting } = useFindings.getState();
  if (mode === 'none' || rejecting !== undefined || elsewhere(event.target)) return;
  const what = shapeAct(mode, event, mode !== 'axes' && handShown());
  if (!what) {
    // What was moved is not lost when the reader goes on; Escape alone lets it go.
    if (!modifiers.includes(event.key)) takeAxes();
    return;
  }
  act(what);
  event.preventDefault();
  event.stopPropagation();
}

/** Listens before the images and lists, whose arrows scroll and walk. Lasts for the page's life. */
export function startShapeKeys(): void {
  window.addEventListener('keydown', onKey, true);
  window.addEventListener('pointerdown', () => useFindings.getState().mode === 'axes' && takeAxes(), true);
}
