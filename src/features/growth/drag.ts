/** A row of the list on a row of the earlier examination, or the other way round: the reader says that they are one. */
import type { DragEvent } from 'react';
import { sayPair } from './change';
import { useStudyGrowth } from './store';

export interface Carried {
  readonly side: 'current' | 'prior';
  readonly uid: string;
  /** The earlier examination of a `prior`. */
  readonly studyUid?: string;
}

const TYPE = 'application/x-lamplight-nodule';

export const carry = (event: DragEvent, what: Carried): void => {
  event.dataTransfer.setData(TYPE, JSON.stringify(what));
  event.dataTransfer.effectAllowed = 'link';
};

/** Only what is carried from here is taken; what it is can be read when it is dropped. */
export const takes = (event: DragEvent): void => {
  if (!event.dataTransfer.types.includes(TYPE)) return;
  event.preventDefault();
  event.stopPropagation();
  event.dataTransfer.dropEffect = 'link';
};

export function dropped(event: DragEvent): Carried | undefined {
  const text = event.dataTransfer.getData(TYPE);
  if (text === '') return undefined;
  event.preventDefault();
  event.stopPropagation();
  return JSON.parse(text) as Carried;
}

/** What a row of the list needs to be carried and to be dropped on; nothing where nothing is compared. */
export function usePairDrag(studyUid: string, uid: string) {
  const compared = useStudyGrowth(studyUid).priors.length > 0;
  if (!compared) return {};
  return {
    draggable: true,
    onDragStart: (event: DragEvent) => carry(event, { side: 'current', uid }),
    onDragOver: takes,
    onDrop: (event: DragEvent) => {
      const from = dropped(event);
      if (from?.side === 'prior' && from.studyUid) sayPair(studyUid, from.studyUid, uid, from.uid);
    },
  };
}
