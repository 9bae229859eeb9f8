/** What the mouse does on an image beside the tool in the hand: a habit that the reader brings along. */

export type ButtonTool = 'window' | 'scroll' | 'pan' | 'zoom';
/** What a turn of the wheel does; `slab` makes the slab of a plane thicker or thinner. */
export type WheelAct = 'scroll' | 'zoom' | 'slab';

/** The left button always holds the tool that was chosen; the others are the reader's habit. */
export interface Buttons {
  readonly middle: ButtonTool;
  readonly right: ButtonTool;
  readonly wheel: WheelAct;
  readonly shiftWheel: WheelAct;
  readonly ctrlWheel: WheelAct;
}

export const buttonTools: readonly ButtonTool[] = ['window', 'scroll', 'pan', 'zoom'];
export const wheelActs: readonly WheelAct[] = ['scroll', 'zoom', 'slab'];

export const defaultButtons: Buttons = {
  middle: 'pan',
  right: 'zoom',
  wheel: 'scroll',
  shiftWheel: 'slab',
  ctrlWheel: 'zoom',
};
