import { Lock } from 'lucide-react';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from '../../i18n';
import { Button } from '../../ui';
import { readKeeping, unlock } from './lock';
import { useKeep } from './store';
import { WipeDialog } from './WipeDialog';
import './keep.css';

/** Shows the page only to whoever has the passphrase, where there is one. */
export function LockGate({ children }: { readonly children: ReactNode }) {
  const mode = useKeep((s) => s.mode);
  const lock = useKeep((s) => s.lock);
  useEffect(() => void readKeeping(), []);
  if (mode === undefined) return null;
  if (lock === 'boot') return <LockScreen />;
  return (
    <>
      <div className={lock === 'screen' ? 'behind-lock' : 'unlocked'} inert={lock === 'screen'}>
        {children}
      </div>
      {lock === 'screen' && <LockScreen />}
    </>
  );
}

/** How often it is looked whether something has come up over the lock, ms. */
const LOOK = 500;

/** Covers everything: no pixel and no name is behind it that could be seen, read out or reached. */
function LockScreen() {
  const { t } = useTranslation('keep');
  const dialog = useRef<HTMLDialogElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const wiping = useKeep((s) => s.wiping);
  const [said, setSaid] = useState('');
  const [busy, setBusy] = useState(false);
  const [forgotten, setForgotten] = useState(false);

  useEffect(() => {
    const element = dialog.current;
    if (!element || wiping) return;
    const up = () => {
      // A dialog that opened behind the lock is in front of it now, and unseen.
      const top = document.elementFromPoint(innerWidth / 2, innerHeight / 2);
      if (element.open && top && element.contains(top)) return;
      element.close();
      element.showModal();
      field.current?.focus();
    };
    up();
    const timer = setInterval(up, LOOK);
    // Keys that go past the lock would reach the commands of the page.
    const stop = (event: KeyboardEvent) => {
      if (!(event.target instanceof Node && element.contains(event.target))) event.stopPropagation();
    };
    addEventListener('keydown', stop, true);
    return () => {
      clearInterval(timer);
      removeEventListener('keydown', stop, true);
    };
  }, [wiping]);

  const go = async () => {
    const passphrase = field.current?.value ?? '';
    if (busy || passphrase === '') return;
    setBusy(true);
    setSaid('');
    try {
      if (await unlock(passphrase)) return;
      setSaid(t('lock.wrong'));
      if (field.current) field.current.value = '';
    } catch (error) {
      setSaid(t('pass.failed', { detail: error instanceof Error ? error.message : String(error) }));
    } finally {
      setBusy(false);
      field.current?.focus();
    }
  };

  return (
    <>
      <dialog
        ref={dialog}
        className="lock-screen"
        aria-label={t('lock.title')}
        data-testid="lock-screen"
        onCancel={(event) => event.preventDefault()}
        onKeyDown={(event) => {
          if (event.key === 'Escape') event.preventDefault();
          event.stopPropagation();
        }}
      >
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void go();
          }}
        >
          <Lock size={28} aria-hidden />
          <h1>{t('lock.title')}</h1>
          <p>{t('lock.why')}</p>
          <label className="keep-field">
            {t('lock.passphrase')}
            <input
              ref={field}
              className="field"
              type="password"
              autoComplete="off"
              data-testid="lock-passphrase"
              autoFocus
            />
          </label>
          <p role="alert" className="keep-said" data-testid="lock-said">
            {said}
          </p>
          <Button type="submit" look="primary" size="large" disabled={busy} data-testid="unlock">
            {t(busy ? 'pass.busy' : 'lock.open')}
          </Button>
          <Button
            look="quiet"
            aria-expanded={forgotten}
            data-testid="lock-forgotten"
            onClick={() => setForgotten(!forgotten)}
          >
            {t('lock.forgotten')}
          </Button>
          {forgotten && (
            <>
              <p>{t('lock.forgottenWhy')}</p>
              <Button
                look="danger"
                data-testid="lock-wipe"
                onClick={() => useKeep.setState({ wiping: true })}
              >
                {t('wipe.button')}
              </Button>
            </>
          )}
        </form>
      </dialog>
      <WipeDialog />
    </>
  );
}
