import { ImageOff, X } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslation } from '../../i18n';
import { byImportance } from '../../report';
import { hoverFinding, selectFinding } from '../findings';
import type { ReportFacts } from './document';
import { showKeyImage } from './edits';
import { caption } from './ExportMenu';
import { refreshShots } from './shots';
import { emptyReport, useReport } from './store';

/** A picture of each finding in the report, taken from the images as they are; each can be left out. */
export function KeyImages({ facts, locked }: { readonly facts: ReportFacts; readonly locked: boolean }) {
  const { t } = useTranslation('report');
  const { study, findings } = facts;
  const shots = useReport((s) => s.shots);
  const { withoutImage } = useReport((s) => s.studies[study.studyUid]) ?? emptyReport;
  const { language } = facts.document;
  useEffect(() => {
    void refreshShots(findings, language);
  }, [findings, language]);

  const reported = byImportance(findings);
  if (reported.length === 0) return null;
  return (
    <aside className="report-images" aria-label={t('keyImages')}>
      {reported.map((f) =>
        withoutImage.includes(f.trackingUid) ? (
          <button
            key={f.trackingUid}
            type="button"
            disabled={locked}
            className="report-image-back"
            onClick={() => showKeyImage(study.studyUid, f.trackingUid, true)}
          >
            {t('action.imageBack', { number: f.number })}
          </button>
        ) : (
          <figure
            key={f.trackingUid}
            data-testid="key-image"
            data-uid={f.trackingUid}
            onPointerEnter={() => hoverFinding(f.trackingUid)}
            onPointerLeave={() => hoverFinding(undefined)}
          >
            <button type="button" className="report-image" onClick={() => selectFinding(f.trackingUid)}>
              {shots[f.trackingUid] ? (
                <img src={shots[f.trackingUid].url} alt={t('imageOf', { number: f.number })} />
              ) : (
                <ImageOff size={20} aria-label={t('noImage')} />
              )}
            </button>
            <figcaption>{caption(study, f, language)}</figcaption>
            {!locked && (
              <button
                type="button"
                className="report-image-out"
                aria-label={t('action.imageOut')}
                data-tip={t('action.imageOut')}
                onClick={() => showKeyImage(study.studyUid, f.trackingUid, false)}
              >
                <X size={14} />
              </button>
            )}
          </figure>
        ),
      )}
    </aside>
  );
}
