import { Brush, Check, Eraser, Move, PencilLine, RotateCcw, Trash2, X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { Finding } from '../../domain/finding';
import { isLesion } from '../../domain/lesion';
import { useTranslation } from '../../i18n';
import { Button } from '../../ui';
import { useKeysOf } from '../commands';
import { GrowthCard } from '../growth';
import { FindingGuideline } from '../guideline';
import { remove } from './add';
import { CardFacts } from './CardFacts';
import { CardFields } from './CardFields';
import { FilmFacts } from './CardFilm';
import { UltrasoundActions } from './CardUltrasound';
import { mm, sizeOf, unitText } from './format';
import { NodulePlanes } from './NodulePlanes';
import { editShape, setMode } from './mode';
import { originalOutline } from './outline';
import { RejectPicker } from './RejectPicker';
import { accept, askReason, isCorrected, restore } from './review';
import { studyFindings, useFindings, type HandMode } from './store';

interface CardProps {
  readonly finding: Finding;
  readonly imported: boolean;
  readonly order: number;
}

/** The open finding: what can be done with it, its numbers and where they come from. */
export function FindingCard({ finding: f, imported, order }: CardProps) {
  const { t } = useTranslation('findings');
  const rejecting = useFindings((s) => s.rejecting === f.trackingUid);
  const root = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // Braces: newer browsers return a promise here, and an effect must return nothing or a function.
    root.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  const original = isCorrected(f) ? studyFindings(f.studyUid).originals[f.trackingUid] : undefined;

  return (
    <div
      ref={root}
      className="finding-card"
      style={{ order }}
      role="group"
      aria-labelledby={`finding-${f.trackingUid}`}
      onKeyDown={(event) => {
        // A shape that is worked on, or a question, is let go first; then Escape leads back to the list.
        const busy = rejecting || useFindings.getState().mode !== 'none';
        if (event.key !== 'Escape' || event.defaultPrevented || busy) return;
        document.getElementById(`finding-${f.trackingUid}`)?.focus();
        event.preventDefault();
        event.stopPropagation();
      }}
    >
      {volumetric(f) && <NodulePlanes key={f.seriesUid} finding={f} />}
      {rejecting ? (
        <RejectPicker uid={f.trackingUid} />
      ) : (
        <Actions finding={f} own={f.origin.kind === 'reader' && !imported} />
      )}
      <UltrasoundActions finding={f} />
      <FilmFacts finding={f} />
      <CardFields finding={f} />
      <CardFacts finding={f} imported={imported} />
      <GrowthCard studyUid={f.studyUid} uid={f.trackingUid} />
      <FindingGuideline finding={f} />
      {original && (
        <p className="card-original">
          {t('card.original', {
            long: mm(original.measurements.longAxis.value),
            short: mm(original.measurements.shortAxis.value),
            unit: unitText(original.measurements.longAxis.unit),
            size: sizeOf(original.measurements.volume),
          })}
          <button type="button" className="link" onClick={() => originalOutline(f.trackingUid)}>
            {t('action.originalOutline')}
          </button>
        </p>
      )}
    </div>
  );
}

/** Planes are made of lesions in a volume; an organ fills every field, one image has no depth. */
const volumetric = (f: Finding): boolean => f.measurements.volume.unit === 'mm3' && isLesion(f);

/** How the shape is changed by mouse and by keys; of axes, which end the keys hold and what they measure now. */
function ShapeHint({ finding: f, mode }: { readonly finding: Finding; readonly mode: HandMode }) {
  const { t } = useTranslation('findings');
  const { axis, end } = useFindings((s) => s.axisEnd);
  const { longAxis, shortAxis } = f.measurements;
  return (
    <>
      <p className="card-hint">
        {t(`hint.${mode}`)} <span className="by-keys">{t(`hint.keys.${mode}`)}</span>
      </p>
      {mode === 'axes' && (
        <p className="card-hint by-keys" role="status" data-testid="axis-end">
          {t(`hint.end.${axis}${end}`)} {mm(longAxis.value)} × {mm(shortAxis.value)} {unitText(longAxis.unit)}
        </p>
      )}
    </>
  );
}

function Actions({ finding: f, own }: { readonly finding: Finding; readonly own: boolean }) {
  const { t } = useTranslation('findings');
  const keyOf = useKeysOf();
  const mode = useFindings((s) => s.mode);
  const uid = f.trackingUid;
  const size = 14;
  if (f.review === 'rejected')
    return (
      <div className="card-actions">
        <Button icon={<RotateCcw size={size} />} onClick={() => restore(uid)} data-testid="restore">
          {t('action.restore')}
        </Button>
      </div>
    );
  const outline = mode === 'outlineAdd' || mode === 'outlineErase';
  return (
    <>
      <div className="card-actions">
        {f.review === 'pending' && (
          <Button
            look="primary"
            keyHint={keyOf('finding.accept')}
            icon={<Check size={size} />}
            onClick={() => accept(uid)}
            data-testid="accept"
          >
            {t('action.accept')}
          </Button>
        )}
        {own ? (
          <Button icon={<Trash2 size={size} />} onClick={() => remove(uid)} data-testid="remove">
            {t('action.remove')}
          </Button>
        ) : (
          <Button
            keyHint={keyOf('finding.reject')}
            icon={<X size={size} />}
            onClick={() => askReason(uid)}
            data-testid="reject"
          >
            {t('action.reject')}
          </Button>
        )}
      </div>
      <div className="card-actions">
        <Button
          look="quiet"
          keyHint={keyOf('finding.edit')}
          icon={<PencilLine size={size} />}
          aria-pressed={outline}
          onClick={() => (outline ? setMode('none') : editShape(uid, 'outlineAdd'))}
          data-testid="edit-outline"
        >
          {t('action.editOutline')}
        </Button>
        <Button
          look="quiet"
          icon={<Move size={size} />}
          aria-pressed={mode === 'axes'}
          onClick={() => editShape(uid, 'axes')}
          data-testid="edit-axes"
        >
          {t('action.editAxes')}
        </Button>
      </div>
      {outline && (
        <div className="card-actions card-brush" role="group" aria-label={t('action.editOutline')}>
          <Button
            look="quiet"
            icon={<Brush size={size} />}
            aria-pressed={mode === 'outlineAdd'}
            onClick={() => setMode('outlineAdd')}
            data-testid="brush-add"
          >
            {t('action.brushAdd')}
          </Button>
          <Button
            look="quiet"
            icon={<Eraser size={size} />}
            aria-pressed={mode === 'outlineErase'}
            onClick={() => setMode('outlineErase')}
            data-testid="brush-erase"
          >
            {t('action.brushErase')}
          </Button>
          <Button look="quiet" keyHint="Esc" onClick={() => setMode('none')}>
            {t('action.finish')}
          </Button>
        </div>
      )}
      {(outline || mode === 'axes') && <ShapeHint finding={f} mode={mode} />}
    </>
  );
}
