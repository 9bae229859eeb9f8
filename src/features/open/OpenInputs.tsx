import type { ChangeEvent } from 'react';
import { collectPicked } from '../../dicom';
import { openFiles } from './commands';

let filesInput: HTMLInputElement | null = null;
let folderInput: HTMLInputElement | null = null;

/** Opens the browser's own chooser for files. Must be called from a click or a key. */
export const chooseFiles = (): void => filesInput?.click();
/** Opens the browser's own chooser for a folder. Must be called from a click or a key. */
export const chooseFolder = (): void => folderInput?.click();

function onChange(event: ChangeEvent<HTMLInputElement>): void {
  const files = collectPicked(event.target.files ?? []);
  // Cleared so that choosing the same files again fires again.
  event.target.value = '';
  void openFiles(files);
}

/** The two file inputs of the page, out of sight; every door leads through them. Mount once. */
export function OpenInputs() {
  return (
    <div hidden>
      <input
        ref={(element) => {
          filesInput = element;
        }}
        data-testid="open-files"
        type="file"
        multiple
        tabIndex={-1}
        onChange={onChange}
      />
      <input
        ref={(element) => {
          folderInput = element;
        }}
        data-testid="open-folder"
        type="file"
        multiple
        webkitdirectory=""
        tabIndex={-1}
        onChange={onChange}
      />
    </div>
  );
}

declare module 'react' {
  interface InputHTMLAttributes<T> {
    /** Chooses a folder with all that is in it; every browser in use has it, React's types do not. */
    webkitdirectory?: T extends HTMLInputElement ? string : never;
  }
}
