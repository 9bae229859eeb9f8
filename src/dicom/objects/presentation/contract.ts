/** What a Grayscale Softcopy Presentation State asks a display to do (PS3.3 A.33.1), as plain data. */
import type { LookupTable } from '../../../domain/lookup';
import type { ObjectHead, ObjectRef, Rgb } from '../common';

/** Units of a graphic: pixels of the image, or shares (0..1) of the displayed area. */
export type GraphicUnits = 'PIXEL' | 'DISPLAY';

export interface PrGraphic {
  /** POINT, POLYLINE, INTERPOLATED, CIRCLE, ELLIPSE. */
  readonly type: string;
  readonly units: GraphicUnits;
  readonly points: readonly (readonly [number, number])[];
  readonly filled: boolean;
  readonly style?: PrLineStyle;
}

/** How a graphic wants to be drawn, in place of its layer's colour and a thin line. */
export interface PrLineStyle {
  readonly rgb?: Rgb;
  readonly dashed: boolean;
  /** Of the outline, in points of the display; undefined when not said. */
  readonly thickness?: number;
}

/** Compound graphics of PS3.3 C.10.5.1.3. */
export const compoundTypes = [
  'MULTILINE',
  'INFINITELINE',
  'CUTLINE',
  'RANGELINE',
  'RULER',
  'AXIS',
  'CROSSHAIR',
  'ARROW',
  'RECTANGLE',
  'ELLIPSE',
] as const;

export interface PrCompound {
  readonly type: (typeof compoundTypes)[number];
  readonly units: GraphicUnits;
  readonly points: readonly (readonly [number, number])[];
  readonly filled: boolean;
  /** Degrees counterclockwise about `pivot`. */
  readonly angle: number;
  readonly pivot?: readonly [number, number];
  /** Length that is left open, in the graphic's units; 0: none. */
  readonly gap: number;
  /** Of a crosshair, in the graphic's units. */
  readonly diameter?: number;
  /** Marks along a ruler or an axis: place from 0 to 1, and what is written there. */
  readonly ticks: readonly { readonly at: number; readonly label: string }[];
  /** Side of the line that ticks and their labels lie on. */
  readonly tickAlign: 'TOP' | 'CENTER' | 'BOTTOM';
  readonly labelAlign: 'TOP' | 'BOTTOM';
  readonly labels: boolean;
  readonly style?: PrLineStyle;
}

export interface PrText {
  readonly text: string;
  /** Top left and bottom right corner of the box. */
  readonly box?: readonly [readonly [number, number], readonly [number, number]];
  readonly boxUnits: GraphicUnits;
  readonly justify: 'LEFT' | 'CENTER' | 'RIGHT';
  readonly anchor?: readonly [number, number];
  readonly anchorUnits: GraphicUnits;
  readonly anchorVisible: boolean;
  readonly rgb?: Rgb;
}

export interface PrLayer {
  readonly name: string;
  readonly order: number;
  readonly rgb?: Rgb;
}

/**
 * A lookup table as it stands in a presentation state. Its first mapped value is read as an unsigned number: whether
 * 65535 means -1 depends on the image that it is applied to.
 */
export type PrTable = LookupTable;

/** Part of a presentation state that holds for some images; no images: for all. */
interface ForImages {
  readonly images: readonly ObjectRef[];
}

export interface PrVoi extends ForImages {
  /** In values after the presentation state's own modality LUT. */
  readonly center: number;
  readonly width: number;
  readonly explanation: string;
  /** LINEAR, LINEAR_EXACT or SIGMOID. */
  readonly function: string;
  /** Lookup table; centre and width are those of its range. */
  readonly table?: PrTable;
}

export interface PrArea extends ForImages {
  /** Top left and bottom right pixel, 1-based column and row, both inside (PS3.3 C.10.4). */
  readonly topLeft: readonly [number, number];
  readonly bottomRight: readonly [number, number];
  readonly mode: 'SCALE TO FIT' | 'TRUE SIZE' | 'MAGNIFY';
  /** Displayed pixels per image pixel, for MAGNIFY. */
  readonly magnification?: number;
  /** [between rows, between columns], mm, for TRUE SIZE. */
  readonly spacing?: readonly [number, number];
}

export interface PrAnnotation extends ForImages {
  readonly layer: string;
  readonly graphics: readonly PrGraphic[];
  readonly texts: readonly PrText[];
  readonly compounds: readonly PrCompound[];
}

/** A bitmap of the presentation state as it lies on its images: a bit a pixel, row by row. */
export interface PrBitmap {
  readonly rows: number;
  readonly columns: number;
  /** Where its first pixel lies, 0-based; may be outside the image. */
  readonly top: number;
  readonly left: number;
  readonly label: string;
  readonly bits: Uint8Array;
}

export interface PrOverlay extends PrBitmap {
  /** Graphic layer that it is drawn in. */
  readonly layer: string;
}

export interface PrShutter {
  /** Rows and columns 1-based as written: left, right, upper, lower edge. */
  readonly rectangle?: readonly [number, number, number, number];
  /** Centre (column, row), 1-based, and radius in pixels. */
  readonly circle?: { readonly centre: readonly [number, number]; readonly radius: number };
  readonly polygon?: readonly (readonly [number, number])[];
  /** Pixels that are set are covered. */
  readonly bitmap?: PrBitmap;
  /** Grey outside, 0 black to 1 white. */
  readonly grey: number;
  readonly rgb?: Rgb;
}

/** Parts that are in the file and that Lamplight does not apply; keys of `objects:presentation.not.*`. */
export type PrGap = 'trueSize' | 'imageOverlays' | 'compound' | 'mask' | 'brokenTable' | 'brokenBitmap';

export interface PresentationObject extends ObjectHead {
  readonly kind: 'presentation';
  readonly images: readonly ObjectRef[];
  /** Modality LUT of the presentation state, in place of the image's: a line or a table. */
  readonly rescale?: { readonly slope: number; readonly intercept: number };
  readonly modalityTable?: PrTable;
  readonly voi: readonly PrVoi[];
  /** Presentation LUT: the VOI LUT's output, spread over its entries, to grey. */
  readonly presentationTable?: PrTable;
  /** Presentation LUT Shape INVERSE; IDENTITY otherwise. */
  readonly inverse: boolean;
  readonly areas: readonly PrArea[];
  /** Degrees clockwise, applied after the flip. */
  readonly rotation: 0 | 90 | 180 | 270;
  readonly flip: boolean;
  readonly shutter?: PrShutter;
  readonly layers: readonly PrLayer[];
  readonly annotations: readonly PrAnnotation[];
  readonly overlays: readonly PrOverlay[];
  readonly gaps: readonly PrGap[];
  /** Compound graphics of types that are not known, as written. */
  readonly unknownGraphics: readonly string[];
}
