import { useState } from 'react';
import { FileCheck, FileWarning } from 'lucide-react';
import { useTranslation } from '../../i18n';
import type { FileResult } from '../../domain/study';
import { Sheet } from '../../ui';
import { byReason, countResults } from './outcome';
import { useOpen } from './store';
import './file-summary.css';

/** "312 loaded, 4 skipped": one quiet line that opens into a reason for every file. */
export function FileSummary() {
  const { t } = useTranslation('open');
  const results = useOpen((state) => state.results);
  const [open, setOpen] = useState(false);
  if (results.length === 0) return null;

  const counts = countResults(results);
  const parts = (['loaded', 'skipped', 'failed'] as const).filter(
    (status) => counts[status] > 0 || status === 'loaded',
  );
  const Icon = counts.failed > 0 ? FileWarning : FileCheck;
  return (
    <>
      <button
        type="button"
        className={counts.failed > 0 ? 'file-summary file-summary-failed' : 'file-summary'}
        data-testid="file-summary"
        data-tip={t('summary.show')}
        onClick={() => setOpen(!open)}
      >
        <Icon size={14} aria-hidden />
        <span>
          {parts.map((status) => (
            <span key={status} className={`file-count file-count-${status}`}>
              {t(`summary.${status}`, { count: counts[status] })}
            </span>
          ))}
        </span>
      </button>
      {open && (
        <Sheet title={t('summary.title')} closeLabel={t('summary.close')} onClose={() => setOpen(false)}>
          <ResultList results={results} />
        </Sheet>
      )}
    </>
  );
}

/** Every file that did not load, by reason, with what to do about it. */
function ResultList({ results }: { readonly results: readonly FileResult[] }) {
  const { t } = useTranslation('open');
  const groups = byReason(results);
  const { loaded } = countResults(results);
  return (
    <div className="file-results" data-testid="file-results">
      <p>{groups.length === 0 ? t('summary.allLoaded') : t('summary.loaded', { count: loaded })}</p>
      {groups.map((group) => (
        <details key={`${group.status} ${group.reason}`} open={group.files.length <= 20}>
          <summary>
            <span className={`file-status file-status-${group.status}`}>
              {t(`summary.${group.status}`, { count: group.files.length })}
            </span>
            <strong>{t(`fileReason.${group.reason}.what`)}</strong>
            <span>{t(`fileReason.${group.reason}.todo`)}</span>
          </summary>
          <ul>
            {group.files.map((file, at) => (
              // A path may occur twice, in two ZIPs of the same name.
              <li key={`${at} ${file.path}`}>
                <span>{file.path}</span>
                {file.detail && <small>{file.detail}</small>}
              </li>
            ))}
          </ul>
        </details>
      ))}
    </div>
  );
}
