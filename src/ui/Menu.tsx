import {
  Fragment,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
  type KeyboardEvent,
  type ReactNode,
} from 'react';
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

/** Left and right end of what shows an element: the nearest ancestor that cuts off what goes beyond it, else the page. */
function room(element: Element): { readonly left: number; readonly right: number } {
  for (let one = element.parentElement; one; one = one.parentElement)
    if (getComputedStyle(one).overflowX !== 'visible') return one.getBoundingClientRect();
  return { left: 0, right: document.documentElement.clientWidth };
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
  const list = useRef<HTMLDivElement>(null);
  const id = useId();
  const [side, setSide] = useState(align);

  // Where a head has wrapped, the button may stand at the other end: the list opens to the side that has room.
  useLayoutEffect(() => {
    if (!open || !list.current || !button.current) return;
    const { width } = list.current.getBoundingClientRect();
    const at = button.current.getBoundingClientRect();
    const { left, right } = room(list.current);
    const fits = { start: at.left + width <= right, end: at.right - width >= left };
    const other = align === 'start' ? 'end' : 'start';
    setSide(!fits[align] && fits[other] ? other : align);
  }, [open, align]);

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
        <div ref={list} id={id} role="menu" aria-label={label} className={`menu-list menu-${side}`}>
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
