/** What of the comparison is on show, and what the reader is asked. */
import { create } from 'zustand';
import type { PatientDoubt } from '../../domain/comparison';

/** `own`: they hang as the reader or a protocol put them. */
export type CompareView = 'own' | 'side' | 'both' | 'flicker' | 'difference';

export type Question =
  /** Two studies of which no time says which is the earlier one. */
  | { readonly kind: 'order'; readonly studyUids: readonly [string, string] }
  /** Something speaks against one person. */
  | {
      readonly kind: 'patient';
      readonly currentUid: string;
      readonly priorUid: string;
      readonly doubts: readonly PatientDoubt[];
    }
  /** Nothing is open that the study could be compared with. */
  | { readonly kind: 'none' };

export interface CompareViewState {
  /** The pair that hangs. */
  readonly pairId?: string;
  readonly view: CompareView;
  /** One goes where the other goes. */
  readonly linked: boolean;
  readonly flicker: {
    readonly on: boolean;
    /** How long each is seen, ms. */
    readonly ms: number;
  };
  /** Half of the range that a difference is shown with, HU. */
  readonly range: number;
  /** How far the difference is from being shown. */
  readonly difference?:
    | { readonly state: 'reading'; readonly done: number }
    | { readonly state: 'ready' }
    | { readonly state: 'failed'; readonly detail: string };
  readonly question?: Question;
}

export const FLICKER_MS = [250, 500, 800, 1200, 2000] as const;
export const RANGES_HU = [50, 100, 200, 400, 800] as const;

export const useCompareView = create<CompareViewState>()(() => ({
  view: 'own',
  linked: true,
  flicker: { on: false, ms: 800 },
  range: 200,
}));

/** The next value of a list, or its last. */
export function stepped(list: readonly number[], now: number, by: 1 | -1): number {
  const at = list.indexOf(now);
  return list[Math.min(list.length - 1, Math.max(0, at + by))] ?? now;
}
