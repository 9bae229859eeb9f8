/** The search for calcium, off the page's thread: a volume comes in, how far it is and what was found go out. */
import { type CalciumFound, findCalcium } from '../../domain/guidelines/forms';
import type { Volume } from '../../domain/volume';

export type CalciumAsked = Pick<Volume, 'grid' | 'data'>;
export type CalciumTold =
  | { readonly kind: 'slice'; readonly done: number; readonly all: number }
  | { readonly kind: 'found'; readonly found: CalciumFound };

const tell = (told: CalciumTold): void => self.postMessage(told);

self.addEventListener('message', ({ data }: MessageEvent<CalciumAsked>) => {
  const found = findCalcium(data, (done, all) => tell({ kind: 'slice', done, all }));
  tell({ kind: 'found', found });
});
