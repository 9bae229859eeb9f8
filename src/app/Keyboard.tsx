import { useEffect } from 'react';
import { keyName, useCommands } from '../features/commands';

/** Does this element take the key for itself? Function keys type nothing; a slider takes what moves it. */
function takes(element: EventTarget | null, key: string): boolean {
  if (!(element instanceof HTMLElement) || /^F\d+$/.test(key)) return false;
  if (element.isContentEditable || element instanceof HTMLTextAreaElement) return true;
  if (element instanceof HTMLSelectElement) return true;
  if (!(element instanceof HTMLInputElement)) return false;
  if (element.type === 'range') return /^(Arrow|Page|Home|End)/.test(key);
  return !['checkbox', 'radio', 'button'].includes(element.type);
}

/** Enter and the space bar press what has the focus, whatever else they are given to. */
function presses(name: string, element: EventTarget | null): boolean {
  if (name !== 'Enter' && name !== 'Space') return false;
  return element instanceof Element && element.closest('button, a, summary, input, [role=option]') !== null;
}

/** Listens to the keys of the commands. Mount once. */
export function Keyboard() {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      // A menu, a dialog or a picker that used the key has said so.
      if (event.defaultPrevented || takes(event.target, event.key)) return;
      const name = keyName(event);
      if (name === undefined || presses(name, event.target)) return;
      const command = useCommands.getState().bindings.at(name);
      if (!command || command.barred?.() !== undefined) return;
      // A switch must not flicker while its key is held.
      if (event.repeat && !command.repeats) {
        event.preventDefault();
        return;
      }
      if (command.run(event.repeat) !== false) event.preventDefault();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
  return null;
}
