import type { ViewPlane } from '../plane';
import { html } from './svg';

/** A picture that lies over the images of one series, made by the owner of the room for the plane on show. */
export interface Cover {
  readonly seriesUid: string;
  /** Fills `rgba` (4 bytes a pixel, row by row) for a plane whose pixels these are; width and height are the plane's. */
  readonly draw: (plane: ViewPlane, rgba: Uint8ClampedArray) => void;
}

/** Longest side that a cover is made with, pixels: larger ones are drawn up. */
const MOST_PX = 480;

/** The same plane with so many pixels. */
function coarser(plane: ViewPlane, every: number): ViewPlane {
  const by = (v: ViewPlane['right']): ViewPlane['right'] => [v[0] * every, v[1] * every, v[2] * every];
  return {
    ...plane,
    right: by(plane.right),
    down: by(plane.down),
    width: Math.max(1, Math.round(plane.width / every)),
    height: Math.max(1, Math.round(plane.height / every)),
  };
}

/** Draws a cover over an image, once a frame of the screen at most. */
export class CoverLayer {
  private canvas: HTMLCanvasElement | undefined;
  private drawn: { readonly cover: Cover; readonly plane: string } | undefined;
  private asked = 0;

  constructor(private readonly parent: HTMLElement) {}

  show(cover: Cover | undefined, plane: ViewPlane | undefined): void {
    cancelAnimationFrame(this.asked);
    if (!cover || !plane) {
      this.canvas?.remove();
      this.canvas = undefined;
      this.drawn = undefined;
      return;
    }
    this.asked = requestAnimationFrame(() => this.draw(cover, plane));
  }

  private draw(cover: Cover, plane: ViewPlane): void {
    const key = JSON.stringify(plane);
    if (this.drawn?.cover === cover && this.drawn.plane === key) return;
    this.canvas ??= html(this.parent, 'canvas', 'vp-cover');
    const small = coarser(plane, Math.max(1, Math.max(plane.width, plane.height) / MOST_PX));
    this.canvas.width = small.width;
    this.canvas.height = small.height;
    const context = this.canvas.getContext('2d');
    if (!context) return;
    const picture = context.createImageData(small.width, small.height);
    cover.draw(small, picture.data);
    context.putImageData(picture, 0, 0);
    this.drawn = { cover, plane: key };
    // For whoever waits until it is there.
    this.parent.dataset.cover = String(Number(this.parent.dataset.cover ?? 0) + 1);
  }

  dispose(): void {
    cancelAnimationFrame(this.asked);
    this.canvas?.remove();
  }
}
