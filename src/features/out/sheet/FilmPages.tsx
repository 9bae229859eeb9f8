import { dicomDate, personName } from '../../../domain/person-text';
import type { Series, Study } from '../../../domain/study';
import { useLanguage, useTranslation } from '../../../i18n';
import { ageOf } from '../../open';
import type { SheetImage } from './images';
import { pagesOf, paperSize, type SheetChoice } from './plan';

interface FilmPagesProps {
  readonly choice: SheetChoice;
  readonly images: readonly SheetImage[];
  readonly study: Study;
  readonly series: Series;
  /** Outlines of an analysis are on the images. */
  readonly research: boolean;
}

/** The sheets as they are printed; sizes in mm. */
export function FilmPages({ choice, images, study, series, research }: FilmPagesProps) {
  const { t } = useTranslation('out');
  const lang = useLanguage();
  const { width, height } = paperSize(choice);
  const pages = pagesOf(images, choice);
  const synthetic = study.series.some((one) => one.synthetic);
  const { patient } = study;
  const age = ageOf(patient);
  const who = [
    personName(patient.name, lang),
    ['M', 'F', 'O'].includes(patient.sex) && t(`open:sex.${patient.sex}`),
    age && t(`open:age.${age.unit}`, { count: age.count }),
    patient.id,
  ].filter(Boolean);
  const what = [
    dicomDate(series.date || study.date),
    series.modality,
    choice.source === 'every' ? series.description || study.description : study.description,
  ].filter(Boolean);
  return pages.map((page, n) => (
    <section
      key={n}
      className="film-page"
      data-testid="film-page"
      style={{ width: `${width}mm`, height: `${height}mm` }}
    >
      <header>
        <div>
          {choice.patient && study.institution && <strong>{study.institution}</strong>}
          {choice.patient && <span>{who.join('  ')}</span>}
        </div>
        <div>
          <span>{choice.patient ? what.join('  ') : series.modality}</span>
          <span>{t('sheet.page', { n: n + 1, of: pages.length })}</span>
        </div>
      </header>
      <div
        className="film-grid"
        style={{
          gridTemplateColumns: `repeat(${choice.columns}, minmax(0, 1fr))`,
          gridTemplateRows: `repeat(${choice.rows}, minmax(0, 1fr))`,
        }}
      >
        {page.map(({ url, caption }) => (
          <figure key={url}>
            <img src={url} alt={caption.join(', ')} />
            <figcaption>{caption.join('  ')}</figcaption>
          </figure>
        ))}
      </div>
      <footer>
        <span>{[synthetic && 'SYNTHETIC', research && t('sheet.research')].filter(Boolean).join('   ')}</span>
        <span>Lamplight</span>
      </footer>
    </section>
  ));
}
