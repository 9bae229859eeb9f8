import type { VolumeViewport, VolumeViewport3D } from '@cornerstonejs/core';
import type { TransferFunction } from './presets';

/** What the house uses of vtk's volume actor. */
export interface VolumeActor {
  getProperty(): VolumeLook;
  getMapper(): VolumeMapper;
}
interface VolumeLook {
  getRGBTransferFunction(component: number): Colours;
  setRGBTransferFunction(component: number, colours: unknown): void;
  getScalarOpacity(component: number): Opacities;
  setScalarOpacityUnitDistance(component: number, mm: number): void;
  getScalarOpacityUnitDistance(component: number): number;
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
/** What the house uses of vtk's functions of a value. */
interface Colours {
  removeAllPoints(): void;
  addRGBPoint(value: number, r: number, g: number, b: number): number;
}
interface Opacities {
  removeAllPoints(): void;
  addPoint(value: number, share: number): number;
}
interface VolumeMapper {
  getBlendMode(): number;
  setBlendMode(mode: number): boolean;
  getClippingPlanes(): readonly unknown[];
  addClippingPlane(plane: unknown): boolean;
  removeAllClippingPlanes(): void;
  setSampleDistance(mm: number): void;
  getSampleDistance(): number;
  setMaximumSamplesPerRay(count: number): void;
}

/** The first volume of a viewport. */
export const volumeActor = (viewport: VolumeViewport | VolumeViewport3D): VolumeActor | undefined =>
  viewport.getDefaultActor()?.actor as unknown as VolumeActor | undefined;

/** Light that shows a surface's shape without a glare that reads as calcification. */
export function light(actor: VolumeActor): void {
  const look = actor.getProperty();
  look.setShade(true);
  look.setAmbient(0.18);
  look.setDiffuse(0.85);
  look.setSpecular(0.12);
  look.setSpecularPower(12);
  look.setUseGradientOpacity(0, false);
  look.setInterpolationTypeToLinear();
  look.setScalarOpacityUnitDistance(0, 1);
}

/** Draws a volume with a function of the values that it holds. */
export function setTransferFunction(actor: VolumeActor, { opacity, colour }: TransferFunction): void {
  const look = actor.getProperty();
  const [colours, opacities] = [look.getRGBTransferFunction(0), look.getScalarOpacity(0)];
  colours.removeAllPoints();
  for (const [value, r, g, b] of colour) colours.addRGBPoint(value, r, g, b);
  opacities.removeAllPoints();
  for (const [value, share] of opacity) opacities.addPoint(value, share);
}

/** Keeps what lies inside these planes. */
export function setCropPlanes(actor: VolumeActor, planes: readonly unknown[]): void {
  const mapper = actor.getMapper();
  mapper.removeAllClippingPlanes();
  for (const plane of planes) mapper.addClippingPlane(plane);
}

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
  copy.setScalarOpacityUnitDistance(0, look.getScalarOpacityUnitDistance(0));
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
