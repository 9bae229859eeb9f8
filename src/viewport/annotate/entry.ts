/** Words typed on the image itself, where they will stand. */
import { html } from '../overlay/svg';
import type { CanvasPoint } from '../plane';

interface EntryOptions {
  readonly name: string;
  readonly value: string;
  /** What the reader typed, trimmed; undefined when it was given up with Esc. Called once. */
  readonly done: (text: string | undefined) => void;
}

/**
 * Opens a field at a point of the pane and moves the focus there. Enter or going elsewhere keeps what was typed, Esc
 * gives it up. Returns how to close it without an answer.
 */
export function askOnImage(
  root: HTMLElement,
  at: CanvasPoint,
  { name, value, done }: EntryOptions,
): () => void {
  const field = html(root, 'input', 'vp-entry') as HTMLInputElement;
  field.type = 'text';
  field.value = value;
  field.maxLength = 120;
  field.dataset.testid = 'annotation-text';
  field.setAttribute('aria-label', name);
  field.placeholder = name;
  const [width, height] = [200, 28];
  field.style.left = `${Math.max(4, Math.min(at[0] + 8, root.clientWidth - width - 16))}px`;
  field.style.top = `${Math.max(4, Math.min(at[1] - height / 2, root.clientHeight - height - 4))}px`;
  let open = true;
  const close = (text: string | undefined, answer: boolean, refocus: boolean): void => {
    if (!open) return;
    open = false;
    field.remove();
    if (refocus) root.focus({ preventScroll: true });
    if (answer) done(text);
  };
  // The hand on the image must not draw through the field, nor its keys read the images.
  for (const type of ['pointerdown', 'pointermove', 'pointerup', 'dblclick', 'wheel'])
    field.addEventListener(type, (event) => event.stopPropagation());
  field.addEventListener('keydown', (event) => {
    event.stopPropagation();
    // With an input method on, Enter takes the characters, not the answer.
    if (event.isComposing) return;
    if (event.key === 'Enter') close(field.value.trim(), true, true);
    if (event.key === 'Escape') {
      event.preventDefault();
      close(undefined, true, true);
    }
  });
  field.addEventListener('blur', () => close(field.value.trim(), true, false));
  // The press that asked for it is still under way and would take the focus back.
  requestAnimationFrame(() => {
    field.focus({ preventScroll: true });
    field.select();
  });
  return () => close(undefined, false, false);
}
