import { create } from 'zustand';
import type { OpenWarning } from '../../dicom/contract';
import { withEarlier, type SaidOrders } from '../../domain/comparison';
import type { FileResult, Series, Study } from '../../domain/study';
import { findSeries } from './merge';
import type { OpenProblem } from './outcome';

/**
 * How far an opening has come. `making`: the demo study is being built; `listing`: a folder is gone through;
 * `fetching`: an address is read, counted in bytes.
 */
export interface Progress {
  readonly stage: 'making' | 'listing' | 'fetching' | 'reading';
  readonly done: number;
  readonly total: number;
}

/** A ZIP waits for its password. `answer(undefined)` leaves that ZIP out. */
export interface PasswordQuestion {
  readonly path: string;
  readonly wrongBefore: boolean;
  readonly answer: (password: string | undefined) => void;
}

export interface OpenState {
  readonly studies: readonly Study[];
  /** A result for every file of the latest opening. */
  readonly results: readonly FileResult[];
  readonly status: 'idle' | 'reading';
  readonly progress?: Progress;
  readonly activeStudyUid?: string;
  readonly activeSeriesUid?: string;
  /** Why the latest opening showed nothing. */
  readonly problem?: OpenProblem;
  /** Technical detail of a `failed` problem, untranslated. */
  readonly problemDetail?: string;
  readonly password?: PasswordQuestion;
  /** What the reader must know about open studies as a whole, until they have taken note of it. */
  readonly warnings: readonly OpenWarning[];
  /** Which of two studies the reader said is the earlier one; as long as the page lives. */
  readonly earlierSaid: SaidOrders;
}

/** What is open. Read it anywhere; change it only through the commands. */
export const useOpen = create<OpenState>(() => ({
  studies: [],
  results: [],
  status: 'idle',
  warnings: [],
  earlierSaid: {},
}));

export const activeStudy = (state: OpenState): Study | undefined =>
  state.studies.find((study) => study.studyUid === state.activeStudyUid);

export const activeSeries = (state: OpenState): Series | undefined =>
  findSeries(state.studies, state.activeSeriesUid);

/** The reader says which of two studies is the earlier one: hangings, comparison, growth and report go by it. */
export const sayEarlier = (earlierUid: string, laterUid: string): void =>
  useOpen.setState(({ earlierSaid }) => ({ earlierSaid: withEarlier(earlierSaid, earlierUid, laterUid) }));
