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
  readonly testId?: string;
}

/** A question that must be answered before work goes on: the browser's own modal dialog with a form. */
export function Dialog({ title, children, actions, onSubmit, onCancel, testId }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);

  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);

  return (
    <dialog
      ref={dialog}
      className="dialog"
      aria-label={title}
      data-testid={testId}
      onCancel={(event) => {
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
        <footer>{actions}</footer>
      </form>
    </dialog>
  );
}
