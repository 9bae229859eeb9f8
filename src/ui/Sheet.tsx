import { useEffect, useRef, type ReactNode } from 'react';
import { X } from 'lucide-react';
import { IconButton } from './Button';
import './sheet.css';

interface SheetProps {
  readonly title: string;
  /** Text of the closing button, for the tooltip and screen readers. */
  readonly closeLabel: string;
  readonly onClose: () => void;
  /** bottom: from below, for a thumb; centre: over the middle, the page behind stays in use. */
  readonly from?: 'bottom' | 'centre';
  /** From below, over nearly the whole page: for reading, not for a glance. */
  readonly tall?: boolean;
  readonly testId?: string;
  readonly children: ReactNode;
}

/** A panel over the page that is not modal: the images stay in use, Esc or the cross closes it. */
export function Sheet({ title, closeLabel, onClose, from = 'centre', tall, testId, children }: SheetProps) {
  const root = useRef<HTMLElement>(null);
  const before = useRef<Element | null>(null);
  const close = useRef(onClose);
  useEffect(() => {
    close.current = onClose;
  });

  useEffect(() => {
    before.current = document.activeElement;
    root.current?.focus();
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      close.current();
    };
    document.addEventListener('keydown', onKey, true);
    return () => {
      document.removeEventListener('keydown', onKey, true);
      if (before.current instanceof HTMLElement) before.current.focus();
    };
  }, []);

  return (
    <section
      ref={root}
      role="dialog"
      aria-label={title}
      tabIndex={-1}
      className={`sheet sheet-${from}${tall ? ' sheet-tall' : ''}`}
      data-testid={testId}
    >
      {/* No header element: inside a section it would be a second banner of the page. */}
      <div className="sheet-head">
        <h2>{title}</h2>
        <IconButton label={closeLabel} keyHint="Esc" onClick={onClose}>
          <X size={16} />
        </IconButton>
      </div>
      <div className="sheet-body">{children}</div>
    </section>
  );
}
