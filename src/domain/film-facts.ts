/** What a film says of a lesion beyond the one frame that it is measured on. */
import type { Measurement } from './quantity';

export interface FilmFacts {
  /** Frames of the film, and how many of them were analysed. */
  readonly frames: number;
  readonly analysed: number;
  /** Frames on which it was outlined: how many, the first and the last, from 1. */
  readonly seen: number;
  readonly first: number;
  readonly last: number;
  /** Where its long axis is longest; the finding's own measurements are of its key image. */
  readonly longest: { readonly frame: number; readonly longAxis: Measurement };
}
