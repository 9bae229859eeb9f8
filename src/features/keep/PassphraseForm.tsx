import { useState } from 'react';
import { useTranslation } from '../../i18n';
import { SHORTEST, StorageError } from '../../storage';
import { Button } from '../../ui';

interface FormProps {
  /** Asks for the passphrase that holds now. */
  readonly old?: boolean;
  /** Asks for a new one, twice. */
  readonly fresh?: boolean;
  readonly action: string;
  readonly danger?: boolean;
  readonly testId: string;
  /** False: the old passphrase is wrong. */
  readonly onDone: (fresh: string, old: string) => Promise<boolean>;
}

const empty = { old: '', first: '', second: '' };

/** Fields for passphrases and the button that uses them. No form of its own: it stands in dialogs that are one. */
export function PassphraseForm({ old, fresh, action, danger, testId, onDone }: FormProps) {
  const { t } = useTranslation('keep');
  const [words, setWords] = useState(empty);
  const [said, setSaid] = useState('');
  const [busy, setBusy] = useState(false);

  const go = async () => {
    if (busy) return;
    if (fresh && [...words.first].length < SHORTEST) return setSaid(t('pass.short', { count: SHORTEST }));
    if (fresh && words.first !== words.second) return setSaid(t('pass.differ'));
    setBusy(true);
    setSaid('');
    try {
      if (await onDone(words.first, words.old)) setWords(empty);
      else setSaid(t('pass.wrong'));
    } catch (error) {
      setSaid(t('pass.failed', { detail: error instanceof StorageError ? error.detail : String(error) }));
    } finally {
      setBusy(false);
    }
  };
  const field = (name: keyof typeof empty, newOne: boolean) => (
    <label className="keep-field">
      {t(`pass.${name}`)}
      <input
        className="field"
        type="password"
        value={words[name]}
        // The browser would offer to keep it on this very computer.
        autoComplete={newOne ? 'new-password' : 'off'}
        data-testid={`${testId}-${name}`}
        onChange={(event) => setWords({ ...words, [name]: event.target.value })}
        onKeyDown={(event) => {
          // Enter would press the dialog's own button.
          if (event.key !== 'Enter') return;
          event.preventDefault();
          void go();
        }}
      />
    </label>
  );
  return (
    <div className="keep-pass">
      {old && field('old', false)}
      {fresh && field('first', true)}
      {fresh && field('second', true)}
      <div className="keep-row">
        <Button
          look={danger ? 'danger' : 'primary'}
          disabled={busy}
          data-testid={`${testId}-go`}
          onClick={() => void go()}
        >
          {busy ? t('pass.busy') : action}
        </Button>
        <span role="alert" className="keep-said" data-testid={`${testId}-said`}>
          {said}
        </span>
      </div>
    </div>
  );
}
