import type { SectionId } from '../../domain/report-facts';

/**
 * Scrolls the paper, and nothing around it, until an element of it is in sight: on a phone the browser's own way would
 * push the report's head out of the sheet.
 */
export function bringUp(element: HTMLElement | null | undefined): void {
  const paper = element?.closest('.report-scroll');
  if (!element || !paper) return;
  const [here, room] = [element.getBoundingClientRect(), paper.getBoundingClientRect()];
  if (here.top < room.top) paper.scrollTop += here.top - room.top - 8;
  else if (here.bottom > room.bottom)
    paper.scrollTop += Math.min(here.bottom - room.bottom + 8, here.top - room.top);
}

/** Puts the focus on what a check is about: a sentence, a field, or the place to write in a section. */
export function goToCheck({ key, section }: { readonly key?: string; readonly section?: SectionId }): void {
  const name = key === undefined ? '' : CSS.escape(key);
  const found =
    document.querySelector<HTMLElement>(`.report-panel [data-key="${name}"] .report-text`) ??
    document.querySelector<HTMLElement>(`.report-panel [data-field="${name}"]`) ??
    document.querySelector<HTMLElement>(`.report-panel [data-testid="add-sentence-${section}"]`);
  bringUp(found);
  found?.focus({ preventScroll: true });
}
