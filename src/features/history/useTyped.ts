import { useCallback, useEffect, useRef, type CompositionEvent, type InputEvent } from 'react';
import { typing, typingEnds } from './typing';

export interface TypedField {
  /** With every change of the text. A syllable that is still being composed (pinyin) is no text yet. */
  readonly put: (text: string) => void;
  /** The text was taken, or given up. */
  readonly end: () => void;
}

/**
 * Keeps what is typed in a field.
 * @param take what leaving the field does with its text. A field that is taken off the page is left.
 */
export function useTyped(take: (text: string) => void): TypedField {
  const taking = useRef(take);
  useEffect(() => {
    taking.current = take;
  });
  const owner = useRef({});
  const text = useRef('');
  const put = useCallback((typed: string) => {
    text.current = typed;
    typing(owner.current, () => taking.current(typed));
  }, []);
  const end = useCallback(() => void typingEnds(owner.current), []);
  useEffect(() => {
    const mine = owner.current;
    return () => {
      if (typingEnds(mine)) queueMicrotask(() => taking.current(text.current));
    };
  }, []);
  return { put, end };
}

/** What an input says of each change to what keeps it. */
export const noted = ({ put }: TypedField) => ({
  onInput: (event: InputEvent<HTMLInputElement>): void => {
    if (!event.nativeEvent.isComposing) put(event.currentTarget.value);
  },
  onCompositionEnd: (event: CompositionEvent<HTMLInputElement>): void => put(event.currentTarget.value),
});
