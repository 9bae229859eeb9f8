import { useTranslation } from '../../i18n';
import { Notice } from '../../ui';
import { useLinks } from './follow';

/** What a link asked for and did not get, and why; the asked text is shown as it is, and nothing of it runs. */
export function LinkNotice() {
  const { t } = useTranslation('links');
  const refused = useLinks((s) => s.refused);
  if (refused.length === 0) return null;
  return (
    <Notice
      tone="warn"
      title={t('title')}
      closeLabel={t('close')}
      onClose={() => useLinks.setState({ refused: [] })}
      testId="notice-link"
    >
      {refused.map(({ why, value }) => t(`why.${why}`, { value })).join(' ')}
    </Notice>
  );
}
