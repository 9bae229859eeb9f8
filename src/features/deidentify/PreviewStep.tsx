import { useEffect, useId, useState } from 'react';
import { fileOf } from '../../dicom';
import type { Change, Done } from '../../dicom/deidentify';
import { useTranslation } from '../../i18n';
import { goesOut, reviewOf } from './plan';
import { seriesName } from './SeriesStep';
import type { Export } from './useExport';

/** Rows drawn at once; a filter finds the rest. */
const MOST = 300;
const kinds: readonly Done[] = ['removed', 'emptied', 'replaced', 'cleaned', 'shifted', 'newUid'];

/** What changes in the first file of a series, value by value. */
export function PreviewStep({ work }: { readonly work: Export }) {
  const { t } = useTranslation('deidentify');
  const id = useId();
  const parts = work.parts.filter((part) => goesOut(part, work.decisionOf(part.id)));
  const [chosen, setChosen] = useState<string>();
  const [kind, setKind] = useState<Done | ''>('');
  const [words, setWords] = useState('');
  const part = parts.find((one) => one.id === chosen) ?? parts[0];
  const changes = useChanges(work, part?.id);
  if (!part) return <p>{t('nothing')}</p>;
  const wanted = words.trim().toLowerCase();
  const rows = (changes ?? []).filter(
    (row) =>
      (kind === '' || row.done === kind) &&
      (wanted === '' ||
        `${row.path} ${row.keyword} ${t(`tag.${row.keyword}`, '')} ${row.before}`
          .toLowerCase()
          .includes(wanted)),
  );
  return (
    <div className="deid-stack">
      <div className="deid-filters">
        <select
          className="field"
          aria-label={t('preview.series')}
          value={part.id}
          onChange={(event) => setChosen(event.target.value)}
        >
          {parts.map((one) => (
            <option key={one.id} value={one.id}>{`${one.series.modality} ${seriesName(one)}`}</option>
          ))}
        </select>
        <select
          className="field"
          aria-label={t('preview.kind')}
          value={kind}
          onChange={(event) => setKind(event.target.value as Done | '')}
        >
          <option value="">{t('preview.all')}</option>
          {kinds.map((one) => (
            <option key={one} value={one}>
              {t(`done.${one}`)}
            </option>
          ))}
        </select>
        <input
          className="field"
          type="search"
          aria-label={t('preview.filter')}
          placeholder={t('preview.filter')}
          value={words}
          // Enter in a form would start the export.
          onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
          onChange={(event) => setWords(event.target.value)}
          data-testid="deid-filter"
        />
      </div>
      <p className="deid-note" id={`${id}-count`} role="status" data-testid="deid-count">
        {changes ? t('preview.count', { count: rows.length, of: changes.length }) : t('preview.making')}
      </p>
      <table className="deid-table" aria-describedby={`${id}-count`} data-testid="deid-preview">
        <thead>
          <tr>
            <th>{t('preview.tag')}</th>
            <th>{t('preview.before')}</th>
            <th>{t('preview.after')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, MOST).map((row) => (
            <ChangeRow key={`${row.path}/${row.done}`} row={row} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function ChangeRow({ row }: { readonly row: Change }) {
  const { t } = useTranslation('deidentify');
  const name = t(`tag.${row.keyword}`, row.keyword);
  return (
    <tr data-done={row.done}>
      <td>
        {name}
        <span className="deid-tag">{row.path}</span>
      </td>
      <td>{row.before}</td>
      <td>
        {row.after === undefined || row.after === '' ? (
          <em>{t(`done.${row.after === undefined ? 'removed' : 'emptied'}`)}</em>
        ) : (
          <>
            {row.after}
            <span className="deid-tag">{t(`done.${row.done}`)}</span>
          </>
        )}
      </td>
    </tr>
  );
}

/** Changes of the part's first file by the choices of now; undefined while they are worked out. */
function useChanges(work: Export, id: string | undefined): readonly Change[] | undefined {
  const [made, setMade] = useState<{ readonly key: string; readonly changes: readonly Change[] }>();
  const { worker, choice, parts, decisionOf } = work;
  const part = parts.find((one) => one.id === id);
  const key = `${id}/${JSON.stringify(choice)}`;
  const review = part && reviewOf(part, decisionOf(part.id));
  useEffect(() => {
    if (!part || !review || made?.key === key) return;
    let stale = false;
    const make = async (): Promise<void> => {
      const blob = await fileOf(part.instances[0]);
      const changes = await worker.preview({ blob, series: part.folder, review }, choice);
      if (!stale) setMade({ key, changes });
    };
    make().catch((error: unknown) => console.warn('preview:', error));
    return () => {
      stale = true;
    };
  }, [part, review, choice, worker, key, made]);
  return made?.key === key ? made.changes : undefined;
}
