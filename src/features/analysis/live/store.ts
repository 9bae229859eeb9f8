import { create } from 'zustand';
import type { Finding } from '../../../domain/finding';
import type { Failure } from '../store';

/** What is said of the film that is analysed as it plays; nothing while none is. */
export interface Live {
  readonly studyUid: string;
  readonly seriesUid: string;
  readonly frames: number;
  readonly analysed: number;
  /** Frames a second of late; unknown until a few were analysed. */
  readonly perSecond?: number;
  /** The best frame of the lesion that is shown best, unless the reader has it among the findings. */
  readonly proposal?: Finding;
  /** It has ended by this. */
  readonly failure?: Failure;
}

export const useLive = create<{ readonly live?: Live }>()(() => ({}));
