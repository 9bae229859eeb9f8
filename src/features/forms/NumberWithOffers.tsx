import { Ruler } from 'lucide-react';
import type { NumberField } from '../../domain/guidelines/forms';
import { useTranslation } from '../../i18n';
import { IconButton } from '../../ui';
import { isMeasured, measureFor, useMeasuring } from './measuring';
import { NumberBox } from './NumberBox';
import { offersFor, type Offer, type Sources } from './offers';
import type { FormInstance } from './store';

interface NumberWithOffersProps {
  readonly id: string;
  readonly labelledBy: string;
  readonly field: NumberField;
  readonly instance: FormInstance;
  readonly studyUid: string;
  readonly sources: Sources;
  /** Unique in the page. */
  readonly path: string;
  readonly value: number | undefined;
  /** Where the value was taken from. */
  readonly from: string | undefined;
  readonly onChange: (value: number | undefined, offer?: Offer) => void;
}

/** So many of a long list of measurements stand under a number. */
const MOST_OFFERS = 4;

/** A number, a tool to measure it with, and what the study has that could be it. */
export function NumberWithOffers({
  field,
  instance,
  studyUid,
  sources,
  path,
  value,
  from,
  onChange,
  ...names
}: NumberWithOffersProps) {
  const { t } = useTranslation('forms');
  const waiting = useMeasuring((s) => s.pending?.field === path);
  const { takes } = field;
  const offers = takes
    ? offersFor(takes, sources, instance.bound).filter(
        (one) => one.value !== value && one.value <= field.most,
      )
    : [];
  return (
    <>
      <span className="form-measured">
        <NumberBox {...names} field={field} value={value} onChange={(next) => onChange(next)} />
        {takes && isMeasured(takes) && (
          <IconButton
            label={t(`measure.${takes}`)}
            active={waiting}
            onClick={() =>
              measureFor({ studyUid, takes, field: path, take: (offer) => onChange(offer.value, offer) })
            }
          >
            <Ruler size={14} />
          </IconButton>
        )}
      </span>
      {from && <small className="form-from">{t('from', { name: from })}</small>}
      {waiting && <p className="form-note form-wait">{t('waiting')}</p>}
      {offers.length > 0 && (
        <span className="form-offers">
          {offers.slice(0, MOST_OFFERS).map((one) => (
            <button
              key={`${one.uid} ${one.name}`}
              type="button"
              className="form-offer"
              onClick={() => onChange(one.value, one)}
            >
              {t('offer', { name: one.name, value: `${one.value}${field.unit ? ` ${field.unit}` : ''}` })}
            </button>
          ))}
        </span>
      )}
    </>
  );
}
