import { Lock } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from '../../i18n';
import { canEncrypt, ITERATIONS, type KeepMode } from '../../storage';
import { Button } from '../../ui';
import { changePassphrase, toNothing, toOpen, toSealed } from './change';
import { lockNow, setIdleMinutes } from './lock';
import { PassphraseForm } from './PassphraseForm';
import { useKeep } from './store';
import { StoredHere } from './StoredHere';
import './keep.css';

const modes = ['open', 'sealed', 'nothing'] as const;

/** What stays on this computer and how: in the open, encrypted, or nothing; and what there is. */
export function KeepPage() {
  const { t } = useTranslation('keep');
  const mode = useKeep((s) => s.mode) ?? 'open';
  const [wanted, setWanted] = useState<KeepMode>();
  const chosen = wanted ?? mode;
  return (
    <>
      <fieldset className="settings-list" data-testid="keep-mode" data-mode={mode}>
        <legend>{t('mode.title')}</legend>
        {modes.map((one) => (
          <label key={one}>
            <input
              type="radio"
              name="keep"
              data-testid={`keep-${one}`}
              checked={chosen === one}
              disabled={one === 'sealed' && !canEncrypt()}
              onChange={() => setWanted(one)}
            />
            <span>
              {t(`mode.${one}`)}
              <small>{t(one === 'sealed' && !canEncrypt() ? 'mode.noCrypto' : `mode.${one}Why`)}</small>
            </span>
          </label>
        ))}
      </fieldset>
      {chosen !== mode && <Turn key={chosen} from={mode} to={chosen} onDone={() => setWanted(undefined)} />}
      {mode === 'sealed' && chosen === mode && <Sealed />}
      <StoredHere />
    </>
  );
}

interface TurnProps {
  readonly from: KeepMode;
  readonly to: KeepMode;
  readonly onDone: () => void;
}

function Turn({ from, to, onDone }: TurnProps) {
  const { t } = useTranslation('keep');
  const after = (done: boolean): boolean => {
    if (done) onDone();
    return done;
  };
  const asks = { old: from === 'sealed' && to === 'open', fresh: to === 'sealed' };
  const steps: Readonly<Record<KeepMode, (fresh: string, old: string) => Promise<boolean>>> = {
    sealed: (fresh) => toSealed(fresh),
    open: (...[, old]) => toOpen(old),
    nothing: () => toNothing(),
  };
  return (
    <div className="keep-turn">
      <p>{t(`turn.${to}`)}</p>
      {to === 'sealed' && <p>{t('turn.forgotten')}</p>}
      <PassphraseForm
        {...asks}
        action={t(`turn.${to}Do`)}
        danger={to === 'nothing'}
        testId="keep-turn"
        onDone={async (fresh, old) => after(await steps[to](fresh, old))}
      />
    </div>
  );
}

const minutes = [1, 5, 10, 15, 30, 60, 0] as const;

function Sealed() {
  const { t } = useTranslation('keep');
  const idle = useKeep((s) => s.idleMinutes);
  const [changing, setChanging] = useState(false);
  const [done, setDone] = useState(false);
  return (
    <div className="keep-turn">
      <div className="keep-row">
        <label className="settings-choice">
          {t('lock.after')}
          <select
            className="field"
            value={idle}
            data-testid="keep-idle"
            onChange={(event) => void setIdleMinutes(Number(event.target.value))}
          >
            {minutes.map((one) => (
              <option key={one} value={one}>
                {one === 0 ? t('lock.never') : t('lock.minutes', { count: one })}
              </option>
            ))}
          </select>
        </label>
        <Button
          icon={<Lock size={14} aria-hidden />}
          data-testid="keep-lock-now"
          onClick={() => void lockNow()}
        >
          {t('lock.now')}
        </Button>
        <Button look="quiet" data-testid="keep-change" onClick={() => setChanging(!changing)}>
          {t('pass.change')}
        </Button>
      </div>
      {changing && (
        <PassphraseForm
          old
          fresh
          action={t('pass.change')}
          testId="keep-changing"
          onDone={async (fresh, old) => {
            const changed = await changePassphrase(old, fresh);
            setDone(changed);
            if (changed) setChanging(false);
            return changed;
          }}
        />
      )}
      {done && <p role="status">{t('pass.changed')}</p>}
      <small className="settings-note">{t('mode.how', { rounds: ITERATIONS.toLocaleString('en') })}</small>
    </div>
  );
}
