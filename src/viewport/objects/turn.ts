/** Flip, rotation and inversion of a cornerstone stack. */
import type { StackViewport } from '@cornerstonejs/core';
import type { Orientation } from '../view';

/** Turns a stack whose camera is as cornerstone resets it. */
export function turnStack(viewport: StackViewport, { flip, rotation, invert }: Orientation): void {
  viewport.setCamera({ flipHorizontal: flip });
  // A flipped camera looks from behind, where clockwise is the other way round.
  viewport.setViewPresentation({ rotation: flip ? (360 - rotation) % 360 : rotation });
  viewport.setProperties({ invert });
}
