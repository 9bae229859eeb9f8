import type { Mark } from '../marks';
import { html } from './svg';
import { markClass } from './contours';

export interface ScrollTrack {
  setSlice(index: number, count: number): void;
  /** Slices of this plane on which a mark lies, each at its middle. */
  setMarks(ticks: readonly { readonly mark: Mark; readonly index: number }[], count: number): void;
  /** Which slices are here; undefined hides the line (planes that are cut through all of them). */
  setLoaded(fraction: number, has?: (index: number) => boolean, count?: number): void;
}

/**
 * The thin scroll position at the right edge: thumb, ticks where marks are, and a faint line for what is loaded.
 * A click or a drag goes to that slice, a click on a tick to its mark.
 */
export function scrollTrack(
  parent: HTMLElement,
  goToSlice: (index: number) => void,
  goToMark: (id: string) => void,
): ScrollTrack {
  const track = html(parent, 'div', 'vp-track');
  const loaded = html(track, 'canvas', 'vp-track-loaded');
  loaded.width = 1;
  loaded.height = 256;
  const ticks = html(track, 'div', 'vp-track-ticks');
  const thumb = html(track, 'div', 'vp-track-thumb');
  let slices = 1;
  let dragging = false;

  const go = (event: PointerEvent): void => {
    const box = track.getBoundingClientRect();
    const share = Math.min(1, Math.max(0, (event.clientY - box.top) / box.height));
    goToSlice(Math.round(share * (slices - 1)));
  };
  track.addEventListener('pointerdown', (event) => {
    event.stopPropagation();
    const tick = (event.target as Element).closest<HTMLElement>('[data-mark]');
    if (tick?.dataset.mark) {
      goToMark(tick.dataset.mark);
      return;
    }
    dragging = true;
    track.setPointerCapture(event.pointerId);
    go(event);
  });
  track.addEventListener('pointermove', (event) => {
    event.stopPropagation();
    if (dragging) go(event);
  });
  const release = (): void => {
    dragging = false;
  };
  track.addEventListener('pointerup', release);
  track.addEventListener('pointercancel', release);
  track.addEventListener('dblclick', (event) => event.stopPropagation());

  const place = (index: number, count: number): string => `${count < 2 ? 0 : (100 * index) / (count - 1)}%`;
  return {
    setSlice: (index, count) => {
      slices = count;
      track.hidden = count < 2;
      thumb.style.top = place(index, count);
    },
    setMarks: (list, count) => {
      ticks.replaceChildren();
      for (const { mark, index } of list) {
        const tick = html(ticks, 'div', `vp-tick ${markClass(mark)}`);
        tick.dataset.mark = mark.id;
        tick.title = mark.label;
        tick.style.top = place(index, count);
      }
    },
    setLoaded: (fraction, has, count = 0) => {
      loaded.hidden = fraction >= 1;
      const context = loaded.getContext('2d');
      if (!context || fraction >= 1) return;
      context.clearRect(0, 0, 1, 256);
      context.fillStyle = '#5b6470';
      for (let y = 0; y < 256; y++) {
        const here = has && count > 0 ? has(Math.floor((y / 256) * count)) : y / 256 < fraction;
        if (here) context.fillRect(0, y, 1, 1);
      }
    },
  };
}
