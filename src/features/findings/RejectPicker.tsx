import { useEffect, useRef } from 'react';
import type { RejectReason } from '../../domain/finding';
import { useTranslation } from '../../i18n';
import { Key } from '../../ui';
import { closeReason, reject } from './review';
import { useFindings } from './store';

/** In the order of the digits 1 to 9. */
export const REASONS: readonly RejectReason[] = [
  'vessel',
  'pleura',
  'scar',
  'airway',
  'lymphNode',
  'artefact',
  'outsideLung',
  'benign',
  'other',
];

/** Asks why, in the card: 1 to 9 take a reason, Enter the last one (or none), Escape lets go. */
export function RejectPicker({ uid }: { readonly uid: string }) {
  const { t } = useTranslation('findings');
  const last = useFindings((s) => s.lastReason);
  const root = useRef<HTMLDivElement>(null);

  useEffect(() => {
    root.current?.scrollIntoView({ block: 'nearest' });
    // Captured before the viewports, whose digits are window presets.
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const digit = /^[1-9]$/.test(event.key) ? Number(event.key) : 0;
      const focused = root.current?.contains(document.activeElement) ?? false;
      if (digit) reject(uid, REASONS[digit - 1]);
      else if (event.key === 'Escape') closeReason();
      // A button that has the focus is what Enter presses.
      else if (event.key === 'Enter' && !focused) reject(uid, last);
      else return;
      event.preventDefault();
      event.stopPropagation();
    };
    window.addEventListener('keydown', onKey, true);
    return () => window.removeEventListener('keydown', onKey, true);
  }, [uid, last]);

  return (
    <div
      ref={root}
      className="reject-picker"
      role="group"
      aria-label={t('reject.ask')}
      data-testid="reject-picker"
    >
      <p>{t('reject.ask')}</p>
      <div className="reject-reasons">
        {REASONS.map((reason, n) => (
          <button
            key={reason}
            type="button"
            data-reason={reason}
            data-last={reason === last || undefined}
            onClick={() => reject(uid, reason)}
          >
            <Key>{n + 1}</Key>
            {t(`reason.${reason}`)}
          </button>
        ))}
      </div>
      <div className="reject-foot">
        <span className="by-keys">
          {last ? t('reject.last', { reason: t(`reason.${last}`) }) : t('reject.none')}
        </span>
        <button type="button" className="link" onClick={() => reject(uid)}>
          {t('reject.noReason')}
        </button>
      </div>
    </div>
  );
}
