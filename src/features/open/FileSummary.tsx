import { useState } from 'react';
import { FileCheck, FileWarning } from 'lucide-react';
import { useTranslation } from '../../i18n';
import type { FileResult } from '../../domain/study';
import { Sheet } from '../../ui';
import { FileGroup } from './FileGroup';
import { byReason, byWarning, countResults, isQuiet } from './outcome';
import { useOpen } from './store';
import './file-summary.css';

/**
 * "312 loaded, 4 skipped": one quiet line that opens into a reason for every file.
 * @param onlyOdd nothing while every file is plainly loaded, where there is little room
 */
export function FileSummary({ onlyOdd = false }: { readonly onlyOdd?: boolean }) {
  const { t } = useTranslation('open');
  const results = useOpen((state) => state.results);
  const [open, setOpen] = useState(false);
  if (results.length === 0) return null;

  const counts = countResults(results);
  const parts = (['loaded', 'skipped', 'failed', 'noted'] as const).filter(
    (status) => counts[status] > 0 || status === 'loaded',
  );
  const alarming = counts.failed + counts.noted > 0;
  if (onlyOdd && counts.skipped === 0 && !alarming) return null;
  const Icon = alarming ? FileWarning : FileCheck;
  return (
    <>
      <button
        type="button"
        className={alarming ? 'file-summary file-summary-failed' : 'file-summary'}
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

/** Every file that did not load, by reason, and every one that is odd, with what to do about it. */
function ResultList({ results }: { readonly results: readonly FileResult[] }) {
  const { t } = useTranslation('open');
  const groups = byReason(results);
  const { loaded } = countResults(results);
  return (
    <div className="file-results" data-testid="file-results">
      <p>{groups.length === 0 ? t('summary.allLoaded') : t('summary.loaded', { count: loaded })}</p>
      {groups.map(({ status, reason, files }) => (
        <FileGroup
          key={`${status} ${reason}`}
          look={status}
          badge={t(`summary.${status}`, { count: files.length })}
          what={t(`fileReason.${reason}.what`)}
          todo={t(`fileReason.${reason}.todo`)}
          files={files}
        />
      ))}
      {byWarning(results).map(({ warning, files }) => (
        <FileGroup
          key={warning}
          look={isQuiet(warning) ? 'loaded' : 'noted'}
          badge={t('summary.loaded', { count: files.length })}
          what={t(`fileWarning.${warning}.what`)}
          todo={t(`fileWarning.${warning}.todo`)}
          files={files}
        />
      ))}
    </div>
  );
}
