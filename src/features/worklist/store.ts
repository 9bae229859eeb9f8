/** What the worklist shows. Rows are small facts; the order is worked out beside the store (`arrange.ts`). */
import { create } from 'zustand';
import { noFilter, type Counts, type WorklistFilter } from '../../domain/worklist/filter';
import { byPriority, type WorklistSort } from '../../domain/worklist/order';
import type { WorklistRow } from '../../domain/worklist/row';
import type { ServerName } from './port';

/** A filter and a sort under a name. */
export interface WorklistView {
  readonly id: string;
  readonly name: string;
  readonly filter: WorklistFilter;
  readonly sort: WorklistSort;
}

/** How the listing of one server stands. */
export interface ServerListing {
  readonly state: 'loading' | 'done' | 'stopped' | 'failed';
  /** Studies that came. */
  readonly loaded: number;
  /** Every study of the server between `from` and `to` is in the list. */
  readonly complete: boolean;
  /** YYYYMMDD; empty is open. */
  readonly from: string;
  readonly to: string;
  /** Of `failed`: a key of `servers:reason.*`, else the technical text. */
  readonly reason?: string;
  readonly detail?: string;
}

export interface Ahead {
  readonly on: boolean;
  readonly state: 'idle' | 'waiting' | 'running';
  /** The study that is being looked at. */
  readonly studyUid?: string;
  /** 0..1 of that study. */
  readonly share: number;
  /** Studies that were looked at since the page was opened: analysed, without a suitable series, failed. */
  readonly done: number;
  readonly unsuitable: number;
  readonly failed: number;
  /** Technical text of the last failure. */
  readonly detail?: string;
}

export interface WorklistState {
  /** The studies of this computer have been listed, and the servers are known. */
  readonly ready: boolean;
  readonly servers: readonly ServerName[];
  readonly listings: Readonly<Record<string, ServerListing>>;
  readonly rows: readonly WorklistRow[];
  /** Numbers into `arranged`, in order. */
  readonly indices: Uint32Array;
  /** The rows that `indices` counts in; the newest may not be sorted yet. */
  readonly arranged: readonly WorklistRow[];
  readonly counts: Counts;
  readonly filter: WorklistFilter;
  readonly sort: WorklistSort;
  /** Study Instance UID of the row at hand. */
  readonly selected?: string;
  readonly views: readonly WorklistView[];
  readonly viewId: string;
  /** Ids of the columns that the reader put away, and px of those that were drawn wider or narrower. */
  readonly hidden: readonly string[];
  readonly widths: Readonly<Record<string, number>>;
  /** A study whose folder the reader was asked for, and did not choose: another one was opened. */
  readonly missed?: WorklistRow;
  /** Shown over the images of a study that is read. */
  readonly over: boolean;
  readonly ahead: Ahead;
  readonly online: boolean;
}

const initial: WorklistState = {
  ready: false,
  servers: [],
  listings: {},
  rows: [],
  indices: new Uint32Array(),
  arranged: [],
  counts: { all: 0, shown: 0, urgent: 0, states: { new: 0, aiRan: 0, draft: 0, signed: 0 } },
  filter: noFilter,
  sort: byPriority,
  views: [],
  viewId: 'all',
  hidden: ['accession'],
  widths: {},
  over: false,
  ahead: { on: false, state: 'idle', share: 0, done: 0, unsuitable: 0, failed: 0 },
  online: true,
};

export const useWorklist = create<WorklistState>(() => initial);

export const get = useWorklist.getState;
export const set = useWorklist.setState;

/** Forgets everything; for tests. */
export const resetWorklist = (): void => set(initial, true);

/** The rows in the order of the list. */
export const ordered = ({ arranged, indices }: WorklistState = get()): readonly WorklistRow[] =>
  Array.from(indices, (n) => arranged[n]);

export const patchAhead = (patch: Partial<Ahead>): void =>
  set(({ ahead }) => ({ ahead: { ...ahead, ...patch } }));
