import { HardDrive } from 'lucide-react';
import { useEffect, useState } from 'react';
import { StoredHere } from '../features/keep';
import { refresh } from '../features/worklist';
import { useLanguage, useTranslation } from '../i18n';
import { storageEstimate } from '../storage';
import { Button, Dialog } from '../ui';
import { bytes } from './bytes';
import './start-stored.css';

/** On the start page: how much is stored on this computer; behind it what, by kind, each to be cleared. */
export function StartStored() {
  const { t } = useTranslation('app');
  const lang = useLanguage();
  const [used, setUsed] = useState<number>();
  const [open, setOpen] = useState(false);
  useEffect(() => {
    let gone = false;
    // Asked of the browser, which knows: counting by kind reads what is stored, and waits until somebody wants to see it.
    if (!open) void storageEstimate().then((room) => gone || setUsed(room?.used));
    return () => {
      gone = true;
    };
  }, [open]);
  const close = () => {
    setOpen(false);
    // What was cleared is not in the list any more.
    refresh();
  };
  return (
    <>
      <Button
        look="quiet"
        className="start-stored"
        icon={<HardDrive size={14} aria-hidden />}
        data-testid="start-stored"
        data-tip={t('start.storedTip')}
        onClick={() => setOpen(true)}
      >
        {used === undefined ? t('start.stored') : t('start.storedSize', { size: bytes(used, lang) })}
      </Button>
      {open && (
        <Dialog
          wide
          title={t('start.stored')}
          onSubmit={close}
          onCancel={close}
          testId="start-stored-dialog"
          actions={
            <Button type="submit" look="primary" data-testid="start-stored-close">
              {t('start.close')}
            </Button>
          }
        >
          <div className="start-stored-kinds">
            <StoredHere />
          </div>
        </Dialog>
      )}
    </>
  );
}
