import { Fragment, useEffect, useId, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { Check } from 'lucide-react';
import { Key } from './Key';
import './menu.css';

export interface MenuItem {
  readonly id: string;
  readonly label: string;
  /** A second, quieter line: what it does, or why it cannot be chosen. */
  readonly hint?: string;
  readonly keyHint?: string;
  /** Heading over it, when the item before has another one. */
  readonly group?: string;
  readonly checked?: boolean;
  readonly disabled?: boolean;
  /** It shows or hides items of this menu, which stays open. */
  readonly expanded?: boolean;
  readonly icon?: ReactNode;
  readonly testId?: string;
  readonly onSelect: () => void;
}

interface MenuProps {
  readonly label: string;
  readonly items: readonly MenuItem[];
  /** Content of the button that opens the menu. */
  readonly children: ReactNode;
  readonly className?: string;
  readonly align?: 'start' | 'end';
  readonly testId?: string;
  readonly disabled?: boolean;
  /** Its name is also its tooltip: for buttons that are an icon only. */
  readonly tip?: boolean;
}

/** A button that opens a list of things to do. Arrows walk, Enter chooses, Esc closes. */
export function Menu({
  label,
  items,
  children,
  className,
  align = 'start',
  testId,
  disabled,
  tip = false,
}: MenuProps) {
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();

  useEffect(() => {
    if (!open) return;
    root.current?.querySelector<HTMLButtonElement>('[role^="menuitem"]:enabled')?.focus();
    const away = (event: Event) => {
      if (!(event.target instanceof Node && root.current?.contains(event.target))) setOpen(false);
    };
    document.addEventListener('pointerdown', away, true);
    return () => document.removeEventListener('pointerdown', away, true);
  }, [open]);

  const close = () => {
    setOpen(false);
    button.current?.focus();
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (!open) return;
    const all = [...(root.current?.querySelectorAll<HTMLButtonElement>('[role^="menuitem"]:enabled') ?? [])];
    const at = all.indexOf(document.activeElement as HTMLButtonElement);
    const go: Record<string, number> = {
      ArrowDown: (at + 1) % all.length,
      ArrowUp: (at - 1 + all.length) % all.length,
      Home: 0,
      End: all.length - 1,
    };
    // Nothing typed in an open menu may reach the reading keys behind it.
    event.stopPropagation();
    if (event.key === 'Escape') close();
    else if (event.key === 'Tab') setOpen(false);
    else if (event.key in go) all[go[event.key]]?.focus();
    else return;
    if (event.key !== 'Tab') event.preventDefault();
  };

  return (
    <div ref={root} className="menu" onKeyDown={onKeyDown}>
      <button
        ref={button}
        type="button"
        className={className ?? 'button button-plain'}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        aria-label={label}
        data-tip={tip && !open ? label : undefined}
        data-testid={testId}
        disabled={disabled}
        onClick={() => setOpen(!open)}
      >
        {children}
      </button>
      {open && (
        <div id={id} role="menu" aria-label={label} className={`menu-list menu-${align}`}>
          {items.map((item, n) => (
            <Fragment key={item.id}>
              {item.group !== undefined && item.group !== items[n - 1]?.group && (
                <div role="presentation" className="menu-group">
                  {item.group}
                </div>
              )}
              <button
                type="button"
                role={item.checked === undefined ? 'menuitem' : 'menuitemradio'}
                aria-checked={item.checked}
                aria-expanded={item.expanded}
                className="menu-item"
                data-testid={item.testId}
                disabled={item.disabled}
                onClick={() => {
                  if (item.expanded === undefined) close();
                  item.onSelect();
                }}
              >
                <span className="menu-icon">{item.checked ? <Check size={14} /> : item.icon}</span>
                <span className="menu-words">
                  {item.label}
                  {item.hint && <small>{item.hint}</small>}
                </span>
                {item.keyHint && <Key>{item.keyHint}</Key>}
              </button>
            </Fragment>
          ))}
        </div>
      )}
    </div>
  );
}
