import type { Finding } from '../../domain/finding';
import { byImportedModel, isLungNodule } from '../../domain/lesion';
import { useLanguage, useTranslation } from '../../i18n';
import { structureName } from '../../report';

/** What a model's label shows, with the colour that its manifest asks for. */
export function FindingName({ finding: f }: { readonly finding: Finding }) {
  const language = useLanguage();
  return (
    <b>
      {f.rgb && (
        <i className="finding-colour" style={{ background: `rgb(${f.rgb.join(' ')})` }} aria-hidden />
      )}
      {structureName(f, language)}
    </b>
  );
}

/** "Imported, not validated": stands wherever it is said what made a finding. */
export function ImportedMark({ finding }: { readonly finding: Finding }) {
  const { t } = useTranslation('findings');
  return byImportedModel(finding) ? (
    <span className="imported-badge" data-testid="imported-badge">
      {t('card.importedModel')}
    </span>
  ) : null;
}

/** The place of a nodule, or the name of what a model outlined. */
export function FindingTitle({ finding: f }: { readonly finding: Finding }) {
  const { t } = useTranslation('findings');
  if (!isLungNodule(f)) return <FindingName finding={f} />;
  if (f.lobe) return <b>{t(`lobeShort.${f.lobe}`)}</b>;
  const side = f.laterality ?? 'unknown';
  const zone = f.nodule?.zone;
  return <b>{zone && f.laterality ? t(`zoneShort.${f.laterality}.${zone}`) : t(`side.${side}`)}</b>;
}
