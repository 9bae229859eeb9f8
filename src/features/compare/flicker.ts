/** Current and prior in one place, one after the other: by the clock, or by a key that is held. */
import { setActive, useRead } from '../read';
import { isStacked } from '../../domain/hanging/layout';
import { FLICKER_MS, stepped, useCompareView } from './view';

let timer: ReturnType<typeof setInterval> | undefined;
/** A hand on the image: what it draws must not change under it. */
let held = false;

/** Shows the other one of the two; false when they do not hang in one place. */
export function swap(): boolean {
  const { room, active, cells } = useRead.getState();
  if (!isStacked(room)) return false;
  setActive((active + 1) % cells.length);
  return true;
}

/** The key that swapped is still down, and has been for so long that it repeats. */
let repeats = false;

/** A press swaps; a key that is held shows the other one until it is let go. */
export function swapWhileHeld(repeat = false): boolean {
  repeats = repeat;
  if (repeat) return true;
  pause();
  if (!swap()) return false;
  addEventListener('keyup', () => repeats && swap(), { capture: true, once: true });
  return true;
}

export const pause = (): void =>
  useCompareView.setState(({ flicker }) => ({ flicker: { ...flicker, on: false } }));

export const togglePlay = (): void =>
  useCompareView.setState(({ flicker }) => ({ flicker: { ...flicker, on: !flicker.on } }));

/** Faster shows each for a shorter time. */
export const changeSpeed = (by: 1 | -1): void =>
  useCompareView.setState(({ flicker }) => ({
    flicker: { ...flicker, ms: stepped(FLICKER_MS, flicker.ms, -by as 1 | -1) },
  }));

/** A tap of less than this, ms, that goes no further than this, px, swaps. */
const TAP = { ms: 250, px: 8 };

/** Lets the clock run while the flicker is on show, and a finger tap. Returns how to stop. */
export function startFlicker(): () => void {
  const turn = (): void => {
    clearInterval(timer);
    const { view, flicker } = useCompareView.getState();
    timer = view === 'flicker' && flicker.on ? setInterval(() => held || swap(), flicker.ms) : undefined;
  };
  const stop = useCompareView.subscribe((now, before) => {
    if (now.flicker !== before.flicker || now.view !== before.view) turn();
  });
  let down: { readonly x: number; readonly y: number; readonly at: number } | undefined;
  const onDown = (event: PointerEvent): void => {
    const onImage = event.target instanceof Element && event.target.closest('.vp-room') !== null;
    held = onImage;
    down = onImage ? { x: event.clientX, y: event.clientY, at: performance.now() } : undefined;
  };
  const onUp = (event: PointerEvent): void => {
    held = false;
    const tap =
      down !== undefined &&
      event.pointerType === 'touch' &&
      performance.now() - down.at < TAP.ms &&
      Math.hypot(event.clientX - down.x, event.clientY - down.y) < TAP.px;
    down = undefined;
    if (!tap || useCompareView.getState().view !== 'flicker') return;
    pause();
    swap();
  };
  addEventListener('pointerdown', onDown, true);
  addEventListener('pointerup', onUp, true);
  addEventListener('pointercancel', onUp, true);
  return () => {
    stop();
    clearInterval(timer);
    removeEventListener('pointerdown', onDown, true);
    removeEventListener('pointerup', onUp, true);
    removeEventListener('pointercancel', onUp, true);
  };
}
