import { useEffect, useRef } from 'react';
import type { Annotation, AnnotationValue, ValueName } from '../../domain/annotation/annotation';
import type { Series } from '../../domain/study';
import { useTranslation } from '../../i18n';
import { jumpTo } from './jump';
import { KindIcon } from './KindIcon';
import { nameOf, numberedName, whereOf } from './names';
import { wordsOf } from './words';

/** What of a region a reader looks for first. */
const ofPixels: ReadonlySet<ValueName> = new Set(['mean', 'area']);
/** Of uptake the hottest pixel comes first. */
const ofUptake: ReadonlySet<ValueName> = new Set(['max', 'mean']);

const facts = (values: readonly AnnotationValue[], of: 'value' | 'unit'): string =>
  JSON.stringify(Object.fromEntries(values.map((one) => [one.name, one[of]])));

interface MeasureRowProps {
  readonly annotation: Annotation;
  readonly all: readonly Annotation[];
  readonly series: Series | undefined;
  readonly current: boolean;
}

/** One annotation in the list: its name, where it lies, and its first numbers. A click goes there. */
export function MeasureRow({ annotation: one, all, series, current }: MeasureRowProps) {
  // Subscribes to the language: the words below are made outside of the component.
  const { t } = useTranslation('measure');
  const row = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (current) row.current?.scrollIntoView({ block: 'nearest' });
  }, [current]);
  const values = wordsOf(one, series);
  const first = values.filter(({ value }) =>
    (value.seriesUid === undefined ? ofPixels : ofUptake).has(value.name),
  );
  const [own, uptake] = [
    one.values.filter(({ seriesUid }) => seriesUid === undefined),
    one.values.filter(({ seriesUid }) => seriesUid !== undefined),
  ];
  const head = first.length > 0 ? first : values.slice(0, 2);
  return (
    <button
      ref={row}
      type="button"
      className="measure-row"
      aria-current={current}
      aria-expanded={current}
      data-testid="measure-row"
      data-uid={one.uid}
      data-kind={one.kind}
      data-review={one.review}
      data-mark={one.mark?.kind}
      data-zone={one.mark && `${one.mark.zone.side} ${one.mark.zone.level}`}
      data-points={JSON.stringify(one.points)}
      data-values={facts(own, 'value')}
      data-units={facts(own, 'unit')}
      data-uptake={facts(uptake, 'value')}
      data-uptake-units={facts(uptake, 'unit')}
      style={one.colour ? { color: one.colour } : undefined}
      onClick={() => void jumpTo(one.uid)}
    >
      <KindIcon kind={one.kind} size={14} />
      <span className="measure-name">
        {nameOf(one, all)}
        {one.label && <small>{numberedName(one, all)}</small>}
      </span>
      <span className="measure-where">{one.review ? t(`review.${one.review}`) : whereOf(one, series)}</span>
      {one.mark && (
        <span className="measure-head">{t(`zone.${one.mark.zone.side}.${one.mark.zone.level}`)}</span>
      )}
      {head.length > 0 && !current && (
        <span className="measure-head">
          {head.map(({ value, name, text, remark }) => (
            <span key={`${value.name} ${value.seriesUid ?? ''}`}>
              {values.length > 1 && <i>{name} </i>}
              <b>{text}</b>
              {remark && <i> {remark}</i>}
            </span>
          ))}
        </span>
      )}
    </button>
  );
}
