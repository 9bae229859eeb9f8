import { useState } from 'react';
import { useTranslation } from '../../i18n';
import type { FileResult } from '../../domain/study';
import { Button } from '../../ui';

/** Lists of up to this many files are open from the start. */
const SHORT = 20;
/** A CD of documents has thousands of files to skip: so many lines are made at a time, and none in a folded list. */
const PAGE = 200;

interface FileGroupProps {
  readonly look: 'skipped' | 'failed' | 'loaded' | 'noted';
  readonly badge: string;
  readonly what: string;
  readonly todo: string;
  readonly files: readonly FileResult[];
}

/** Files of one fate under the reason for it and what to do about it. */
export function FileGroup({ look, badge, what, todo, files }: FileGroupProps) {
  const { t } = useTranslation('open');
  const [open, setOpen] = useState(files.length <= SHORT);
  const [shown, setShown] = useState(PAGE);
  const hidden = files.length - shown;
  return (
    <details open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <span className={`file-status file-status-${look}`}>{badge}</span>
        <strong>{what}</strong>
        <span>{todo}</span>
      </summary>
      {open && (
        <ul>
          {files.slice(0, shown).map((file, at) => (
            // A path may occur twice, in two ZIPs of the same name.
            <li key={`${at} ${file.path}`}>
              <span>{file.path}</span>
              {file.detail && <small>{file.detail}</small>}
            </li>
          ))}
          {hidden > 0 && (
            <li className="file-more">
              <span>{t('summary.hidden', { count: hidden })}</span>
              <Button look="quiet" onClick={() => setShown(shown + PAGE)}>
                {t('summary.more', { count: Math.min(PAGE, hidden) })}
              </Button>
            </li>
          )}
        </ul>
      )}
    </details>
  );
}
