import {
  chestLevels,
  chestMarkKinds,
  type ChestLevel,
  type ChestMark,
  type ChestMarkKind,
} from '../../domain/chest-mark';
import { useTranslation } from '../../i18n';
import { changeMark } from './commands';

const sides = ['right', 'left'] as const;

interface MarkFieldsProps {
  readonly uid: string;
  readonly mark: ChestMark;
}

/** What a quick mark marks and in which zone; both can be changed, and it is said where the zone comes from. */
export function MarkFields({ uid, mark }: MarkFieldsProps) {
  const { t } = useTranslation('measure');
  const { side, level, from } = mark.zone;
  return (
    <div className="measure-mark">
      <label>
        <span>{t('markKind')}</span>
        <select
          value={mark.kind}
          data-testid="mark-kind"
          onChange={(event) => changeMark(uid, { ...mark, kind: event.target.value as ChestMarkKind })}
        >
          {chestMarkKinds.map((kind) => (
            <option key={kind} value={kind}>
              {t(`mark.${kind}`)}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>{t('markZone')}</span>
        <select
          value={`${side} ${level}`}
          data-testid="mark-zone"
          onChange={(event) => {
            const [hand, height] = event.target.value.split(' ') as [typeof side, ChestLevel];
            changeMark(uid, { ...mark, zone: { side: hand, level: height, from: 'reader' } });
          }}
        >
          {sides.flatMap((hand) =>
            chestLevels.map((height) => (
              <option key={`${hand} ${height}`} value={`${hand} ${height}`}>
                {t(`zone.${hand}.${height}`)}
              </option>
            )),
          )}
        </select>
      </label>
      <p className="measure-quiet" data-testid="mark-zone-from">
        {t(`zoneFrom.${from}`)}
      </p>
    </div>
  );
}
