import { memo } from 'react';
import { Check, Circle, FileInput, PencilLine, UserRound, X } from 'lucide-react';
import type { Finding } from '../../domain/finding';
import { useLanguage, useTranslation } from '../../i18n';
import { structureName } from '../../report';
import { ChangeBadge, usePairDrag } from '../growth';
import { inHounsfield, isLungNodule } from '../../domain/lesion';
import { FindingTitle, ImportedMark } from './FindingName';
import { hu, mm, mm3, score, sizeOf, unitText } from './format';
import { selectFinding } from './select';
import { hoverFinding } from './store';
import { scoreMeaning } from './words';

/** How a finding stands, as an icon: state and maker differ by shape, never by colour alone. */
export function ReviewIcon({ finding, imported }: { readonly finding: Finding; readonly imported: boolean }) {
  const size = 14;
  if (finding.review === 'rejected') return <X size={size} aria-hidden />;
  if (imported && finding.review === 'accepted') return <FileInput size={size} aria-hidden />;
  if (finding.origin.kind === 'reader' && !imported) return <UserRound size={size} aria-hidden />;
  if (finding.review === 'accepted') return <Check size={size} aria-hidden />;
  return finding.review === 'edited' ? (
    <PencilLine size={size} aria-hidden />
  ) : (
    <Circle size={size} aria-hidden />
  );
}

interface RowProps {
  readonly finding: Finding;
  readonly current: boolean;
  readonly imported: boolean;
  /** The one row that Tab reaches. */
  readonly inTabOrder: boolean;
  /** Even flex order, so that the card can stand between two rows. */
  readonly order: number;
}

/** One finding in two dense lines: what it is and how it stands; its numbers. Of forty only what changed is made anew. */
export const FindingRow = memo(function FindingRow({
  finding: f,
  current,
  imported,
  inTabOrder,
  order,
}: RowProps) {
  const { t } = useTranslation('findings');
  const language = useLanguage();
  const m = f.measurements;
  const drag = usePairDrag(f.studyUid, f.trackingUid);
  const nodule = isLungNodule(f);
  // A lesion on ultrasound is spoken of by its axes, other outlines by how much of them there is.
  const axes = `${mm(m.longAxis.value)} × ${mm(m.shortAxis.value)} ${unitText(m.longAxis.unit)}`;
  const size = f.ultrasound ? axes : sizeOf(m.volume);
  const state = t(imported && f.review === 'accepted' ? 'review.imported' : `review.${f.review}`);
  return (
    <div
      role="option"
      id={`finding-${f.trackingUid}`}
      className="finding-row"
      style={{ order }}
      aria-selected={current}
      aria-label={t(nodule ? 'row' : 'rowStructure', {
        name: structureName(f, language),
        volume: size,
        number: f.number,
        state,
        long: mm(m.longAxis.value),
        short: mm(m.shortAxis.value),
      })}
      tabIndex={inTabOrder ? 0 : -1}
      data-testid="finding-row"
      data-number={f.number}
      data-uid={f.trackingUid}
      data-review={f.review}
      data-kind={f.kind.value}
      data-maker={f.origin.kind === 'reader' && !imported ? 'reader' : 'given'}
      data-score={f.score?.value}
      data-volume={m.volume.value}
      data-unit={m.volume.unit}
      data-long={m.longAxis.value}
      data-short={m.shortAxis.value}
      {...drag}
      onClick={() => selectFinding(f.trackingUid)}
      onPointerEnter={() => hoverFinding(f.trackingUid)}
      onPointerLeave={() => hoverFinding(undefined)}
    >
      <span className="finding-number">{f.number}</span>
      <span className="finding-what">
        <FindingTitle finding={f} />
        {f.type && <span>{t(`type.${f.type}`)}</span>}
        <ChangeBadge studyUid={f.studyUid} uid={f.trackingUid} />
        {f.review === 'rejected' && f.rejectReason && <span>{t(`reason.${f.rejectReason}`)}</span>}
        {f.note && <span className="finding-has-note">{f.note}</span>}
      </span>
      <span className="finding-state" data-tip={state}>
        <ReviewIcon finding={f} imported={imported} />
        {state}
      </span>
      <span className="finding-numbers">
        {nodule ? (
          <>
            <span>
              {mm(m.longAxis.value)} × {mm(m.shortAxis.value)}
            </span>
            <span>{mm(m.meanDiameter.value)}</span>
            <span>{mm3(m.volume.value)}</span>
            <span>{hu(m.meanHu.value)}</span>
            <span data-tip={f.score && scoreMeaning(t, f.score)}>{f.score ? score(f.score.value) : '–'}</span>
          </>
        ) : (
          <span className="finding-structure">
            <ImportedMark finding={f} />
            {size}
            {inHounsfield(f) && <span>{hu(m.meanHu.value)} HU</span>}
          </span>
        )}
      </span>
    </div>
  );
});
