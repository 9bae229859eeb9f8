import { useState } from 'react';
import { useTyped } from '../history';

interface RenameFieldProps {
  readonly label: string;
  readonly value: string;
  readonly placeholder: string;
  /** What its text would change; must do nothing else. */
  readonly onTyped: (text: string) => void;
  readonly onDone: (text: string | undefined) => void;
}

/** A name typed in place: Enter or going elsewhere keeps it, Esc gives it up. */
export function RenameField({ label, value, placeholder, onTyped, onDone }: RenameFieldProps) {
  const [text, setText] = useState(value);
  const typed = useTyped(onTyped);
  const done = (said: string | undefined): void => {
    typed.end();
    onDone(said);
  };
  return (
    <input
      className="measure-rename"
      data-testid="measure-rename"
      aria-label={label}
      placeholder={placeholder}
      maxLength={120}
      value={text}
      // It was asked for by a click or a key: the reader goes on typing.
      autoFocus
      onFocus={(event) => event.target.select()}
      onChange={(event) => {
        setText(event.target.value);
        typed.put(event.target.value);
      }}
      onClick={(event) => event.stopPropagation()}
      onBlur={() => done(text)}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.nativeEvent.isComposing) return;
        if (event.key === 'Enter') event.currentTarget.blur();
        if (event.key === 'Escape') done(undefined);
      }}
    />
  );
}
