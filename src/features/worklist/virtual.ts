/** Which rows of a long list stand in the window: rows of one height, so that it is a division. */
import { useCallback, useLayoutEffect, useRef, useState, type RefObject } from 'react';

/** Rows drawn above and below the window, so that a turn of the wheel finds them there. */
const SPARE = 8;

export interface Window {
  /** First row, and the row after the last. */
  readonly from: number;
  readonly to: number;
  /** Whole rows that fit. */
  readonly page: number;
}

/** Elements that are enough for every place of the window: the same number as long as its height is the same. */
export const poolOf = (page: number): number => Math.ceil((page + 1 + 3 * SPARE) / SPARE) * SPARE;

export function windowAt(scrollTop: number, height: number, rowHeight: number, count: number): Window {
  const first = Math.floor(scrollTop / rowHeight);
  const page = Math.max(1, Math.floor(height / rowHeight));
  // In steps, so that most frames of a scroll draw nothing anew.
  const from = Math.max(0, Math.floor((first - SPARE) / SPARE) * SPARE);
  return { from, to: Math.min(count, from + poolOf(page)), page };
}

/**
 * The places of the window by the element that shows them: a row that leaves at one end comes in at the other, in the
 * same element, which is filled anew and stays where it is in the page.
 */
export function slotsOf({
  from,
  to,
  page,
}: Window): readonly { readonly slot: number; readonly place: number }[] {
  const pool = poolOf(page);
  return Array.from({ length: to - from }, (_none, n) => ({ slot: (from + n) % pool, place: from + n })).sort(
    (a, b) => a.slot - b.slot,
  );
}

/** scrollTop that brings a row into the window with the least movement; undefined when it stands there. */
export function scrollTo(
  row: number,
  scrollTop: number,
  height: number,
  rowHeight: number,
): number | undefined {
  const top = row * rowHeight;
  if (top < scrollTop) return top;
  const bottom = top + rowHeight - height;
  return bottom > scrollTop ? bottom : undefined;
}

export interface Virtual {
  readonly window: Window;
  readonly onScroll: () => void;
  /** Brings a row into the window. */
  readonly reveal: (row: number) => void;
}

/**
 * @param scroller the element that scrolls; `head` px of it are covered by what sticks to its top
 */
export function useVirtual(
  scroller: RefObject<HTMLElement | null>,
  count: number,
  rowHeight: number,
  head: number,
): Virtual {
  const [at, setAt] = useState<Window>(() => windowAt(0, 20 * rowHeight, rowHeight, count));
  const last = useRef(at);

  const look = useCallback((): void => {
    const element = scroller.current;
    if (!element) return;
    const now = windowAt(element.scrollTop, element.clientHeight - head, rowHeight, count);
    const { from, to, page } = last.current;
    if (now.from === from && now.to === to && now.page === page) return;
    last.current = now;
    setAt(now);
  }, [scroller, count, rowHeight, head]);

  useLayoutEffect(() => {
    look();
    const element = scroller.current;
    if (!element) return undefined;
    const watch = new ResizeObserver(look);
    watch.observe(element);
    return () => watch.disconnect();
  }, [scroller, look]);

  const reveal = useCallback(
    (row: number): void => {
      const element = scroller.current;
      if (!element) return;
      const top = scrollTo(row, element.scrollTop, element.clientHeight - head, rowHeight);
      if (top !== undefined) element.scrollTo({ top });
      look();
    },
    [scroller, rowHeight, head, look],
  );

  return { window: at, onScroll: look, reveal };
}
