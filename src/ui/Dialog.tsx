import { useEffect, useRef, type ReactNode } from 'react';
import './dialog.css';

interface DialogProps {
  readonly title: string;
  readonly children: ReactNode;
  /** Buttons, the safe one first. A submit button submits the form. */
  readonly actions: ReactNode;
  readonly onSubmit: () => void;
  /** Esc, or a click outside. */
  readonly onCancel: () => void;
  /** Wide: pages of choices instead of one question. */
  readonly wide?: boolean;
  readonly testId?: string;
}

/** A question that must be answered before work goes on: the browser's own modal dialog with a form. */
export function Dialog({ title, children, actions, onSubmit, onCancel, wide, testId }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);

  useEffect(() => {
    const element = dialog.current;
    const before = document.activeElement;
    element?.showModal();
    // When what had the focus goes away, keys go to the page behind: its reading keys would take them, Esc too.
    const keep = (event: KeyboardEvent): void => {
      if (!(event.target instanceof Element && event.target.closest('dialog'))) event.stopPropagation();
    };
    window.addEventListener('keydown', keep, true);
    return () => {
      window.removeEventListener('keydown', keep, true);
      element?.close();
      // The element may be out of the page by now, and the browser has not given the focus back.
      if (before instanceof HTMLElement && document.activeElement === document.body) before.focus();
    };
  }, []);

  return (
    <dialog
      ref={dialog}
      className={wide ? 'dialog dialog-wide' : 'dialog'}
      aria-label={title}
      data-testid={testId}
      onCancel={(event) => {
        // A file chooser that is closed without a choice sends the same event up from its input.
        if (event.target !== event.currentTarget) return;
        event.preventDefault();
        onCancel();
      }}
      // Typing here must not scroll the images behind.
      onKeyDown={(event) => event.stopPropagation()}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onSubmit();
        }}
      >
        <h2>{title}</h2>
        {children}
        <div className="dialog-actions">{actions}</div>
      </form>
    </dialog>
  );
}
