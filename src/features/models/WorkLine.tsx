import { useTranslation } from '../../i18n';
import { Button, ProgressBar } from '../../ui';
import type { Work } from './store';

/** What goes on, how far it is, and the way to stop it. */
export function WorkLine({ work, onCancel }: { readonly work: Work; readonly onCancel?: () => void }) {
  const { t } = useTranslation('models');
  const words = t(`work.${work.stage}`, { count: work.ahead ?? 0 });
  return (
    <div className="model-work" data-testid="model-work">
      <span role="status">{words}</span>
      <ProgressBar label={words} value={work.value} />
      {onCancel && (
        <Button look="quiet" data-testid="work-cancel" onClick={onCancel}>
          {t('cancel')}
        </Button>
      )}
    </div>
  );
}
