import { useId, useLayoutEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import './menu.css';
import './popover.css';

interface PopoverProps {
  readonly label: string;
  /** Content of the button that opens it. */
  readonly face: ReactNode;
  readonly className?: string;
  readonly align?: 'start' | 'end';
  readonly testId?: string;
  readonly disabled?: boolean;
  /** What stands inside; `close` puts it away. */
  readonly children: (close: () => void) => ReactNode;
}

const FOCUSABLE = 'button:enabled:not([tabindex="-1"]), input:enabled, select:enabled';

/**
 * A button that opens a small panel of controls. Up and down walk through them, Esc closes; inside, a control that
 * has its own use for a key says so with `preventDefault`.
 */
export function Popover({
  label,
  face,
  className,
  align = 'start',
  testId,
  disabled,
  children,
}: PopoverProps) {
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();

  // Before the next key is pressed.
  useLayoutEffect(() => {
    if (!open) return undefined;
    const opener = button.current;
    root.current?.querySelector<HTMLElement>(`.popover :is(${FOCUSABLE})`)?.focus();
    const away = (event: Event) => {
      if (!(event.target instanceof Node && root.current?.contains(event.target))) setOpen(false);
    };
    document.addEventListener('pointerdown', away, true);
    document.addEventListener('focusin', away);
    return () => {
      document.removeEventListener('pointerdown', away, true);
      document.removeEventListener('focusin', away);
      // What had the keyboard is gone with the panel.
      if (document.activeElement === document.body) opener?.focus();
    };
  }, [open]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (!open) return;
    // Nothing typed in an open panel may reach the reading keys behind it.
    event.stopPropagation();
    if (event.defaultPrevented) return;
    if (event.key === 'Escape') {
      event.preventDefault();
      setOpen(false);
      return;
    }
    const way = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (way === 0 || event.target instanceof HTMLSelectElement) return;
    const all = [...(root.current?.querySelectorAll<HTMLElement>(`.popover :is(${FOCUSABLE})`) ?? [])];
    const at = all.indexOf(document.activeElement as HTMLElement);
    all[(at + way + all.length) % all.length]?.focus();
    event.preventDefault();
  };

  return (
    <div ref={root} className="menu" onKeyDown={onKeyDown}>
      <button
        ref={button}
        type="button"
        className={className ?? 'icon-button'}
        aria-haspopup="dialog"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        aria-label={label}
        data-tip={open ? undefined : label}
        data-testid={testId}
        disabled={disabled}
        onClick={() => setOpen(!open)}
      >
        {face}
      </button>
      {open && (
        <div id={id} role="dialog" aria-label={label} className={`menu-list menu-${align} popover`}>
          {children(() => setOpen(false))}
        </div>
      )}
    </div>
  );
}
