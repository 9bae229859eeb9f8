import { X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from '../../i18n';
import { IconButton } from '../../ui';
import { useKeyOf } from '../commands';
import { useOpen } from '../open';
import { closeList } from './open';
import { useWorklist } from './store';
import { Worklist } from './Worklist';

/** The list over the images of a study that is read, which stays as it is behind it. Mount once. */
export function WorklistOver({ phone }: { readonly phone: boolean }) {
  const over = useWorklist((s) => s.over);
  const open = useOpen((s) => s.activeStudyUid !== undefined);
  return over && open && <Over phone={phone} />;
}

function Over({ phone }: { readonly phone: boolean }) {
  const { t } = useTranslation('worklist');
  const dialog = useRef<HTMLDialogElement>(null);
  const key = useKeyOf('worklist.show');
  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    element?.querySelector<HTMLElement>('[role=grid]')?.focus();
    return () => element?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      className="wl-over"
      aria-label={t('title')}
      data-testid="worklist-over"
      onCancel={(event) => {
        if (event.target !== event.currentTarget) return;
        event.preventDefault();
        closeList();
      }}
    >
      <header>
        <h2>{t('title')}</h2>
        <IconButton label={t('close')} keyHint={key} data-testid="worklist-close" onClick={closeList}>
          <X size={16} />
        </IconButton>
      </header>
      <Worklist phone={phone} />
    </dialog>
  );
}
