import { Enums, type VolumeViewport } from '@cornerstonejs/core';
import { rescaleHeld, viewedImage } from '../images';
import { setTransferFunction, type VolumeActor } from '../volume3d/look';
import { storedRange } from '../window';
import { coverAt, FADE, stopsOf } from './colours';
import type { ColourLayer } from './look';

/** A volume that a plane is to draw in colour over its own. */
export interface LayerSource {
  readonly volume: { readonly volumeId: string; drawnIn(openGlWindow: unknown): void };
  readonly firstImageId: string;
}

const actorOf = (viewport: VolumeViewport, volumeId: string): VolumeActor | undefined =>
  viewport.getActors().find(({ referencedId }) => referencedId === volumeId)?.actor as unknown as
    VolumeActor | undefined;

/**
 * Draws the second volume of a viewport in colour; where it takes up nothing the first shows through. Between voxels
 * both are interpolated by the graphics card, each from its own grid.
 */
export function colourLayer(viewport: VolumeViewport, { volume, firstImageId }: LayerSource): ColourLayer {
  const actor = actorOf(viewport, volume.volumeId);
  const image = viewedImage(firstImageId);
  if (!actor || !image) throw new Error('The series over this one is not drawn');
  const mapper = actor.getMapper();
  const look = actor.getProperty();
  look.setShade(false);
  look.setInterpolationTypeToLinear();
  // Opacity is per sample, not per mm: a plane is thinner than a step, and composite blending would make it vanish.
  look.setScalarOpacityUnitDistance(0, mapper.getSampleDistance());
  const keepBlend = (): void => void mapper.setBlendMode(Enums.BlendModes.MAXIMUM_INTENSITY_BLEND);
  keepBlend();
  return {
    keepBlend,
    draw: (window, { opacity, colours }) => {
      const { lower, upper } = window ? storedRange(window, rescaleHeld(image)) : { lower: 0, upper: 1 };
      const at = (share: number): number => lower + share * (upper - lower);
      setTransferFunction(actor, {
        colour: stopsOf[colours].map(([share, r, g, b]) => [at(share), r, g, b]),
        opacity: [0, FADE, 1].map((share) => [at(share), coverAt(share, opacity)]),
      });
    },
  };
}

/** Draws the second volume of a viewport as another viewport does. */
export function copyLayer(from: VolumeViewport, to: VolumeViewport, volumeId: string): void {
  const [own, other] = [actorOf(from, volumeId), actorOf(to, volumeId)];
  if (!own || !other) return;
  const [look, copy] = [own.getProperty(), other.getProperty()];
  copy.setRGBTransferFunction(0, look.getRGBTransferFunction(0));
  copy.setScalarOpacity(0, look.getScalarOpacity(0));
  copy.setScalarOpacityUnitDistance(0, look.getScalarOpacityUnitDistance(0));
  copy.setShade(false);
  copy.setInterpolationTypeToLinear();
  other.getMapper().setBlendMode(own.getMapper().getBlendMode());
}
