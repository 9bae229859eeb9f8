import { create } from 'zustand';
import type { KeepMode } from '../../storage';

interface KeepState {
  /** How work is kept; undefined until the store was asked. */
  readonly mode?: KeepMode;
  /** boot: the store is encrypted and nobody has opened it in this tab; screen: what is open is hidden. */
  readonly lock: 'none' | 'boot' | 'screen';
  /** Minutes without a hand until it locks by itself; 0: never. */
  readonly idleMinutes: number;
  /** Another tab changed how work is kept: this one must be loaded anew. */
  readonly stale: boolean;
  /** How another tab has things kept from now on, and this one, too. */
  readonly followed?: KeepMode;
  /** The question before everything is wiped is open. */
  readonly wiping: boolean;
  readonly outcome?: Outcome;
  /** Work in a file for studies that have other work here. */
  readonly clash?: { readonly count: number; readonly answer: (takeTheFile: boolean) => void };
}

/** What became of a file of work, or of saving one. */
export interface Outcome {
  readonly key: 'saved' | 'taken' | 'damaged' | 'nothing';
  readonly taken?: number;
  readonly kept?: number;
  readonly failed?: number;
}

export const useKeep = create<KeepState>(() => ({
  lock: 'none',
  idleMinutes: 0,
  stale: false,
  wiping: false,
}));
