import type { VolumeViewport, VolumeViewport3D } from '@cornerstonejs/core';

/** What the house uses of vtk's volume actor. */
export interface VolumeActor {
  getProperty(): VolumeLook;
  getMapper(): VolumeMapper;
}
interface VolumeLook {
  getRGBTransferFunction(component: number): unknown;
  setRGBTransferFunction(component: number, colours: unknown): void;
  getScalarOpacity(component: number): unknown;
  setScalarOpacity(component: number, opacity: unknown): void;
  setShade(on: boolean): void;
  getShade(): boolean;
  setAmbient(share: number): void;
  getAmbient(): number;
  setDiffuse(share: number): void;
  getDiffuse(): number;
  setSpecular(share: number): void;
  getSpecular(): number;
  setSpecularPower(power: number): void;
  getSpecularPower(): number;
  setUseGradientOpacity(component: number, on: boolean): void;
  setInterpolationTypeToLinear(): void;
}
interface VolumeMapper {
  getClippingPlanes(): readonly unknown[];
  addClippingPlane(plane: unknown): boolean;
  removeAllClippingPlanes(): void;
  setSampleDistance(mm: number): void;
  getSampleDistance(): number;
  setMaximumSamplesPerRay(count: number): void;
  setAutoAdjustSampleDistances(on: boolean): void;
}

/** The first volume of a viewport. */
export const volumeActor = (viewport: VolumeViewport | VolumeViewport3D): VolumeActor | undefined =>
  viewport.getDefaultActor()?.actor as unknown as VolumeActor | undefined;

/** Draws a volume as another viewport does: colours, opacity, light, crop, and how finely it is sampled. */
export function copyLook3d(
  from: VolumeViewport | VolumeViewport3D,
  to: VolumeViewport | VolumeViewport3D,
): void {
  const [own, other] = [volumeActor(from), volumeActor(to)];
  if (!own || !other) return;
  const [look, copy] = [own.getProperty(), other.getProperty()];
  copy.setRGBTransferFunction(0, look.getRGBTransferFunction(0));
  copy.setScalarOpacity(0, look.getScalarOpacity(0));
  copy.setShade(look.getShade());
  copy.setAmbient(look.getAmbient());
  copy.setDiffuse(look.getDiffuse());
  copy.setSpecular(look.getSpecular());
  copy.setSpecularPower(look.getSpecularPower());
  copy.setUseGradientOpacity(0, false);
  copy.setInterpolationTypeToLinear();
  other.getMapper().removeAllClippingPlanes();
  for (const plane of own.getMapper().getClippingPlanes()) other.getMapper().addClippingPlane(plane);
  other.getMapper().setSampleDistance(own.getMapper().getSampleDistance());
  other.getMapper().setMaximumSamplesPerRay(4000);
}
