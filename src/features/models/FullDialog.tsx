import { X } from 'lucide-react';
import { useEffect, useRef, type DragEvent, type ReactNode } from 'react';
import { IconButton } from '../../ui';

interface FullDialogProps {
  readonly title: string;
  readonly closeLabel: string;
  readonly onClose: () => void;
  readonly testId: string;
  /** page: nearly the whole page; step: one column to read and fill in. */
  readonly size: 'page' | 'step';
  /** Files were dropped on it. */
  readonly onDropFiles?: (data: DataTransfer) => void;
  readonly children: ReactNode;
}

const stop = (event: DragEvent): void => {
  // The page behind would take the files for images.
  event.stopPropagation();
  event.preventDefault();
};

/** The browser's own modal dialog over the reading room: keeps the focus, closes with Esc, gives the focus back. */
export function FullDialog(props: FullDialogProps) {
  const { title, closeLabel, onClose, testId, size, onDropFiles, children } = props;
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
      // The element is out of the page by now, and the browser has not given the focus back.
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      className={`models-dialog models-${size}`}
      aria-label={title}
      data-testid={testId}
      onCancel={(event) => {
        // A file chooser that is closed without a choice sends the same event up from its input.
        if (event.target !== event.currentTarget) return;
        event.preventDefault();
        onClose();
      }}
      onKeyDown={(event) => event.stopPropagation()}
      onDragEnter={stop}
      onDragLeave={stop}
      onDragOver={stop}
      onDrop={(event) => {
        stop(event);
        onDropFiles?.(event.dataTransfer);
      }}
    >
      <div className="models-head">
        <h2>{title}</h2>
        <IconButton label={closeLabel} keyHint="Esc" onClick={onClose}>
          <X size={16} />
        </IconButton>
      </div>
      {children}
    </dialog>
  );
}
