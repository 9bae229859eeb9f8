import { useId } from 'react';
import { Trash2 } from 'lucide-react';
import type { MaskShape } from '../../dicom/deidentify';
import { useTranslation } from '../../i18n';
import { IconButton } from '../../ui';
import type { Part } from './plan';

interface RectangleRowProps {
  readonly number: number;
  readonly rectangle: MaskShape & { readonly kind: 'rectangle' };
  readonly part: Part;
  readonly change: (rectangle: MaskShape) => void;
  readonly remove: () => void;
}

/** A rectangle in figures, for the keyboard and for the exact. */
export function RectangleRow({ number, rectangle, part, change, remove }: RectangleRowProps) {
  const { t } = useTranslation('deidentify');
  const id = useId();
  const limits = { left: part.columns, top: part.rows, width: part.columns, height: part.rows } as const;
  return (
    <li>
      {(Object.keys(limits) as (keyof typeof limits)[]).map((side) => (
        <span key={side}>
          <label htmlFor={`${id}-${side}`}>{t(`pixels.${side}`)}</label>
          <input
            id={`${id}-${side}`}
            className="field"
            type="number"
            min={side === 'width' || side === 'height' ? 1 : 0}
            max={limits[side]}
            value={rectangle[side]}
            onChange={({ target }) => {
              const value = Math.round(target.valueAsNumber);
              if (value >= Number(target.min) && value <= limits[side])
                change({ ...rectangle, [side]: value });
            }}
          />
        </span>
      ))}
      <IconButton label={t('pixels.remove', { number })} onClick={remove}>
        <Trash2 size={14} aria-hidden />
      </IconButton>
    </li>
  );
}
