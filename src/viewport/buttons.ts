import type { LookTool } from './tool';

/** What a mouse button or the wheel does beside the tool in the hand. */
export type ButtonTool = Extract<LookTool, 'window' | 'scroll' | 'pan' | 'zoom'>;
/** What a turn of the wheel does. */
export type WheelAct = 'scroll' | 'zoom' | 'slab';

/** The left button always holds the tool that was chosen; the others are the reader's habit. */
export interface Buttons {
  readonly middle: ButtonTool;
  readonly right: ButtonTool;
  readonly wheel: WheelAct;
  readonly shiftWheel: WheelAct;
  readonly ctrlWheel: WheelAct;
}

export const defaultButtons: Buttons = {
  middle: 'pan',
  right: 'zoom',
  wheel: 'scroll',
  shiftWheel: 'slab',
  ctrlWheel: 'zoom',
};
