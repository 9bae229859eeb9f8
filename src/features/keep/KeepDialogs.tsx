import { useTranslation } from '../../i18n';
import { Button, Dialog } from '../../ui';
import { useKeep } from './store';
import { WipeDialog } from './WipeDialog';

/** Questions about what is kept. Mount once. */
export function KeepDialogs() {
  const locked = useKeep((s) => s.lock !== 'none');
  return (
    <>
      <ClashDialog />
      {!locked && <WipeDialog />}
    </>
  );
}

/** A file has work for studies that have other work here. */
function ClashDialog() {
  const { t } = useTranslation('keep');
  const clash = useKeep((s) => s.clash);
  if (!clash) return null;
  const keep = () => clash.answer(false);
  return (
    <Dialog
      title={t('file.clash', { count: clash.count })}
      testId="work-clash"
      onCancel={keep}
      onSubmit={() => clash.answer(true)}
      actions={
        <>
          <Button onClick={keep} autoFocus data-testid="clash-keep">
            {t('file.keep')}
          </Button>
          <Button type="submit" data-testid="clash-take">
            {t('file.take')}
          </Button>
        </>
      }
    >
      <p>{t('file.clashWhy')}</p>
    </Dialog>
  );
}
