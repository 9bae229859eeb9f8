import { useEffect, useRef } from 'react';
import { isNarrowed, noFilter } from '../../domain/worklist/filter';
import { useTranslation } from '../../i18n';
import { Button } from '../../ui';
import { AheadStatus, Counts, Detail, Listings } from './Foot';
import { Grid } from './Grid';
import { watchList } from './listing';
import { set, useWorklist } from './store';
import { Toolbar } from './Toolbar';
import './worklist.css';

/** Has this page anything to list? A person without servers and without work sees the start page as it is. */
export const useHasList = (): boolean =>
  useWorklist((s) => s.ready && (s.servers.length > 0 || s.rows.length > 0));

/** The studies of all servers and of this computer. */
export function Worklist({ phone }: { readonly phone: boolean }) {
  const { t } = useTranslation('worklist');
  const root = useRef<HTMLElement>(null);
  useEffect(watchList, []);
  useEffect(() => {
    // Before the page's own keys: here a slash looks for a study, not for a command.
    const onKey = (event: KeyboardEvent) => {
      const typing =
        event.target instanceof Element &&
        event.target.matches('input:not([type=checkbox], [type=radio]), textarea, select');
      const dialog = document.querySelector('dialog[open]');
      if (event.key !== '/' || typing || (dialog && !dialog.contains(root.current))) return;
      event.preventDefault();
      event.stopPropagation();
      root.current?.querySelector<HTMLInputElement>('input[type=search]')?.focus();
    };
    document.addEventListener('keydown', onKey, true);
    return () => document.removeEventListener('keydown', onKey, true);
  }, []);
  useEffect(() => {
    // Whoever comes from elsewhere goes on with the keys.
    if (!document.activeElement || document.activeElement === document.body)
      root.current?.querySelector<HTMLElement>('[role=grid]')?.focus();
  }, []);
  return (
    <section ref={root} className="worklist" aria-label={t('title')} data-testid="worklist">
      <Toolbar phone={phone} />
      <div className="wl-line">
        <Counts />
        <AheadStatus />
        <Listings />
      </div>
      <div className="wl-table">
        <Grid phone={phone} />
        <Nothing />
      </div>
      <Detail />
    </section>
  );
}

/** Why the table is empty, and what to do. */
function Nothing() {
  const { t } = useTranslation('worklist');
  const shown = useWorklist((s) => s.counts.shown);
  const total = useWorklist((s) => s.rows.length);
  const filter = useWorklist((s) => s.filter);
  const loading = useWorklist((s) => Object.values(s.listings).some(({ state }) => state === 'loading'));
  const waits = useWorklist((s) => s.arranged !== s.rows && s.arranged.length === 0);
  if (shown > 0 || (total > 0 && waits)) return null;
  const words = loading ? 'loading' : total > 0 && isNarrowed(filter) ? 'filtered' : 'none';
  return (
    <div className="wl-nothing" data-testid="wl-nothing" data-why={words}>
      <p>{t(`empty.${words}`)}</p>
      {words === 'filtered' && (
        <Button data-testid="wl-nothing-clear" onClick={() => set({ filter: noFilter })}>
          {t('filter.clearAll')}
        </Button>
      )}
    </div>
  );
}
