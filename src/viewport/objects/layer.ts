/**
 * What is drawn from objects that stand beside the images, and the image that a reader was sent to. There is one
 * reading room in the page; its panes draw what is set here and are told when it changes. Lives until it is set anew.
 */
import type { PresentationObject, PrGraphic, Rgb } from '../../dicom/objects/contract';
import type { Grid } from '../../domain/geometry';
import type { VoxelMask } from '../../domain/volume';

interface ShapeFacts {
  readonly id: string;
  readonly label: string;
  readonly rgb: Rgb;
}

/** A segment: outlines of a mask on its grid. */
export interface MaskShape extends ShapeFacts {
  readonly kind: 'mask';
  /** In the patient (LPS mm), or image by image when `images` is there: then i, j are column and row. */
  readonly grid: Grid;
  readonly mask: VoxelMask;
  readonly images?: readonly { readonly sopInstanceUid: string; readonly frame: number }[];
  readonly seriesUid: string;
  readonly frameOfReferenceUid: string;
}

/** One contour; points are x, y, z, x, y, z, ... LPS mm. */
export interface SpaceContour {
  /** CLOSED_PLANAR, OPEN_PLANAR, POINT, ... */
  readonly geometry: string;
  readonly points: Float64Array;
  /** SOP instances that it was drawn on; none: by its place alone. */
  readonly sopInstanceUids: readonly string[];
}

/** An ROI of a structure set. */
export interface ContourShape extends ShapeFacts {
  readonly kind: 'contours';
  readonly frameOfReferenceUid: string;
  readonly contours: readonly SpaceContour[];
}

/** Graphics in pixels of one image: coordinates of a report. */
export interface PixelShape extends ShapeFacts {
  readonly kind: 'pixels';
  readonly sopInstanceUid: string;
  /** 1-based; none: all. */
  readonly frames: readonly number[];
  readonly graphics: readonly PrGraphic[];
}

export type ObjectShape = MaskShape | ContourShape | PixelShape;

/** A presentation state on the images that it names, with the switch that turns it off. */
export interface Presentation {
  readonly state: PresentationObject;
  readonly on: boolean;
  /** Words of the switch, in the language of the page. */
  readonly words: { readonly name: string; readonly turnOn: string; readonly turnOff: string };
  readonly onSwitch: (on: boolean) => void;
}

interface ObjectLayer {
  readonly shapes: readonly ObjectShape[];
  readonly presentation?: Presentation;
}

/** An image that every pane should go to once it can. */
export interface WantedImage {
  readonly sopInstanceUid: string;
  /** 1-based. */
  readonly frame: number;
}

let layer: ObjectLayer = { shapes: [] };
let wanted: WantedImage | undefined;
const listeners = new Set<() => void>();
const tell = (): void => listeners.forEach((listener) => listener());

export const objectLayer = (): ObjectLayer => layer;

/** Draws these shapes in place of those before. */
export function setObjectShapes(shapes: readonly ObjectShape[]): void {
  layer = { ...layer, shapes };
  tell();
}

/** Applies a presentation state to the images that it names; undefined takes it away. */
export function setPresentation(presentation: Presentation | undefined): void {
  layer = { ...layer, presentation };
  tell();
}

/** Goes to an image of the series that is open or is being opened. */
export function goToImage(image: WantedImage): void {
  wanted = image;
  tell();
}

export const wantedImage = (): WantedImage | undefined => wanted;
export const arrived = (): void => {
  wanted = undefined;
};

/** Listens to changes of the layer. Returns the unsubscribe. */
export function onObjectLayer(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
