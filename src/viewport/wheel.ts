/** What of a wheel event matters here; `timeStamp` in ms. */
export type WheelTurn = Pick<
  WheelEvent,
  'deltaX' | 'deltaY' | 'deltaMode' | 'shiftKey' | 'ctrlKey' | 'timeStamp'
>;

/** CSS px of a line and of a page, for mice that turn by those (`deltaMode` 1 and 2). */
const LINE = 30;
const PAGE = 400;
/** A turn of at least this in one event is a notch of a wheel, CSS px. */
const NOTCH = 60;
/** Way of a touchpad for one step, CSS px. */
const STEP = 60;
/** A wheel that turns slowly, or a touchpad that is touched anew, gives its first step at once. */
const PAUSE_MS = 150;
const TOUCH = 3;
/** Most that one event zooms by, CSS px: a notch of a wheel with ctrl is no leap, a pinch is fine. */
const ZOOM_MOST = 40;

/** Way of a turn, CSS px, positive towards the reader. With shift some systems turn the wheel sideways. */
export function turnOf({ deltaX, deltaY, deltaMode, shiftKey }: WheelTurn): number {
  const way = shiftKey && Math.abs(deltaX) > Math.abs(deltaY) ? deltaX : deltaY || deltaX;
  return way * (deltaMode === 1 ? LINE : deltaMode === 2 ? PAGE : 1);
}

/** How much larger a turn makes the image. */
export function zoomOf(turn: WheelTurn): number {
  const way = Math.max(-ZOOM_MOST, Math.min(ZOOM_MOST, turnOf(turn)));
  return Math.exp(-way / 200);
}

/**
 * Counts the steps of a wheel: one for a notch, more when it is turned fast, and one for every so much of a
 * touchpad's many small turns. Keep one per element.
 */
export function wheelSteps(): (turn: WheelTurn) => number {
  let rest = 0;
  let last = -Infinity;
  return (turn) => {
    const way = turnOf(turn);
    const fresh = turn.timeStamp - last > PAUSE_MS;
    last = turn.timeStamp;
    if (Math.abs(way) >= NOTCH) {
      rest = 0;
      return Math.sign(way) * Math.max(1, Math.round(Math.abs(way) / 120));
    }
    // macOS makes the first notches of a slow wheel a few px each: one slice a notch all the same.
    if (fresh && Math.abs(way) >= TOUCH) {
      rest = 0;
      return Math.sign(way);
    }
    if (rest * way < 0) rest = 0;
    rest += way;
    const steps = Math.trunc(rest / STEP);
    rest -= steps * STEP;
    return steps;
  };
}
