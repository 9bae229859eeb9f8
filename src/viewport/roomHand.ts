import type { AxisEnd } from './axes';
import type { Cell } from './cell';
import type { KeyStep } from './panePointer';

/** The hand that keys move: a pointer in the active cell, and the ends of axes wherever they are on show. */
export class RoomHand {
  constructor(
    private readonly cells: () => readonly Cell[],
    private readonly active: () => Cell | undefined,
  ) {}

  /** Moves the pointer by pixels of the image; false when the tool in the hand is not held by keys. */
  step(by: KeyStep): boolean {
    return this.active()?.pane?.pointer.step(by) ?? false;
  }

  /** Is the pointer on the image, put there by keys? */
  get shown(): boolean {
    return this.active()?.pane?.pointer.shown ?? false;
  }

  /** Paints, erases or picks at the pointer; false when it is not on the image. */
  press(): boolean {
    return this.active()?.pane?.pointer.press() ?? false;
  }

  /** Moves an end of the current axes, by pixels or mm, in the active cell or another; false when none shows them. */
  nudge(held: AxisEnd, by: KeyStep, mm?: number): boolean {
    const active = this.active();
    const order = [active, ...this.cells().filter((cell) => cell !== active)];
    return order.some((cell) => cell?.pane?.pointer.nudge(held, by, mm) ?? false);
  }
}
