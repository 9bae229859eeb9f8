import { useId } from 'react';
import type { Finding, Laterality, Lobe, NoduleType } from '../../domain/finding';
import { useTranslation } from '../../i18n';
import { isLungNodule } from '../../domain/lesion';
import { noted, useTyped } from '../history';
import { UltrasoundFields } from './CardUltrasound';
import { setLobe, setNote, setSide, setType } from './attributes';
import { methodText } from './words';

const LOBES: readonly Lobe[] = ['RUL', 'RML', 'RLL', 'LUL', 'LLL'];
const SIDES: readonly Laterality[] = ['right', 'left'];
const TYPES: readonly NoduleType[] = ['solid', 'partSolid', 'nonSolid', 'calcified'];

/** What the reader says about a finding: a nodule's type and lobe, a remark on anything. */
export function CardFields({ finding: f }: { readonly finding: Finding }) {
  const { t } = useTranslation('findings');
  const id = useId();
  const uid = f.trackingUid;
  const typed = useTyped((text) => setNote(uid, text));
  return (
    <div className="card-fields">
      {isLungNodule(f) && <NoduleFields finding={f} />}
      {f.ultrasound && <UltrasoundFields finding={f} />}
      <label htmlFor={`${id}note`}>{t('card.note')}</label>
      <input
        // A new key when the note changes elsewhere (undo), so that the field shows it.
        key={`${uid} ${f.note ?? ''}`}
        id={`${id}note`}
        className="card-note"
        defaultValue={f.note ?? ''}
        placeholder={t('card.notePlaceholder')}
        maxLength={200}
        data-testid="set-note"
        {...noted(typed)}
        onBlur={(e) => {
          typed.end();
          setNote(uid, e.target.value);
        }}
        onKeyDown={(e) => {
          if (e.key === 'Enter') e.currentTarget.blur();
          else if (e.key === 'Escape') {
            e.currentTarget.value = f.note ?? '';
            e.currentTarget.blur();
          } else return;
          e.stopPropagation();
        }}
      />
    </div>
  );
}

function NoduleFields({ finding: f }: { readonly finding: Finding }) {
  const { t } = useTranslation('findings');
  const id = useId();
  const uid = f.trackingUid;
  return (
    <>
      <label htmlFor={`${id}type`}>{t('card.type')}</label>
      <select
        id={`${id}type`}
        value={f.type ?? ''}
        data-testid="set-type"
        onChange={(e) => setType(uid, (e.target.value || undefined) as NoduleType | undefined)}
      >
        <option value="">{t('card.unset')}</option>
        {TYPES.map((type) => (
          <option key={type} value={type}>
            {t(`type.${type}`)}
          </option>
        ))}
      </select>
      {f.type && (
        <p className="card-how" data-testid="type-how">
          {f.typeMethod ? methodText(t, f.typeMethod) : t('card.typeByReader')}
        </p>
      )}
      <label htmlFor={`${id}side`}>{t('card.side')}</label>
      <span className="card-side">
        <select
          id={`${id}side`}
          value={f.laterality ?? ''}
          data-testid="set-side"
          onChange={(e) => setSide(uid, (e.target.value || undefined) as Laterality | undefined)}
        >
          <option value="">{t('card.unset')}</option>
          {SIDES.map((side) => (
            <option key={side} value={side}>
              {t(`sideLong.${side}`)}
            </option>
          ))}
        </select>
        {/* Thirds of the lung's height, by geometry: what is set as a lobe replaces it. */}
        {f.nodule?.zone && !f.lobe && (
          <span data-testid="zone" data-tip={t('zone.tip')}>
            {t(`zone.${f.nodule.zone}`)}
          </span>
        )}
      </span>
      <label htmlFor={`${id}lobe`}>{t('card.lobe')}</label>
      <select
        id={`${id}lobe`}
        value={f.lobe ?? ''}
        data-testid="set-lobe"
        onChange={(e) => setLobe(uid, (e.target.value || undefined) as Lobe | undefined)}
      >
        <option value="">{t('card.unset')}</option>
        {LOBES.map((lobe) => (
          <option key={lobe} value={lobe}>
            {t(`lobe.${lobe}`)}
          </option>
        ))}
      </select>
    </>
  );
}
