/** What objects of all kinds have in common. */

/** An instance as a reference names it. No frames: all of them. Frames are 1-based. */
export interface ObjectRef {
  readonly sopInstanceUid: string;
  readonly sopClassUid: string;
  readonly frames: readonly number[];
  /** Segments of a SEG that the reference is limited to. */
  readonly segments: readonly number[];
  /** Presentation state to show the image with. */
  readonly presentationUid?: string;
}

export type Rgb = readonly [number, number, number];

/** Text that nearly all objects have; empty when the file does not say. Dates as written (YYYYMMDD[HHMMSS]). */
export interface ObjectHead {
  readonly label: string;
  readonly description: string;
  readonly date: string;
  readonly creator: string;
}
