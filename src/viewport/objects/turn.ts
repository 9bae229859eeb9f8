/** Flip, rotation and inversion of a cornerstone stack. */
import type { StackViewport } from '@cornerstonejs/core';
import type { Orientation } from '../view';

/** Turns a stack whose camera is as cornerstone resets it. */
export function turnStack(viewport: StackViewport, { flip, rotation, invert }: Orientation): void {
  viewport.setCamera({ flipHorizontal: flip });
  viewport.setViewPresentation({ rotation });
  viewport.setProperties({ invert });
}
