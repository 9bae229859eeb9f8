import { memo, type CSSProperties } from 'react';
import type { TFunction } from 'i18next';
import { TriangleAlert } from 'lucide-react';
import { isFirst, type WorklistRow, type WorkState } from '../../domain/worklist/row';
import type { Language } from '../../i18n';
import type { Column } from './columns';
import { isDemo } from './demo';
import type { ServerName } from './port';
import { momentOf, nameOf, sexAgeOf, sourcesOf, urgencyLong, urgencyShort } from './words';

/** Signs, not pictures: a frame of a fast scroll draws thirty of them. */
const signs: Readonly<Record<WorkState, string>> = { new: '○', aiRan: '✦', draft: '✎', signed: '✓' };

function statusMark(status: WorkState, t: TFunction) {
  return (
    <span className={`wl-status wl-status-${status}`}>
      <span aria-hidden>{signs[status]} </span>
      {t(`worklist:status.${status}`)}
    </span>
  );
}

/** Why the study goes first: a sign, the word, and the reason. */
function urgentMark(row: WorklistRow, t: TFunction) {
  if (!row.urgent || !isFirst(row)) return null;
  return (
    <span className="wl-urgent" data-testid="wl-urgent" data-tip={urgencyLong(row.urgent, t)}>
      <TriangleAlert size={13} aria-hidden />
      <b>{t('worklist:urgent.word')}</b>
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
  /** px from the top of the list. */
  readonly top: number;
  /** Handed down: a hook in every row costs more than the row. */
  readonly t: TFunction;
  readonly lang: Language;
}

const placed = (top: number): CSSProperties => ({ top });

/** A row of the table. Clicks are the grid's, so that thousands of rows have one listener. */
export const TableRow = memo(function TableRow(props: RowProps) {
  const { row, at, selected, open, shown, servers, t, lang } = props;
  const cell = (id: Column['id']) => {
    switch (id) {
      case 'priority':
        return urgentMark(row, t);
      case 'status':
        return statusMark(row.status, t);
      case 'name':
        return <strong>{nameOf(row, lang, t)}</strong>;
      case 'id':
        return isDemo(row) ? '' : row.patientId;
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
      style={placed(props.top)}
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
export const CardRow = memo(function CardRow({ row, at, selected, open, servers, top, t, lang }: RowProps) {
  const facts = [row.modalities.join(' '), row.description, momentOf(row), sourcesOf(row, servers, t)];
  return (
    <div
      id={`wl-row-${at}`}
      role="row"
      className="wl-row wl-card"
      style={placed(top)}
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
          {urgentMark(row, t)}
          {statusMark(row.status, t)}
        </div>
        <div className="wl-card-second">{facts.filter(Boolean).join(' · ')}</div>
      </div>
    </div>
  );
});
