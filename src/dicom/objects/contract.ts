/**
 * What is read out of objects that stand beside the images. Plain data that can cross from a worker. Positions in
 * the patient are LPS mm; positions on an image are column, row in pixels, where the top left corner of the top
 * left pixel is (0, 0), as in GSPS and SCOORD (PS3.3 C.10.5, C.18.6).
 */
import type { Code } from '../../domain/finding';
import type { ObjectHead, ObjectRef, Rgb } from './common';
import type { PresentationObject } from './presentation/contract';

export type * from './common';
export type * from './presentation/contract';

export type DicomObject =
  | SegmentationObject
  | StructureObject
  | ReportObject
  | PresentationObject
  | KeyObject
  | DocumentObject
  | FactsObject;

export interface SegmentInfo {
  readonly number: number;
  readonly label: string;
  readonly description: string;
  readonly category?: Code;
  readonly type?: Code;
  readonly region?: Code;
  readonly algorithmType: string;
  readonly algorithmName: string;
  readonly rgb?: Rgb;
}

export interface SegmentationObject extends ObjectHead {
  readonly kind: 'segmentation';
  /** BINARY, FRACTIONAL or LABELMAP; FRACTIONAL says of what: PROBABILITY or OCCUPANCY. */
  readonly type: string;
  readonly fractionalType: string;
  /** Stored value that means 1, in FRACTIONAL objects. */
  readonly maximum?: number;
  readonly segments: readonly SegmentInfo[];
  readonly images: readonly ObjectRef[];
  readonly referencedSeriesUids: readonly string[];
}

/** CLOSED_PLANAR, OPEN_PLANAR, POINT and the rest as written. Points: x, y, z, x, y, z, ... LPS mm. */
export interface Contour {
  readonly geometry: string;
  readonly points: Float64Array;
  readonly images: readonly ObjectRef[];
}

export interface Roi {
  readonly number: number;
  readonly name: string;
  readonly rgb?: Rgb;
  /** RT ROI Interpreted Type: PTV, GTV, ORGAN, EXTERNAL, ...; empty when not said. */
  readonly interpreted: string;
  readonly algorithm: string;
  /** Of the finding or segment that it is, where Lamplight wrote it into the ROI's description. */
  readonly trackingUid?: string;
  readonly frameOfReferenceUid: string;
  readonly contours: readonly Contour[];
}

export interface StructureObject extends ObjectHead {
  readonly kind: 'structures';
  readonly rois: readonly Roi[];
  readonly frameOfReferenceUids: readonly string[];
}

export type SrValue =
  | { readonly kind: 'container' }
  /** Text, dates, times, persons and UIDs, as text; `type` of the item tells them apart. */
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'code'; readonly code: Code }
  | {
      readonly kind: 'number';
      /** As written; empty when the report gives no value, and then `qualifier` says why. */
      readonly text: string;
      readonly unit?: Code;
      readonly qualifier?: Code;
    }
  | { readonly kind: 'reference'; readonly ref: ObjectRef }
  | {
      readonly kind: 'coordinates';
      /** POINT, MULTIPOINT, POLYLINE, CIRCLE, ELLIPSE, POLYGON, ELLIPSOID. */
      readonly graphic: string;
      /** 2: on an image, in pixels; 3: in the patient, LPS mm. */
      readonly dimensions: 2 | 3;
      readonly points: readonly number[];
      readonly frameOfReferenceUid: string;
    }
  /** The item is another one of the tree, by its place: 1.2.3 as the report numbers them. */
  | { readonly kind: 'sameAs'; readonly place: string };

/** One content item of a report (PS3.3 C.17.3). */
export interface SrItem {
  /** Relationship to its parent as written: CONTAINS, HAS PROPERTIES, ...; empty at the root. */
  readonly relationship: string;
  /** Value type as written: CONTAINER, TEXT, NUM, ... */
  readonly type: string;
  readonly concept?: Code;
  readonly value: SrValue;
  readonly children: readonly SrItem[];
}

/** One measurement group (TID 1410, 1411, 1501). */
export interface SrGroup {
  readonly name: string;
  readonly trackingUid: string;
  readonly finding?: Code;
  readonly site?: Code;
  readonly values: readonly { readonly concept: Code; readonly text: string; readonly unit: string }[];
  readonly images: readonly ObjectRef[];
}

export interface ReportObject extends ObjectHead {
  readonly kind: 'report';
  readonly root: SrItem;
  /** Template of the root, for example 1500; empty when not said. */
  readonly template: string;
  /** COMPLETE or PARTIAL, VERIFIED or UNVERIFIED, as written. */
  readonly completion: string;
  readonly verification: string;
  readonly verifiers: readonly string[];
  readonly groups: readonly SrGroup[];
  /** The tree was cut: it has more items than are read. */
  readonly cut: boolean;
  readonly manufacturer: string;
  /** The study's work, packed, where Lamplight wrote the report and nobody took it out; see `unpackWork`. */
  readonly work?: Uint8Array<ArrayBuffer>;
}

export interface KeyObject extends ObjectHead {
  readonly kind: 'keyObjects';
  readonly title?: Code;
  readonly modifiers: readonly Code[];
  readonly images: readonly ObjectRef[];
}

export interface DocumentObject extends ObjectHead {
  readonly kind: 'document';
  readonly title: string;
  /** MIME type as written, lower case. */
  readonly mime: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** What an object holds, in a few lines; `key` is one of `objects:fact.*`. */
export interface FactsObject extends ObjectHead {
  readonly kind: 'facts' | 'named';
  readonly facts: readonly { readonly key: FactKey; readonly text: string }[];
}

export type FactKey =
  | 'planLabel'
  | 'intent'
  | 'beams'
  | 'fractions'
  | 'prescription'
  | 'mapping'
  | 'channels'
  | 'duration'
  | 'annotationGroup'
  | 'transform';
