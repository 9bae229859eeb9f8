import { HeartPulse } from 'lucide-react';
import { isFilmFinding } from '../../domain/annotation/annotation';
import { chestMarkKinds } from '../../domain/chest-mark';
import { useTranslation } from '../../i18n';
import { useKeysOf } from '../commands';
import { FilmFindings, useAnnotations } from '../measure';
import { useOpen } from '../open';
import { setTool, useRead } from '../read';
import { filmOf } from './film';
import { startMark } from './mark';
import { useChest } from './store';
import './chest.css';

/** Number of quick marks and ratios of a study that were not rejected, for the tab. */
export const useFilmCount = (studyUid: string | undefined): number =>
  useAnnotations(studyUid).filter((one) => isFilmFinding(one) && one.review !== 'rejected').length;

/** What a reader does on a chest film: the quick marks and the ratio, a button each, and what stands there already. */
export function ChestFilm() {
  const film = useOpen((state) => filmOf(state) !== undefined);
  return (
    <>
      {film && <Tools />}
      <FilmFindings />
    </>
  );
}

function Tools() {
  const { t } = useTranslation('measure');
  const keyOf = useKeysOf();
  const tool = useRead((state) => state.tool);
  const next = useChest((state) => state.next);
  const button = (id: string, label: string, active: boolean, key: string | undefined, act: () => void) => (
    <button
      key={id}
      type="button"
      className="chest-tool"
      aria-pressed={active}
      data-tip={key ? `${label}  ${key}` : label}
      data-testid={`chest-${id}`}
      onClick={act}
    >
      {id === 'ratio' && <HeartPulse size={14} aria-hidden />}
      {label}
    </button>
  );
  return (
    <section className="chest-tools" role="group" aria-label={t('quick')} data-testid="chest-tools">
      <h3>{t('quick')}</h3>
      <div>
        {chestMarkKinds.map((kind) =>
          button(kind, t(`mark.${kind}`), tool === 'mark' && next === kind, keyOf(`mark.${kind}`), () =>
            startMark(kind),
          ),
        )}
        {button(
          'ratio',
          t('kind.cardiothoracic'),
          tool === 'cardiothoracic',
          keyOf('tool.cardiothoracic'),
          () => setTool('cardiothoracic'),
        )}
      </div>
    </section>
  );
}
