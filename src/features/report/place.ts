import type { SectionId } from '../../domain/report-facts';

/** Puts the focus on what a check is about: a sentence, a field, or the place to write in a section. */
export function goToCheck({ key, section }: { readonly key?: string; readonly section?: SectionId }): void {
  const name = key === undefined ? '' : CSS.escape(key);
  const found =
    document.querySelector<HTMLElement>(`.report-panel [data-key="${name}"] .report-text`) ??
    document.querySelector<HTMLElement>(`.report-panel [data-field="${name}"]`) ??
    document.querySelector<HTMLElement>(`.report-panel [data-testid="add-sentence-${section}"]`);
  found?.scrollIntoView({ block: 'center' });
  found?.focus();
}
