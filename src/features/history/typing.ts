/**
 * Text in the hand: what a field would change if it were left now. It lies over the work whenever that is saved, so that
 * a page which ends in the middle of a sentence loses no more than its last second; the history gets one step, when
 * the field is left. One field is typed in at a time.
 */
import { create } from 'zustand';

interface Typed {
  /** The field. */
  readonly owner: object;
  readonly part: string;
  readonly studyUid: string;
  readonly lay: (state: never) => unknown;
}

export const useTyping = create<{ readonly typed?: Typed }>(() => ({}));

/** Whose text is being taken down now; no command is done meanwhile. */
let writing: object | undefined;
let caught: Typed | undefined;

export const isDraft = (): boolean => writing !== undefined;

/** Notes what a field would do if it were left now. `take` is what it does then; here none of it comes about. */
export function typing(owner: object, take: () => void): void {
  writing = owner;
  caught = undefined;
  try {
    take();
  } finally {
    writing = undefined;
    const { typed } = useTyping.getState();
    if (caught ?? typed) useTyping.setState({ typed: caught });
    caught = undefined;
  }
}

/** The field was left, or its text given up. @returns was there text of it? */
export function typingEnds(owner: object): boolean {
  const mine = useTyping.getState().typed?.owner === owner;
  if (mine) useTyping.setState({ typed: undefined });
  return mine;
}

/**
 * For whoever changes the work: true while a text is only taken down, and the change must not be made.
 * @param lay the work of the part with the change in it; the work that it is given stays as it is
 */
export function drafted<T>(part: string, studyUid: string, lay: (state: T) => T): boolean {
  if (!writing) return false;
  // The same work gives the same object, or every look at it would be a change.
  let last: { readonly of: T; readonly is: T } | undefined;
  const once = (state: T): T => {
    if (last?.of !== state) last = { of: state, is: lay(state) };
    return last.is;
  };
  caught = { owner: writing, part, studyUid, lay: once };
  return true;
}

/** The work of a part as it would be if the field were left now: what is saved. */
export function withTyped<T>(part: string, studyUid: string, state: T): T {
  const { typed } = useTyping.getState();
  if (typed?.part !== part || typed.studyUid !== studyUid) return state;
  return typed.lay(state as never) as T;
}
