import { TriangleAlert } from 'lucide-react';
import { useTranslation } from '../../i18n';
import { useOpen } from '../open';
import { useRunShown } from './shown';
import { useAnalysis } from './store';

/** What the newest analysis warns of: a rotated or cut film, thick slices. It changes what its findings are worth. */
export function RunWarnings() {
  const { t } = useTranslation('analysis');
  const studyUid = useOpen((s) => s.activeStudyUid);
  const made = useAnalysis((s) => (studyUid ? s.studies[studyUid]?.runs.at(-1) : undefined));
  const run = useRunShown(studyUid, made);
  if (!run || run.concealed || run.warnings.length === 0) return null;
  return (
    <ul className="run-warnings" aria-label={t('warnings')} data-testid="run-warnings">
      {run.warnings.map(({ key, values }) => (
        <li key={key}>
          <TriangleAlert size={13} aria-hidden />
          <span>{t(`suitability.${key}`, values ?? {})}</span>
        </li>
      ))}
    </ul>
  );
}
