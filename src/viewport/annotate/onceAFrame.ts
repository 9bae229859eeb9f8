/** Does the last of many wishes once for every drawn frame: a mouse tells of itself far more often. */
export interface OnceAFrame {
  wish(act: () => void): void;
  /** Forgets the wish that waits. */
  drop(): void;
}

export function onceAFrame(): OnceAFrame {
  let frame = 0;
  let wanted: (() => void) | undefined;
  return {
    wish: (act) => {
      wanted = act;
      if (frame !== 0) return;
      frame = requestAnimationFrame(() => {
        frame = 0;
        const now = wanted;
        wanted = undefined;
        now?.();
      });
    },
    drop: () => {
      cancelAnimationFrame(frame);
      frame = 0;
      wanted = undefined;
    },
  };
}
