/** Which studies the worklist shows. */
import { isFirst, type WorklistRow, type WorkState } from './row';
import { searchFor } from './words';

export const datePresets = ['any', 'today', 'yesterday', 'week', 'range'] as const;
export type DatePreset = (typeof datePresets)[number];

export interface WorklistFilter {
  readonly text: string;
  readonly date: DatePreset;
  /** Of `range`, YYYYMMDD each, both ends counted; empty is open. */
  readonly from: string;
  readonly to: string;
  /** Any of these; none: all. */
  readonly modalities: readonly string[];
  readonly states: readonly WorkState[];
  readonly sources: readonly string[];
  readonly urgentOnly: boolean;
}

export const noFilter: WorklistFilter = {
  text: '',
  date: 'any',
  from: '',
  to: '',
  modalities: [],
  states: [],
  sources: [],
  urgentOnly: false,
};

const DAY_MS = 86_400_000;

/** YYYYMMDD of a day on the clock of this computer. */
export const dayOf = (time: Date): string =>
  `${time.getFullYear()}${String(time.getMonth() + 1).padStart(2, '0')}${String(time.getDate()).padStart(2, '0')}`;

/** First and last day that a filter asks for; empty is open. */
export function daysOf(
  { date, from, to }: Pick<WorklistFilter, 'date' | 'from' | 'to'>,
  now: Date,
): { readonly from: string; readonly to: string } {
  // Noon, so that a day of 23 hours stays a day.
  const noon = new Date(now.getFullYear(), now.getMonth(), now.getDate(), 12).getTime();
  const back = (days: number): string => dayOf(new Date(noon - days * DAY_MS));
  switch (date) {
    case 'any':
      return { from: '', to: '' };
    case 'today':
      return { from: back(0), to: back(0) };
    case 'yesterday':
      return { from: back(1), to: back(1) };
    case 'week':
      return { from: back(6), to: back(0) };
    case 'range':
      return { from, to };
  }
}

type Fits = (row: WorklistRow, words: string) => boolean;

/** The filter as one question to a row and its words (`wordsOf`). */
export function filterFor(filter: WorklistFilter, now: Date): Fits {
  const asks: Fits[] = [];
  const { from, to } = daysOf(filter, now);
  if (from || to)
    asks.push(({ date }) => date !== '' && (from === '' || date >= from) && (to === '' || date <= to));
  const { modalities, states, sources } = filter;
  if (modalities.length > 0) asks.push((row) => row.modalities.some((one) => modalities.includes(one)));
  if (states.length > 0) asks.push((row) => states.includes(row.status));
  if (sources.length > 0) asks.push((row) => row.sources.some((one) => sources.includes(one)));
  if (filter.urgentOnly) asks.push(isFirst);
  const search = searchFor(filter.text);
  // Last: it costs most.
  if (search) asks.push((_row, words) => search(words));
  if (asks.length === 0) return () => true;
  return (row, words) => asks.every((ask) => ask(row, words));
}

/** Does anything of the filter hide studies? */
export const isNarrowed = (filter: WorklistFilter): boolean =>
  filter.text.trim() !== '' ||
  filter.date !== 'any' ||
  filter.urgentOnly ||
  filter.modalities.length + filter.states.length + filter.sources.length > 0;

export interface Counts {
  readonly all: number;
  readonly shown: number;
  readonly urgent: number;
  readonly states: Readonly<Record<WorkState, number>>;
}
