import type { CanvasPoint } from '../plane';
import { html } from './svg';

/** Side of the glass and how much larger it shows, CSS px and times. */
const SIDE = 220;
const TIMES = 3;

/** A magnifying glass over the drawn image: what is under the point, larger. Pixels are the screen's own. */
export function lens(root: HTMLElement): { show(at: CanvasPoint): void; close(): void } {
  const source = root.querySelector('.vp-image canvas');
  const glass = html(root, 'canvas', 'vp-lens');
  const ratio = globalThis.devicePixelRatio || 1;
  glass.width = SIDE * ratio;
  glass.height = SIDE * ratio;
  glass.style.width = `${SIDE}px`;
  glass.style.height = `${SIDE}px`;
  const draw = glass.getContext('2d');
  return {
    show: ([x, y]) => {
      if (!draw || !(source instanceof HTMLCanvasElement)) return;
      glass.style.left = `${x - SIDE / 2}px`;
      glass.style.top = `${y - SIDE / 2}px`;
      const scale = source.width / source.clientWidth;
      const side = (SIDE / TIMES) * scale;
      draw.fillStyle = '#000';
      draw.fillRect(0, 0, glass.width, glass.height);
      draw.imageSmoothingQuality = 'high';
      draw.drawImage(
        source,
        x * scale - side / 2,
        y * scale - side / 2,
        side,
        side,
        0,
        0,
        glass.width,
        glass.height,
      );
    },
    close: () => glass.remove(),
  };
}
