/** The lines of the due list as they are kept, and whether the list is shown. */
import { create } from 'zustand';
import type { DueLine } from '../../domain/follow-up';
import { changeDue, dueStudies } from '../../storage';

interface DueState {
  /** By Study Instance UID. */
  readonly lines: Readonly<Record<string, DueLine>>;
  readonly shown: boolean;
  /** Technical text of a line that could not be read or written. */
  readonly failed?: string;
}

export const useDue = create<DueState>()(() => ({ lines: {}, shown: false }));

const isLine = (value: unknown): value is DueLine => {
  const line = value as Partial<DueLine> | null | undefined;
  return (
    line?.version === 1 &&
    typeof line.studyUid === 'string' &&
    typeof line.patient?.id === 'string' &&
    Array.isArray(line.items) &&
    Array.isArray(line.judged) &&
    typeof line.marks === 'object'
  );
};

const fail = (error: unknown): void =>
  useDue.setState({ failed: error instanceof Error ? error.message : String(error) });

let loaded: Promise<void> | undefined;
/** Changes on their way to where they are kept, and how many there have been. */
let writing: Promise<unknown> = Promise.resolve();
let changes = 0;

/** The lines as they are kept, none of them older than what was changed here. */
async function keptLines(): Promise<readonly unknown[]> {
  for (;;) {
    const before = changes;
    await writing;
    const all = await dueStudies();
    if (changes === before) return all;
  }
}

/** Reads the lines; of a locked store it waits until that is unlocked. Never rejects. */
export const loadDue = (): Promise<void> =>
  (loaded = keptLines().then(
    (all) =>
      useDue.setState({ lines: Object.fromEntries(all.filter(isLine).map((line) => [line.studyUid, line])) }),
    fail,
  ));
export const dueLoaded = (): Promise<void> => loaded ?? loadDue();

/** Changes one line here and where it is kept. The change is made anew on what is kept there. */
export function changeLine(
  studyUid: string,
  change: (line: DueLine | undefined) => DueLine | undefined,
): void {
  const put = (next: DueLine | undefined): void =>
    useDue.setState(({ lines }) => {
      const { [studyUid]: _, ...others } = lines;
      return { lines: next ? { ...others, [studyUid]: next } : others };
    });
  put(change(useDue.getState().lines[studyUid]));
  changes++;
  const written = changeDue(studyUid, (kept) => change(isLine(kept) ? kept : undefined)).then(
    () => useDue.setState({ failed: undefined }),
    fail,
  );
  writing = Promise.all([writing, written]);
}

/** Shows the list as it is kept now: another tab may have changed it, or the work on a study was deleted. */
export function showDue(): void {
  void loadDue();
  useDue.setState({ shown: true });
}
export const closeDue = (): void => useDue.setState({ shown: false });
