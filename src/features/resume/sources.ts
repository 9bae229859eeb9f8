/** The parts of the work on a study, as the app hands them over: features do not know each other. */

/** One part; the same that is kept on this computer. */
export interface WorkPart {
  readonly part: string;
  /** Not work: which rooms are open and the like. */
  readonly quiet?: true;
  readonly snapshot: (studyUid: string) => unknown;
  readonly restore: (studyUid: string, saved: unknown) => void;
  readonly clear: (studyUid: string) => void;
}

let known: readonly WorkPart[] = [];

/** Call once, before any study is open. */
export function provideWork(parts: readonly WorkPart[]): void {
  known = parts.filter((part) => !part.quiet);
}

export const workParts = (): readonly WorkPart[] => known;

/** What there is of a study's work now, by part. */
export const workNow = (studyUid: string): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    known
      .map((one) => [one.part, one.snapshot(studyUid)] as const)
      .filter(([, saved]) => saved !== undefined),
  );
