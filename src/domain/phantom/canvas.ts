import { Raster, type Outline } from './raster';
import { SIZE } from './space';

/** One slice while it is painted, back to front. HU in Float32 so that partial volumes add up. */
export class Canvas {
  readonly hu = new Float32Array(SIZE * SIZE);
  /** Share of aerated lung in each pixel: painting a solid over it takes from it. */
  readonly lung = new Float32Array(SIZE * SIZE);
  /** Share of abdomen (everything under the diaphragm). */
  readonly abdomen = new Float32Array(SIZE * SIZE);
  abdomenUsed = false;
  /** Share of body, skin included: where noise has its full strength. */
  readonly body = new Float32Array(SIZE * SIZE);
  readonly raster = new Raster();
  /** Coverage by tubes, kept zero between uses, and the rows that hold some of it. */
  readonly tubes = new Float32Array(SIZE * SIZE);
  tubesFrom = SIZE;
  tubesTo = 0;
  z = 0;

  begin(z: number): void {
    this.z = z;
    this.hu.fill(-1000);
    this.lung.fill(0);
    // Only slices under the highest dome have written to it.
    if (this.abdomenUsed) this.abdomen.fill(0);
    this.abdomenUsed = false;
    this.body.fill(0);
  }

  /** Paints a shape of uniform HU; where `mask` is given only there. Pushes lung aside. */
  solid(hu: number, outlineAt: (z: number) => Outline | null, mask?: Float32Array): void {
    const { raster } = this;
    if (!raster.shape(this.z, outlineAt)) return;
    for (let y = raster.y0; y < raster.y1; y++)
      for (let at = y * SIZE + raster.from[y], end = y * SIZE + raster.to[y]; at < end; at++) {
        const c = mask ? raster.cover[at] * mask[at] : raster.cover[at];
        if (c === 0) continue;
        this.hu[at] += (hu - this.hu[at]) * c;
        this.lung[at] *= 1 - c;
      }
  }

  /** Adds a shape to a mask, or takes it from the mask when `remove`. */
  mark(mask: Float32Array, outlineAt: (z: number) => Outline | null, remove = false): void {
    const { raster } = this;
    if (!raster.shape(this.z, outlineAt)) return;
    for (let y = raster.y0; y < raster.y1; y++)
      for (let at = y * SIZE + raster.from[y], end = y * SIZE + raster.to[y]; at < end; at++) {
        const c = raster.cover[at];
        if (remove) mask[at] *= 1 - c;
        else mask[at] += (1 - mask[at]) * c;
      }
  }
}
