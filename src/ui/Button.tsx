import type { ButtonHTMLAttributes, ReactNode } from 'react';
import { Key } from './Key';
import './button.css';

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** primary: the one thing to do here; plain: a choice; quiet: no frame; danger: loses something. */
  readonly look?: 'primary' | 'plain' | 'quiet' | 'danger';
  readonly icon?: ReactNode;
  /** The key that does the same, shown beside the text. */
  readonly keyHint?: string;
  readonly size?: 'normal' | 'large';
}

/** A button with words. */
export function Button({ look = 'plain', icon, keyHint, size = 'normal', children, ...rest }: ButtonProps) {
  const className = ['button', `button-${look}`, size === 'large' && 'button-large', rest.className]
    .filter(Boolean)
    .join(' ');
  return (
    <button type="button" {...rest} className={className}>
      {icon}
      {children !== undefined && <span>{children}</span>}
      {keyHint && <Key>{keyHint}</Key>}
    </button>
  );
}

interface IconButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'aria-label'> {
  /** Said by screen readers and shown as the tooltip. */
  readonly label: string;
  readonly keyHint?: string;
  /** The tool in use: lit by the lamp. Also set as aria-pressed. */
  readonly active?: boolean;
}

/** A button with an icon only; the tooltip says what it does and which key does the same. */
export function IconButton({ label, keyHint, active, children, className, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      className={['icon-button', className].filter(Boolean).join(' ')}
      aria-label={label}
      aria-pressed={active}
      data-tip={label}
      data-tip-key={keyHint}
    >
      {children}
    </button>
  );
}
