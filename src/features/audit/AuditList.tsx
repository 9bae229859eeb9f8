import { useState } from 'react';
import { useLanguage, useTranslation } from '../../i18n';
import { Button } from '../../ui';
import type { AuditEntry } from './chain';

/** Rows at first, and with every press of "more": a log of years must not hold up the page. */
const ROWS = 200;

interface AuditListProps {
  /** Newest first. */
  readonly entries: readonly AuditEntry[];
  readonly loading: boolean;
}

/** When, what, on which study, and the facts. */
export function AuditList({ entries, loading }: AuditListProps) {
  const { t } = useTranslation('audit');
  const [rows, setRows] = useState(ROWS);
  if (entries.length === 0) return <p>{t(loading ? 'loading' : 'none')}</p>;
  return (
    <div className="audit-list" tabIndex={0} role="region" aria-label={t('title')}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('column.number')}</th>
            <th scope="col">{t('column.when')}</th>
            <th scope="col">{t('column.what')}</th>
            <th scope="col">{t('column.facts')}</th>
          </tr>
        </thead>
        <tbody>
          {entries.slice(0, rows).map((entry) => (
            <Row key={`${entry.number} ${entry.seal}`} entry={entry} />
          ))}
        </tbody>
      </table>
      {entries.length > rows && (
        <Button look="quiet" onClick={() => setRows(rows + ROWS)}>
          {t('more', { count: entries.length - rows })}
        </Button>
      )}
    </div>
  );
}

function Row({ entry }: { readonly entry: AuditEntry }) {
  const { t } = useTranslation('audit');
  const lang = useLanguage();
  const { number, at, kind, studyUid, facts = {} } = entry;
  const when = new Date(at).toLocaleString(lang === 'zh' ? 'zh-CN' : 'en-GB', {
    dateStyle: 'short',
    timeStyle: 'medium',
  });
  return (
    <tr data-testid="audit-row" data-kind={kind}>
      <td>{number}</td>
      <td>
        <time dateTime={at}>{when}</time>
      </td>
      <td>{t(`kind.${kind.replace('.', '_')}`)}</td>
      <td className="audit-facts">
        {studyUid !== undefined && <Fact name={t('fact.study')} value={studyUid} />}
        {Object.entries(facts).map(([name, value]) => (
          <Fact
            key={name}
            name={t(`fact.${name}`)}
            value={Array.isArray(value) ? value.join(', ') : String(value)}
          />
        ))}
      </td>
    </tr>
  );
}

function Fact({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <span>
      <i>{name}</i> {value}
    </span>
  );
}
