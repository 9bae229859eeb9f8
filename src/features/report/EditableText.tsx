import { useEffect, useRef, type KeyboardEvent } from 'react';
import type { ReportLanguage } from '../../domain/report-facts';
import { useTyped } from '../history';
import { expanded } from './macros';
import { useSetup } from './setup';
import { askReport } from './store';

interface EditableProps {
  readonly text: string;
  readonly label: string;
  readonly placeholder?: string;
  readonly autoFocus?: boolean;
  readonly locked?: boolean;
  /** Whose short words are taken. */
  readonly language: ReportLanguage;
  readonly onFocus?: () => void;
  readonly onCommit: (text: string) => void;
}

/** The text before the caret and after it, in an element that holds nothing but text. */
function aroundCaret(element: HTMLElement): readonly [string, string] {
  const all = element.textContent ?? '';
  const range = getSelection()?.rangeCount ? getSelection()!.getRangeAt(0) : undefined;
  if (!range || !element.contains(range.startContainer)) return [all, ''];
  const before = document.createRange();
  before.setStart(element, 0);
  before.setEnd(range.startContainer, range.startOffset);
  const at = before.toString().length;
  return [all.slice(0, at), all.slice(at)];
}

/** Text and caret anew. */
export function putText(element: HTMLElement, before: string, after: string): void {
  element.textContent = before + after;
  const [node] = element.childNodes;
  if (node) getSelection()?.collapse(node, before.length);
}

/** Words into the text where the caret is; at its end when it is elsewhere. */
export function insertText(element: HTMLElement, words: string): void {
  const [before, after] = aroundCaret(element);
  putText(element, before + words, after);
}

/** Text that is edited in place, plain, without a box around it. A short word of the reader becomes its sentence. */
export function EditableText(props: EditableProps) {
  const { text, label, placeholder, autoFocus, locked = false, language, onFocus, onCommit } = props;
  const element = useRef<HTMLSpanElement>(null);
  const macros = useSetup((s) => s.macros);
  /** The text that was put there last. */
  const shown = useRef(text);
  const typed = useTyped(onCommit);
  const commit = (): void => {
    const now = element.current?.textContent ?? '';
    if (locked || now.trim() === '' || now.trim() === text.trim()) return;
    typed.end();
    onCommit(now);
    // A new sentence stands in the report now, and must not be added twice.
    if (text === '') element.current!.textContent = '';
  };
  const take = useRef(commit);
  useEffect(() => {
    take.current = commit;
  });
  const note = (): void => {
    const now = element.current?.textContent ?? '';
    if (locked || now.trim() === '' || now.trim() === text.trim()) typed.end();
    else typed.put(now);
  };
  useEffect(() => {
    // The browser owns the text while it is edited; React puts it there when it changes elsewhere (rebuild, undo).
    const here = element.current;
    if (!here) return;
    // What is being typed is never overwritten by a rebuild; it is taken as an edit of what stands there then.
    const typing = document.activeElement === here && here.textContent !== shown.current;
    if (!typing && here.textContent !== text) here.textContent = text;
    shown.current = text;
  }, [text]);
  useEffect(() => {
    // The page may be closed in the middle of a sentence: what stands there is taken first, then all is saved.
    const hidden = (): void => {
      if (document.visibilityState === 'hidden' && document.activeElement === element.current) take.current();
    };
    window.addEventListener('visibilitychange', hidden, true);
    return () => window.removeEventListener('visibilitychange', hidden, true);
  }, []);
  useEffect(() => {
    if (autoFocus) element.current?.focus();
  }, [autoFocus]);

  const onKeyDown = (event: KeyboardEvent<HTMLSpanElement>) => {
    // A composing input method (pinyin) uses Enter and Escape for itself.
    if (event.nativeEvent.isComposing || locked) return;
    // Nothing typed here may reach the reading keys.
    event.stopPropagation();
    const here = event.currentTarget;
    if ((event.key === 'Tab' && !event.shiftKey) || event.key === 'Enter') {
      const [before, after] = aroundCaret(here);
      const longer = event.ctrlKey ? undefined : expanded(before, macros, language);
      if (longer !== undefined) {
        putText(here, longer, after);
        note();
        event.preventDefault();
        return;
      }
    }
    if (event.key === 'Escape') {
      here.textContent = text;
      typed.end();
    } else if (event.key !== 'Enter') return;
    event.preventDefault();
    here.blur();
    // Whoever has written the last sentence signs from where the caret is.
    if (event.ctrlKey) askReport('sign');
  };

  return (
    <span
      ref={element}
      className="report-text"
      role="textbox"
      tabIndex={0}
      aria-label={label}
      aria-placeholder={placeholder}
      aria-readonly={locked || undefined}
      data-placeholder={placeholder}
      contentEditable={locked ? false : 'plaintext-only'}
      suppressContentEditableWarning
      spellCheck={false}
      onFocus={onFocus}
      // A syllable that is still being composed is no text yet; its end is told apart.
      onInput={(event) => (event.nativeEvent as InputEvent).isComposing || note()}
      onCompositionEnd={note}
      onBlur={(event) => {
        typed.end();
        const now = event.currentTarget.textContent ?? '';
        if (locked || now.trim() === text.trim()) return;
        onCommit(now);
        // A text that was refused (same after trimming) or rebuilt the same must show as it stands.
        if (now.trim() === '') event.currentTarget.textContent = text;
      }}
      onKeyDown={onKeyDown}
    />
  );
}
