import { create } from 'zustand';
import type { PictureText } from '../../viewport/index';

export type OutDialog = 'picture' | 'film' | 'sheet' | 'keys';

/** What pictures are made like; kept while the page is open. */
export interface PictureChoice {
  readonly format: 'png' | 'jpeg';
  readonly marks: boolean;
  readonly text: PictureText;
  /** Picture pixels for one image pixel. */
  readonly scale: 1 | 2 | 4;
}

/** What became of the last wish: a key of the catalogue `out:said.*` and its words. */
export interface Said {
  readonly key: 'saved' | 'copied' | 'notCopied' | 'failed' | 'marked' | 'unmarked' | 'noImage' | 'cancelled';
  readonly values?: Readonly<Record<string, string | number>>;
}

interface OutState {
  readonly dialog?: OutDialog;
  readonly picture: PictureChoice;
  readonly said?: Said;
}

/** Names of patients stay out unless they are asked for. */
export const useOut = create<OutState>(() => ({
  picture: { format: 'png', marks: true, text: 'image', scale: 1 },
}));

/** Opens a dialog, or closes the one that is open; what was said before a dialog is old news, after it the answer. */
export const openDialog = (dialog: OutDialog | undefined): void =>
  useOut.setState(dialog === undefined ? { dialog } : { dialog, said: undefined });
export const choosePicture = (change: Partial<PictureChoice>): void =>
  useOut.setState(({ picture }) => ({ picture: { ...picture, ...change } }));

/** How long a message stays, ms. */
const STAYS = 6000;
let timer: ReturnType<typeof setTimeout> | undefined;

export function sayDone(said: Said): void {
  clearTimeout(timer);
  useOut.setState({ said });
  timer = setTimeout(() => useOut.setState({ said: undefined }), STAYS);
}

export const sayFailed = (error: unknown): void => {
  console.warn('out:', error);
  sayDone({ key: 'failed', values: { why: error instanceof Error ? error.message : String(error) } });
};
