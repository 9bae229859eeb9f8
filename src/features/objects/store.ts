import { create } from 'zustand';
import type { DicomObject, Unplaced } from '../../dicom/objects';

/** Why a part of an object is not drawn; keys of `objects:note.*`. */
export type ObjectNote =
  | 'imagesMissing'
  | 'slideMicroscopy'
  | 'otherGrid'
  | 'otherFrameOfReference'
  | 'outsideSeries'
  | 'noPositions'
  | 'palette'
  | 'unknownType'
  | 'failed';

/** Contours of one ROI that hold no voxel of the series: how many, and why. */
export interface UnplacedRoi {
  readonly name: string;
  readonly reasons: readonly (readonly [Unplaced, number])[];
}

export interface ObjectsState {
  /** The object that is read: an instance of a series of objects. */
  readonly open?: {
    readonly seriesUid: string;
    readonly studyUid: string;
    readonly sopInstanceUid: string;
    readonly sopClassUid: string;
  };
  readonly status: 'none' | 'loading' | 'shown' | 'failed';
  /** Technical detail of a failure, untranslated. */
  readonly detail?: string;
  readonly note?: ObjectNote;
  /** Images that the object refers to: all, and those that are not open here. */
  readonly images: { readonly all: number; readonly missing: number };
  /** Numbers of segments or ROIs that the reader has hidden. */
  readonly hidden: readonly number[];
  /** Key image that was gone to last, its place in the list. */
  readonly keyImage?: number;
  readonly presentationOn: boolean;
  /** Address of the open document's bytes; given back when it is closed. */
  readonly documentUrl?: string;
  /** Contours that were not taken as voxels, once that was tried. */
  readonly unplaced?: readonly UnplacedRoi[];
}

export const emptyObjects: ObjectsState = {
  status: 'none',
  images: { all: 0, missing: 0 },
  hidden: [],
  presentationOn: true,
};

/** What object is read beside the images: ids and small facts. Changed by the commands only. */
export const useObjects = create<ObjectsState>(() => emptyObjects);

/** The object that is open: trees and contours are too large for a store. Lives until another one is opened. */
let current: { readonly sopInstanceUid: string; readonly object: DicomObject } | undefined;

export function keepObject(sopInstanceUid: string, object: DicomObject): void {
  current = { sopInstanceUid, object };
}

export function dropObject(): void {
  current = undefined;
}

/** The open object, when it is this one. */
export const objectOf = (sopInstanceUid: string | undefined): DicomObject | undefined =>
  current?.sopInstanceUid === sopInstanceUid ? current?.object : undefined;

/** The object that is open, once it is read. */
export const currentObject = (): DicomObject | undefined =>
  objectOf(useObjects.getState().open?.sopInstanceUid);
