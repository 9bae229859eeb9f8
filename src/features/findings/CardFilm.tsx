import type { Finding } from '../../domain/finding';
import { useTranslation } from '../../i18n';
import { mm, unitText } from './format';

/** What a film says of a lesion beyond the frame that it is measured on. */
export function FilmFacts({ finding: { film, keyImage } }: { readonly finding: Finding }) {
  const { t } = useTranslation('findings');
  if (!film) return null;
  const { longest, seen, analysed, frames, first, last } = film;
  return (
    <p className="card-hint" data-testid="film-facts">
      {t('film.seen', { seen, analysed, frames, first, last })}{' '}
      {t(longest.frame === keyImage.frame ? 'film.longestHere' : 'film.longest', {
        value: mm(longest.longAxis.value),
        unit: unitText(longest.longAxis.unit),
        frame: longest.frame,
        here: keyImage.frame,
      })}
    </p>
  );
}
