/** What of a coarse image is worth registering by: the lungs with their border, or else the body. */
import { components } from '../domain/components';
import { dilate } from './grow';
import type { CoarseImage } from './image';

export interface Structure {
  readonly kind: 'lungs' | 'body';
  /** 0 or 1, as the image's data. */
  readonly mask: Uint8Array;
  /** The mask with what lies around it: border, diaphragm, ribs. */
  readonly wide: Uint8Array;
}

/** Between lung and tissue, HU. */
export const LUNG_EDGE_HU = -500;
const TISSUE_HU = -300;
/** A piece of lung, and both lungs, in mm3: less is bowel gas, an airway, or a corner of the lung. */
const LEAST_PIECE = 60_000;
const LEAST_LUNGS = 500_000;
/** Share of the range of other modalities below which there is background. */
const BACKGROUND = 150;
const WIDE_MM = 10;

type Test = (value: number) => boolean;

function setOf(image: CoarseImage, test: Test): Uint8Array {
  const set = new Uint8Array(image.data.length);
  for (let v = 0; v < set.length; v++) set[v] = test(image.data[v]) ? 1 : 0;
  return set;
}

/**
 * Air that does not reach the sides of its axial slice. Slice by slice, because airways, and lungs that the field cuts
 * off, let the air out at the top and the bottom.
 */
function innerAir(image: CoarseImage): Uint8Array {
  const [ni, nj, nk] = image.dims;
  const air = setOf(image, (v) => v < LUNG_EDGE_HU);
  for (let k = 0; k < nk; k++) {
    const from = k * ni * nj;
    for (const { voxels, min, max } of components([ni, nj, 1], (v) => air[from + v] === 1, 6)) {
      if (min[0] > 0 && min[1] > 0 && max[0] < ni - 1 && max[1] < nj - 1) continue;
      for (const v of voxels) air[from + v] = 0;
    }
  }
  return air;
}

/** Lungs and the airways that belong to them. */
function lungsOf(image: CoarseImage): Uint8Array | undefined {
  const air = innerAir(image);
  const lungs = new Uint8Array(air.length);
  const voxel = image.step ** 3;
  let volume = 0;
  for (const { voxels } of components(image.dims, (v) => air[v] === 1, 6)) {
    if (voxels.length * voxel < LEAST_PIECE) continue;
    // Air in a tube or a bag is blacker than lung.
    let sum = 0;
    for (const v of voxels) sum += image.data[v];
    if (sum / voxels.length < -960) continue;
    volume += voxels.length * voxel;
    for (const v of voxels) lungs[v] = 1;
  }
  return volume >= LEAST_LUNGS ? lungs : undefined;
}

function bodyOf(image: CoarseImage, modality: string): Uint8Array {
  const set = setOf(image, modality === 'CT' ? (v) => v > TISSUE_HU : (v) => v > BACKGROUND);
  const body = new Uint8Array(set.length);
  const parts = components(image.dims, (v) => set[v] === 1, 6);
  // Without the table: the largest piece, and what is as good as it.
  const most = Math.max(0, ...parts.map(({ voxels }) => voxels.length));
  for (const { voxels } of parts) if (voxels.length > most / 4) for (const v of voxels) body[v] = 1;
  return body;
}

/**
 * @param image about 4 mm a voxel
 * @param whole the body even where there are lungs
 */
export function structureOf(image: CoarseImage, modality: string, whole = false): Structure {
  const lungs = modality === 'CT' && !whole ? lungsOf(image) : undefined;
  const mask = lungs ?? bodyOf(image, modality);
  const wide = dilate(mask, image.dims, Math.max(1, Math.round(WIDE_MM / image.step)));
  return { kind: lungs ? 'lungs' : 'body', mask, wide };
}
