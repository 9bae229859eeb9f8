import { memo } from 'react';
import { CircleCheck, CircleDashed, PenLine, Sparkles, TriangleAlert } from 'lucide-react';
import { isFirst, type WorklistRow, type WorkState } from '../../domain/worklist/row';
import { useLanguage, useTranslation } from '../../i18n';
import type { Column } from './columns';
import type { ServerName } from './port';
import { momentOf, nameOf, sexAgeOf, sourcesOf, urgencyLong, urgencyShort } from './words';

const icons = { new: CircleDashed, aiRan: Sparkles, draft: PenLine, signed: CircleCheck } as const;

export function StatusMark({ status }: { readonly status: WorkState }) {
  const { t } = useTranslation('worklist');
  const Icon = icons[status];
  return (
    <span className={`wl-status wl-status-${status}`}>
      <Icon size={13} aria-hidden />
      {t(`status.${status}`)}
    </span>
  );
}

/** Why the study goes first: a sign, the word, and the reason. */
export function UrgentMark({ row }: { readonly row: WorklistRow }) {
  const { t } = useTranslation('worklist');
  if (!row.urgent || !isFirst(row)) return null;
  return (
    <span className="wl-urgent" data-testid="wl-urgent" data-tip={urgencyLong(row.urgent, t)}>
      <TriangleAlert size={13} aria-hidden />
      <b>{t('urgent.word')}</b>
      <span>{urgencyShort(row.urgent, t)}</span>
    </span>
  );
}

interface RowProps {
  readonly row: WorklistRow;
  /** Place in the list, from 0. */
  readonly at: number;
  readonly selected: boolean;
  readonly open: boolean;
  readonly shown: readonly Column[];
  readonly servers: readonly ServerName[];
}

/** A row of the table. Clicks are the grid's, so that thousands of rows have one listener. */
export const TableRow = memo(function TableRow({ row, at, selected, open, shown, servers }: RowProps) {
  const { t } = useTranslation('worklist');
  const lang = useLanguage();
  const cell = (id: Column['id']) => {
    switch (id) {
      case 'priority':
        return <UrgentMark row={row} />;
      case 'status':
        return <StatusMark status={row.status} />;
      case 'name':
        return <strong>{nameOf(row, lang, t)}</strong>;
      case 'id':
        return row.synthetic ? '' : row.patientId;
      case 'age':
        return sexAgeOf(row, t);
      case 'modality':
        return row.modalities.join(' ');
      case 'description':
        return row.description;
      case 'date':
        return momentOf(row);
      case 'accession':
        return row.accession;
      case 'images':
        return row.imageCount ?? '';
      case 'source':
        return sourcesOf(row, servers, t);
    }
  };
  return (
    <div
      id={`wl-row-${at}`}
      role="row"
      className="wl-row"
      aria-rowindex={at + 2}
      aria-selected={selected}
      data-testid="worklist-row"
      data-at={at}
      data-uid={row.key}
      data-status={row.status}
      data-open={open || undefined}
      data-first={isFirst(row) || undefined}
    >
      {shown.map(({ id }, n) => (
        <div key={id} role="gridcell" aria-colindex={n + 1} className={`wl-cell wl-cell-${id}`}>
          {cell(id)}
        </div>
      ))}
    </div>
  );
});

/** The same on a phone: two lines. */
export const CardRow = memo(function CardRow({ row, at, selected, open, servers }: RowProps) {
  const { t } = useTranslation('worklist');
  const lang = useLanguage();
  const facts = [row.modalities.join(' '), row.description, momentOf(row), sourcesOf(row, servers, t)];
  return (
    <div
      id={`wl-row-${at}`}
      role="row"
      className="wl-row wl-card"
      aria-rowindex={at + 1}
      aria-selected={selected}
      data-testid="worklist-row"
      data-at={at}
      data-uid={row.key}
      data-status={row.status}
      data-open={open || undefined}
      data-first={isFirst(row) || undefined}
    >
      <div role="gridcell">
        <div className="wl-card-first">
          <strong>{nameOf(row, lang, t)}</strong>
          <span>{sexAgeOf(row, t)}</span>
          <UrgentMark row={row} />
          <StatusMark status={row.status} />
        </div>
        <div className="wl-card-second">{facts.filter(Boolean).join(' · ')}</div>
      </div>
    </div>
  );
});
