import { TriangleAlert } from 'lucide-react';
import { useTranslation } from '../../i18n';
import { Notice } from '../../ui';
import { isBlocked, type Part } from './plan';
import type { Export } from './useExport';

/** What goes out, series by series, and what each needs. */
export function SeriesStep({ work }: { readonly work: Export }) {
  const { t } = useTranslation('deidentify');
  const faces = work.going.some((part) => part.face);
  return (
    <div className="deid-stack">
      <ul className="deid-series" data-testid="deid-series">
        {work.parts.map((part) => (
          <SeriesRow key={part.id} part={part} work={work} />
        ))}
      </ul>
      {work.unread > 0 && (
        <Notice tone="warn" title={t('unread', { count: work.unread })}>
          {t('unreadWhy')}
        </Notice>
      )}
      {faces && (
        <Notice tone="warn" title={t('face.title')} testId="deid-face">
          {t('face.why')}
        </Notice>
      )}
    </div>
  );
}

function SeriesRow({ part, work }: { readonly part: Part; readonly work: Export }) {
  const { t } = useTranslation('deidentify');
  const decision = work.decisionOf(part.id);
  const count = part.frames.length || part.instances.length;
  return (
    <li>
      <label className="deid-check">
        <input
          type="checkbox"
          checked={decision.included && !part.leftOut}
          disabled={part.leftOut !== undefined}
          onChange={(event) => work.decide(part.id, { included: event.target.checked })}
        />
        <span className="deid-modality">{part.series.modality}</span>
        <span className="deid-grow">{seriesName(part)}</span>
        <span className="deid-quiet">{t(part.columns > 0 ? 'images' : 'objects', { count })}</span>
      </label>
      {part.leftOut && <p className="deid-note">{t(`leftOut.${part.leftOut}`)}</p>}
      {isBlocked(part, decision) && (
        <p className="deid-note deid-warn">
          <TriangleAlert size={14} aria-hidden />{' '}
          {part.video ? t('risk.video') : part.risk && t(`risk.${part.risk}`)}
        </p>
      )}
    </li>
  );
}

/** "#3 Chest lung (512 × 512)" */
export const seriesName = ({ series, columns, rows }: Part): string =>
  [
    series.number !== undefined && `#${series.number}`,
    series.description || series.bodyPart,
    columns > 0 && `(${columns} × ${rows})`,
  ]
    .filter((word) => word !== '' && word !== false)
    .join(' ');
