/** Due items: what a guideline asks for after an examination, with the days that follow from the examination's date. */
import { addMonths, isDay } from './days';
import type { DueStep } from './step';

type Both = Readonly<Record<'zh' | 'en', string>>;

export const regions = ['chest', 'breast', 'thyroid'] as const;
export type Region = (typeof regions)[number];

/** What one result of a guideline asks for. */
export interface DueAsk {
  /** Tells it from the others of the study: `lungRads`, `acrTiRads:1`. */
  readonly id: string;
  readonly region: Region;
  readonly steps: readonly DueStep[];
  /** "Lung-RADS v2022". */
  readonly rule: Both;
  /** "3类"; of a rule without categories the row that applied. */
  readonly category: Both;
  /** The recommendation in the guideline's words. */
  readonly advice: Both;
  /** What it is for: "nodule 1"; absent for the study as a whole. */
  readonly finding?: { readonly trackingUid?: string; readonly label: Both };
  /** The table awaits confirmation by a radiologist. */
  readonly unconfirmed?: true;
}

/** The days between which it is asked for, YYYYMMDD; `recommended` only where the rule names one point of time. */
export interface DueWindow {
  readonly earliest: string;
  readonly recommended?: string;
  readonly latest: string;
}

export interface DueItem extends Omit<DueAsk, 'id' | 'steps'>, DueStep {
  /** The same as long as the rule asks for the same: `lungRads/ldct/6-6`. */
  readonly key: string;
  /** Absent without an interval, and while the date of the examination is not known. */
  readonly window?: DueWindow;
}

/** Undefined without an interval or a date. Months are those of the calendar. */
export function windowOf(studyDate: string, { months }: Pick<DueStep, 'months'>): DueWindow | undefined {
  if (!months || !isDay(studyDate)) return undefined;
  const [earliest, latest] = months.map((count) => addMonths(studyDate, count)) as [string, string];
  return { earliest, latest, ...(months[0] === months[1] && { recommended: earliest }) };
}

/**
 * The items of a study, in the order of the guidelines' steps.
 * @param studyDate YYYYMMDD of the images that were judged; anything else is not known
 */
export const dueItems = (studyDate: string, asks: readonly DueAsk[]): readonly DueItem[] =>
  asks.flatMap(({ id, steps, ...why }) =>
    steps.map((step): DueItem => {
      const window = windowOf(studyDate, step);
      return {
        ...why,
        ...step,
        key: `${id}/${step.act}/${step.months?.join('-') ?? 'undated'}`,
        ...(window && { window }),
      };
    }),
  );
