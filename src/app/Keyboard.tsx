import { useEffect } from 'react';
import { knownKey } from './keymap';

/** Does this element take what is typed? */
function takesText(element: EventTarget | null): boolean {
  if (!(element instanceof HTMLElement)) return false;
  if (element.isContentEditable || element instanceof HTMLTextAreaElement) return true;
  if (element instanceof HTMLSelectElement) return true;
  return element instanceof HTMLInputElement && !['checkbox', 'radio', 'button'].includes(element.type);
}

interface KeyboardProps {
  /** What to do, by the name of the key. */
  readonly actions: Readonly<Record<string, () => void>>;
}

/** Listens to the reading keys while a study is open. Mount once. */
export function Keyboard({ actions }: KeyboardProps) {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      // A menu, a dialog or a picker that used the key has said so.
      if (event.defaultPrevented || takesText(event.target)) return;
      const name = knownKey(event);
      const act = name === undefined ? undefined : actions[name];
      if (!act) return;
      event.preventDefault();
      act();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [actions]);
  return null;
}
