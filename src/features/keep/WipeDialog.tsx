import { useEffect, useState } from 'react';
import { useLanguage, useTranslation } from '../../i18n';
import { bytes as bytesText } from '../../i18n/bytes';
import { saveWholeAudit } from '../audit';
import { storageByKind, type KindUse } from '../../storage';
import { Button, Dialog } from '../../ui';
import { wipe } from './lock';
import { useKeep } from './store';
import { saveAllWork } from './transfer';

const close = () => useKeep.setState({ wiping: false });

/** The one question before everything that Lamplight keeps on this computer is deleted. */
export function WipeDialog() {
  const wiping = useKeep((s) => s.wiping);
  return wiping && <Open />;
}

const kinds = ['work', 'recent', 'audit', 'settings', 'models', 'page'] as const;

function Open() {
  const { t } = useTranslation('keep');
  const lang = useLanguage();
  const locked = useKeep((s) => s.lock !== 'none');
  const [uses, setUses] = useState<readonly KindUse[]>([]);
  const [said, setSaid] = useState<{ readonly text: string; readonly good: boolean }>();
  const saveLog = () =>
    saveWholeAudit().then(
      () => setSaid({ text: t('wipe.logSaved'), good: true }),
      (error: unknown) =>
        setSaid({ text: error instanceof Error ? error.message : String(error), good: false }),
    );
  // Of a locked store nobody can say how much there is.
  useEffect(() => {
    if (!locked) void storageByKind().then(setUses);
  }, [locked]);
  const amount = (kind: KindUse['kind']) => {
    const use = uses.find((one) => one.kind === kind);
    return use && ` (${t(`stored.count.${kind}`, { count: use.count })}, ${bytesText(use.bytes, lang)})`;
  };
  return (
    <Dialog
      title={t('wipe.title')}
      testId="wipe-dialog"
      onCancel={close}
      onSubmit={() => {
        close();
        void wipe();
      }}
      actions={
        <>
          <Button onClick={close} autoFocus>
            {t('wipe.keep')}
          </Button>
          <Button type="submit" look="danger" data-testid="wipe-sure">
            {t('wipe.sure')}
          </Button>
        </>
      }
    >
      <p>{t('wipe.what')}</p>
      <ul className="wipe-list">
        {kinds.map((kind) => (
          <li key={kind}>
            {t(`stored.${kind}`)}
            {amount(kind)}
          </li>
        ))}
      </ul>
      {!locked && (
        <div className="keep-row">
          <Button data-testid="wipe-save-log" onClick={() => void saveLog()}>
            {t('wipe.saveLog')}
          </Button>
          <Button data-testid="wipe-save-work" onClick={() => void saveAllWork()}>
            {t('file.save')}
          </Button>
          <span role="status" className={said?.good ? 'keep-good' : 'keep-said'}>
            {said?.text}
          </span>
        </div>
      )}
      <p>{t('wipe.undone')}</p>
      <p>{t('wipe.noted')}</p>
    </Dialog>
  );
}
