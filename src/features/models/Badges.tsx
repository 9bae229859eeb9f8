import type { ModelEntry } from '../../inference/library';
import { useTranslation } from '../../i18n';

/** What to know before trusting a model: damaged, imported and not validated, research. */
export function Badges({ entry }: { readonly entry: ModelEntry }) {
  const { t } = useTranslation('models');
  const badges = [
    entry.manifestError !== undefined && 'damaged',
    entry.origin === 'imported' && 'imported',
    entry.manifest?.status === 'research' && entry.origin === 'shipped' && 'research',
  ].filter((b) => b !== false);
  return (
    <span className="models-badges">
      {badges.map((badge) => (
        <span key={badge} className={`models-badge models-badge-${badge}`}>
          {t(`badge.${badge}`)}
        </span>
      ))}
    </span>
  );
}
