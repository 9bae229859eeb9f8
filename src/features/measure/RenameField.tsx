import { useState } from 'react';

interface RenameFieldProps {
  readonly label: string;
  readonly value: string;
  readonly placeholder: string;
  readonly onDone: (text: string | undefined) => void;
}

/** A name typed in place: Enter or going elsewhere keeps it, Esc gives it up. */
export function RenameField({ label, value, placeholder, onDone }: RenameFieldProps) {
  const [text, setText] = useState(value);
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
      onChange={(event) => setText(event.target.value)}
      onClick={(event) => event.stopPropagation()}
      onBlur={() => onDone(text)}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.nativeEvent.isComposing) return;
        if (event.key === 'Enter') event.currentTarget.blur();
        if (event.key === 'Escape') onDone(undefined);
      }}
    />
  );
}
