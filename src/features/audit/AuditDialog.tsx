import { useEffect, useMemo, useState } from 'react';
import { useLanguage, useTranslation } from '../../i18n';
import { Button, Dialog } from '../../ui';
import { AuditList } from './AuditList';
import { closeAudit, useAuditDialog } from './dialog';
import { auditGroups, filtered, type AuditFilter } from './filter';
import { clearAudit, readAudit, useAuditLog, type AuditReading } from './log';
import { saveAudit } from './save';
import './audit.css';

/** The log to be looked at, exported and cleared. Mount once. */
export function AuditDialog() {
  const { open, studyUid } = useAuditDialog();
  return open && <OpenDialog studyUid={studyUid} />;
}

function OpenDialog({ studyUid }: { readonly studyUid?: string }) {
  const { t } = useTranslation('audit');
  const [reading, setReading] = useState<AuditReading>();
  const [broken, setBroken] = useState<string>();
  const [filter, setFilter] = useState<AuditFilter>({ studyUid, words: '' });
  const [asking, setAsking] = useState(false);
  const failure = useAuditLog((s) => s.failure);
  useEffect(() => {
    let stale = false;
    const read = (): void =>
      void readAudit().then(
        (now) => stale || setReading(now),
        (error: unknown) => stale || setBroken(error instanceof Error ? error.message : String(error)),
      );
    read();
    const stop = useAuditLog.subscribe(read);
    return () => {
      stale = true;
      stop();
    };
  }, []);
  const shown = useMemo(
    () => filtered(reading?.entries ?? [], filter, (kind) => t(`kind.${kind.replace('.', '_')}`)),
    [reading, filter, t],
  );
  const save = (as: 'csv' | 'json'): void =>
    saveAudit({ entries: shown.toReversed(), fault: reading?.fault }, as, filter.studyUid);
  return (
    <Dialog
      wide
      title={t('title')}
      testId="audit"
      onSubmit={closeAudit}
      onCancel={closeAudit}
      actions={
        <>
          <Button
            look="quiet"
            disabled={!reading?.entries.length}
            data-testid="audit-clear"
            onClick={() => setAsking(true)}
          >
            {t('clear')}
          </Button>
          <Button disabled={shown.length === 0} data-testid="audit-csv" onClick={() => save('csv')}>
            {t('csv')}
          </Button>
          <Button disabled={shown.length === 0} data-testid="audit-json" onClick={() => save('json')}>
            {t('json')}
          </Button>
          <Button type="submit" look="primary" data-testid="audit-done">
            {t('done')}
          </Button>
        </>
      }
    >
      <p>{t('what')}</p>
      <Chain reading={reading} />
      {broken !== undefined && <p className="audit-wrong">{t('unreadable', { detail: broken })}</p>}
      {failure !== undefined && <p className="audit-wrong">{t('notKept', { detail: failure })}</p>}
      {asking && (
        <Clear count={reading?.entries.length ?? 0} onDone={() => setAsking(false)} onFailed={setBroken} />
      )}
      <Filter filter={filter} study={studyUid} onChange={setFilter} />
      <AuditList entries={shown} loading={reading === undefined && broken === undefined} />
    </Dialog>
  );
}

function Chain({ reading }: { readonly reading?: AuditReading }) {
  const { t } = useTranslation('audit');
  if (!reading) return null;
  const { entries, fault } = reading;
  return (
    <p
      role="status"
      className={fault ? 'audit-wrong' : undefined}
      data-testid="audit-chain"
      data-fault={fault?.kind}
      data-entries={entries.length}
    >
      {t('count', { count: entries.length })} {fault ? t(`fault.${fault.kind}`, { ...fault }) : t('whole')}
    </p>
  );
}

interface ClearProps {
  readonly count: number;
  readonly onDone: () => void;
  readonly onFailed: (detail: string) => void;
}

function Clear({ count, onDone, onFailed }: ClearProps) {
  const { t } = useTranslation('audit');
  const clear = (): void => {
    onDone();
    clearAudit().catch((error: unknown) => onFailed(error instanceof Error ? error.message : String(error)));
  };
  return (
    <div className="audit-ask" role="alert">
      <p>{t('ask', { count })}</p>
      <Button autoFocus data-testid="audit-keep" onClick={onDone}>
        {t('keep')}
      </Button>
      <Button look="quiet" data-testid="audit-clear-now" onClick={clear}>
        {t('clearNow')}
      </Button>
    </div>
  );
}

interface FilterProps {
  readonly filter: AuditFilter;
  /** The study that is read. */
  readonly study?: string;
  readonly onChange: (filter: AuditFilter) => void;
}

function Filter({ filter, study, onChange }: FilterProps) {
  const { t } = useTranslation('audit');
  const lang = useLanguage();
  return (
    <div className="audit-filter" lang={lang === 'zh' ? 'zh-Hans' : 'en'}>
      <input
        className="field"
        type="search"
        value={filter.words}
        placeholder={t('search')}
        aria-label={t('search')}
        data-testid="audit-search"
        onChange={(event) => onChange({ ...filter, words: event.target.value })}
      />
      <select
        className="field"
        value={filter.group ?? ''}
        aria-label={t('group')}
        data-testid="audit-group"
        onChange={(event) =>
          onChange({ ...filter, group: auditGroups.find((one) => one === event.target.value) })
        }
      >
        <option value="">{t('everything')}</option>
        {auditGroups.map((one) => (
          <option key={one} value={one}>
            {t(`groups.${one}`)}
          </option>
        ))}
      </select>
      {study !== undefined && (
        <label className="audit-study">
          <input
            type="checkbox"
            checked={filter.studyUid !== undefined}
            data-testid="audit-this-study"
            onChange={(event) => onChange({ ...filter, studyUid: event.target.checked ? study : undefined })}
          />
          {t('thisStudy')}
        </label>
      )}
    </div>
  );
}
