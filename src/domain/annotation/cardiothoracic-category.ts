/**
 * What a cardiothoracic ratio means: 0.50 and below is normal, to 0.55 mild, to 0.60 moderate, above severe, on
 * posteroanterior films only. Nearer to the tube the heart is drawn larger: on anteroposterior films the ratio is for
 * reference, and where the file does not say how it was taken no category is given.
 */
export type CardiothoracicCategory =
  'normal' | 'mild' | 'moderate' | 'severe' | 'anteroposterior' | 'unknownView' | 'otherView';

/**
 * @param ratio plain number, taken in the precision in which it is shown (0.01)
 * @param view View Position (0018,5101) as written; undefined or empty when the file does not say
 */
export function cardiothoracicCategory(ratio: number, view: string | undefined): CardiothoracicCategory {
  const position = view?.trim().toUpperCase();
  if (!position) return 'unknownView';
  if (position === 'AP') return 'anteroposterior';
  if (position !== 'PA') return 'otherView';
  const shown = Math.round(ratio * 100);
  if (shown <= 50) return 'normal';
  if (shown <= 55) return 'mild';
  return shown <= 60 ? 'moderate' : 'severe';
}
