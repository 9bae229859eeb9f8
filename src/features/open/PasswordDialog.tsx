import { useState } from 'react';
import { useTranslation } from '../../i18n';
import { Button, Dialog } from '../../ui';
import { useOpen, type PasswordQuestion } from './store';

/** Asks for a ZIP's password while one waits for it. Mount once. */
export function PasswordDialog() {
  const question = useOpen((state) => state.password);
  return question ? <Question question={question} /> : null;
}

function Question({ question }: { readonly question: PasswordQuestion }) {
  const { t } = useTranslation('open');
  const [password, setPassword] = useState('');
  const skip = () => question.answer(undefined);
  return (
    <Dialog
      title={t('password.title')}
      testId="password-dialog"
      onCancel={skip}
      onSubmit={() => question.answer(password)}
      actions={
        <>
          <Button look="quiet" onClick={skip}>
            {t('password.skip')}
          </Button>
          <Button look="primary" type="submit" disabled={password === ''}>
            {t('password.open')}
          </Button>
        </>
      }
    >
      <p>{question.path}</p>
      <input
        className="field"
        type="password"
        autoComplete="off"
        autoFocus
        aria-label={t('password.label')}
        aria-invalid={question.wrongBefore}
        aria-describedby={question.wrongBefore ? 'wrong-password' : undefined}
        value={password}
        onChange={(event) => setPassword(event.target.value)}
      />
      {question.wrongBefore && (
        <p id="wrong-password" role="alert" className="password-wrong">
          {t('password.wrong')}
        </p>
      )}
    </Dialog>
  );
}
