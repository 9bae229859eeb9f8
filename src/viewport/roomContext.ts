import { Enums, eventTarget } from '@cornerstonejs/core';

/** How long a lost WebGL context may take to come back by itself, ms. */
const RESTORE_MS = 1500;

/**
 * Watches the WebGL context of the page: `lost` when it goes, `back` when it has come back or is given up waiting for.
 * Returns the end of watching.
 */
export function watchContext({ lost, back }: { lost: () => void; back: () => void }): () => void {
  let timer = 0;
  const onBack = (): void => {
    clearTimeout(timer);
    back();
  };
  const onLost = (): void => {
    lost();
    clearTimeout(timer);
    timer = window.setTimeout(onBack, RESTORE_MS);
  };
  eventTarget.addEventListener(Enums.Events.WEBGL_CONTEXT_LOST, onLost);
  eventTarget.addEventListener(Enums.Events.WEBGL_CONTEXT_RESTORED, onBack);
  return () => {
    clearTimeout(timer);
    eventTarget.removeEventListener(Enums.Events.WEBGL_CONTEXT_LOST, onLost);
    eventTarget.removeEventListener(Enums.Events.WEBGL_CONTEXT_RESTORED, onBack);
  };
}
