import { Check, X } from 'lucide-react';
import type { Annotation } from '../../domain/annotation/annotation';
import { useTranslation } from '../../i18n';
import { Button } from '../../ui';
import { judge } from './commands';

/** Who proposed a measurement, and the reader's word on it. */
export function Judge({ annotation: one }: { readonly annotation: Annotation }) {
  const { t } = useTranslation('measure');
  if (!one.review || !one.origin) return null;
  const { analysisId, analysisVersion } = one.origin;
  return (
    <div className="measure-judge">
      <p className="measure-quiet" data-testid="measure-origin">
        {t(one.review === 'pending' ? 'proposedBy' : 'judgedBy', {
          name: `${analysisId} ${analysisVersion}`,
        })}
      </p>
      <Button
        icon={<Check size={14} aria-hidden />}
        disabled={one.review === 'accepted'}
        data-testid="measure-accept"
        onClick={() => judge(one.uid, 'accepted')}
      >
        {t('action.accept')}
      </Button>
      <Button
        icon={<X size={14} aria-hidden />}
        disabled={one.review === 'rejected'}
        data-testid="measure-reject"
        onClick={() => judge(one.uid, 'rejected')}
      >
        {t('action.reject')}
      </Button>
    </div>
  );
}
