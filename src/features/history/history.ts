import { create } from 'zustand';
import { isDraft } from './typing';

/**
 * Something that the reader does. Its undo effect is declared: an undoable command goes on the one stack that
 * Z and shift-Z walk; a command with effect 'none' (scroll, choose, open) is done and forgotten.
 * `do` runs again on redo, so it must not depend on anything but what it closed over.
 */
export type Command =
  | {
      /** What was done, in the reader's language: "Reject nodule 2". */
      readonly label: string;
      readonly effect?: 'undoable';
      readonly do: () => void;
      readonly undo: () => void;
    }
  | { readonly label: string; readonly effect: 'none'; readonly do: () => void };

type Undoable = Extract<Command, { undo: () => void }>;

interface History {
  readonly past: readonly Undoable[];
  readonly future: readonly Undoable[];
}

/** Commands close over masks of up to some MB; the oldest go first. */
const LIMIT = 500;

const useStore = create<History>(() => ({ past: [], future: [] }));

/** Does a command. If `do` throws, nothing goes on the stack and the error reaches the caller. */
export function run(command: Command): void {
  // A text that is only taken down changes nothing yet.
  if (isDraft()) return;
  command.do();
  if (!('undo' in command)) return;
  useStore.setState(({ past }) => ({ past: [...past, command].slice(-LIMIT), future: [] }));
}

/** Takes back the last command; false when there is none. */
export function undo(): boolean {
  const { past, future } = useStore.getState();
  const last = past.at(-1);
  if (!last) return false;
  last.undo();
  useStore.setState({ past: past.slice(0, -1), future: [last, ...future] });
  return true;
}

/** Does again what was taken back last; false when there is none. */
export function redo(): boolean {
  const { past, future } = useStore.getState();
  const next = future[0];
  if (!next) return false;
  next.do();
  useStore.setState({ past: [...past, next], future: future.slice(1) });
  return true;
}

/** Forgets everything: another study was opened, or this one closed. */
export function clear(): void {
  useStore.setState({ past: [], future: [] });
}

/** What undo and redo would do now, for whoever is no component. */
export function waiting(): { readonly undoLabel?: string; readonly redoLabel?: string } {
  const { past, future } = useStore.getState();
  return { undoLabel: past.at(-1)?.label, redoLabel: future[0]?.label };
}

/** What undo and redo would do now; undefined when there is nothing. For buttons and messages. */
export function useHistory(): { readonly undoLabel?: string; readonly redoLabel?: string } {
  const undoLabel = useStore((s) => s.past.at(-1)?.label);
  const redoLabel = useStore((s) => s.future[0]?.label);
  return { undoLabel, redoLabel };
}
