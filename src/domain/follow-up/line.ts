/** A study's line of the due list: whose it is, what is due, what became of it; and how it stands on a day. */
import { addMonths, daysBetween } from './days';
import type { DueItem, DueWindow, Region } from './due';
import type { Act } from './step';

/** What became of an item. */
export interface DueMark {
  readonly state: 'done' | 'moved' | 'open';
  /** ISO time. */
  readonly at: string;
  /** In the reader's words; of what a study closed by itself empty. */
  readonly reason: string;
  /** Of `moved`: the new day, YYYYMMDD. */
  readonly date?: string;
  /** The study that closed it by being opened; of `open` the one that may not close it again. */
  readonly study?: { readonly studyUid: string; readonly date: string; readonly description: string };
}

export interface DueLine {
  readonly version: 1;
  readonly studyUid: string;
  readonly patient: {
    readonly name: string;
    readonly id: string;
    readonly birthDate: string;
    readonly sex: string;
  };
  /** YYYYMMDD or empty. */
  readonly date: string;
  readonly description: string;
  readonly modalities: readonly string[];
  /** The report that asks for it is signed; else it is a draft. */
  readonly signed: boolean;
  /** Regions that a guideline judged, also where it asks for nothing. */
  readonly judged: readonly Region[];
  readonly items: readonly DueItem[];
  /** By key of the item. */
  readonly marks: Readonly<Record<string, DueMark>>;
}

/** `replaced`: a later signed report of the region says what is due now. */
export const dueStates = ['overdue', 'now', 'later', 'undated', 'done', 'replaced'] as const;
export type DueState = (typeof dueStates)[number];

/** What begins within so many days counts as due now. */
export const SOON_DAYS = 30;

/** The days that count: those of the guideline, or the one that the reader moved it to. */
export const windowNow = (item: DueItem, mark: DueMark | undefined): DueWindow | undefined =>
  mark?.state === 'moved' && mark.date
    ? { earliest: mark.date, recommended: mark.date, latest: mark.date }
    : item.window;

type Patient = DueLine['patient'];

/** By number, and not against it by date of birth: two patients may bear one number. */
export const samePatient = (a: Pick<Patient, 'id' | 'birthDate'>, b: Pick<Patient, 'id' | 'birthDate'>) =>
  a.id !== '' && a.id === b.id && (a.birthDate === '' || b.birthDate === '' || a.birthDate === b.birthDate);

const replaces = (line: DueLine, region: Region, later: DueLine): boolean =>
  later.signed &&
  later.judged.includes(region) &&
  later.date > line.date &&
  line.date !== '' &&
  samePatient(line.patient, later.patient);

/** One item as the list shows it. */
export interface DueEntry {
  readonly line: DueLine;
  readonly item: DueItem;
  readonly mark?: DueMark;
  readonly window?: DueWindow;
  readonly state: DueState;
  /** Days past the last day of it; of `overdue` alone. */
  readonly daysOver?: number;
}

function stateOf(
  entry: Omit<DueEntry, 'state' | 'daysOver'>,
  today: string,
  lines: readonly DueLine[],
): DueState {
  const { line, item, mark, window } = entry;
  if (mark?.state === 'done') return 'done';
  if (lines.some((other) => replaces(line, item.region, other))) return 'replaced';
  if (!window) return 'undated';
  if (today > window.latest) return 'overdue';
  return daysBetween(today, window.earliest) <= SOON_DAYS ? 'now' : 'later';
}

/** Every item of every line as it stands on a day, the most urgent first: overdue, without a day, now, later, closed. */
export function dueEntries(lines: readonly DueLine[], today: string): readonly DueEntry[] {
  const entries = lines.flatMap((line) =>
    line.items.map((item): DueEntry => {
      const mark = line.marks[item.key];
      const window = windowNow(item, mark);
      const entry = { line, item, ...(mark && { mark }), ...(window && { window }) };
      const state = stateOf(entry, today, lines);
      return {
        ...entry,
        state,
        ...(state === 'overdue' && { daysOver: daysBetween(window!.latest, today) }),
      };
    }),
  );
  const rank: Readonly<Record<DueState, number>> = {
    overdue: 0,
    undated: 1,
    now: 2,
    later: 3,
    done: 4,
    replaced: 5,
  };
  const day = ({ window, line }: DueEntry): string => window?.latest ?? line.date;
  return entries.toSorted((a, b) => rank[a.state] - rank[b.state] || day(a).localeCompare(day(b)));
}

export const isOpen = ({ state }: Pick<DueEntry, 'state'>): boolean =>
  state !== 'done' && state !== 'replaced';

/** The next thing of one line: what comes first, dated before undated only when it is overdue or now. */
export const nextOf = (line: DueLine, today: string): DueEntry | undefined =>
  dueEntries([line], today).find(isOpen);

/** An examination that was opened, as far as it can close an item. */
export interface LaterStudy {
  readonly studyUid: string;
  readonly patient: Pick<Patient, 'id' | 'birthDate'>;
  readonly date: string;
  readonly description: string;
  readonly modalities: readonly string[];
  /** Body parts and descriptions, of the study and of its series. */
  readonly parts: readonly string[];
}

const closing: Readonly<Record<Act, readonly string[]>> = {
  ldct: ['CT'],
  ct: ['CT'],
  pet: ['PT'],
  mammography: ['MG'],
  breastUs: ['US'],
  breastImages: ['MG', 'US', 'MR'],
  thyroidUs: ['US'],
  // Acts of which no images tell.
  fna: [],
  biopsy: [],
  surgery: [],
  workup: [],
  priorImages: [],
};
const places: Readonly<Record<Region, RegExp>> = {
  chest: /chest|thorax|thorac|lung|pulmon|胸|肺/i,
  breast: /breast|mamm|乳/i,
  thyroid: /thyroid|neck|甲状腺|颈/i,
};
/** An examination may be this much earlier than the interval and still be the one asked for, months. */
const EARLY = 1;

const shows = (study: LaterStudy, { act, region }: DueItem): boolean =>
  closing[act].some((one) => study.modalities.includes(one)) &&
  (act === 'mammography' || study.parts.some((part) => places[region].test(part)));

/**
 * Keys of the open items that an examination fulfils: the same patient, a later day, the modality and the body part, and
 * not more than a month before the interval. A CT of the next week does not close what is asked for in a year.
 */
export function closedBy(line: DueLine, study: LaterStudy): readonly string[] {
  if (!samePatient(line.patient, study.patient)) return [];
  if (line.date === '' || !/^\d{8}$/.test(study.date) || study.date <= line.date) return [];
  return line.items
    .filter((item) => {
      const mark = line.marks[item.key];
      if (mark?.state === 'done') return false;
      if (mark?.state === 'open' && mark.study?.studyUid === study.studyUid) return false;
      const window = windowNow(item, mark);
      return shows(study, item) && (!window || study.date >= addMonths(window.earliest, -EARLY));
    })
    .map(({ key }) => key);
}
