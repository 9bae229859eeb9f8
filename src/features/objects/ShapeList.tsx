import { Eye, EyeOff } from 'lucide-react';
import type { Rgb, SegmentationObject, StructureObject } from '../../dicom/objects';
import { countVoxels } from '../../domain/volume';
import { useTranslation } from '../../i18n';
import { Button, IconButton } from '../../ui';
import { closeObject } from './commands';
import { setHidden, toggleShape } from './hide';
import { goToSegment, segmentOverlay, takeAsFindings, takeAsSegments } from './segments';
import { colourOf } from './shapes';
import { useObjects } from './store';
import { goToRoi, takeStructures } from './structures';

interface Row {
  readonly number: number;
  readonly name: string;
  readonly facts: readonly string[];
  readonly rgb: Rgb;
  /** Nothing of it is drawn. */
  readonly empty: boolean;
}

interface ShapeRowsProps {
  readonly rows: readonly Row[];
  readonly onGo: (number: number) => void;
}

/** Segments or ROIs: colour, name, what it is; a click goes there, the eye hides it. */
function ShapeRows({ rows, onGo }: ShapeRowsProps) {
  const { t } = useTranslation('objects');
  const hidden = useObjects((s) => s.hidden);
  const drawable = rows.filter((row) => !row.empty);
  const all = hidden.length === 0;
  return (
    <>
      {drawable.length > 1 && (
        <div className="object-actions">
          <span className="object-minor">{t('shapes.count', { count: rows.length })}</span>
          <Button
            look="quiet"
            icon={all ? <EyeOff size={14} /> : <Eye size={14} />}
            onClick={() => setHidden(all ? rows.map((row) => row.number) : [])}
          >
            {all ? t('shapes.hideAll') : t('shapes.showAll')}
          </Button>
        </div>
      )}
      <ul className="shape-list" data-testid="shape-list">
        {rows.map((row) => {
          const off = hidden.includes(row.number);
          return (
            <li key={row.number} className={off || row.empty ? 'shape-off' : undefined}>
              <button
                type="button"
                className="shape-name"
                disabled={row.empty}
                onClick={() => onGo(row.number)}
              >
                <span className="shape-colour" style={{ background: `rgb(${row.rgb.join(' ')})` }} />
                <span className="shape-words">
                  <span>{row.name}</span>
                  {row.facts.length > 0 && <small>{row.facts.join(' · ')}</small>}
                </span>
              </button>
              <IconButton
                label={off ? t('shapes.show', { name: row.name }) : t('shapes.hide', { name: row.name })}
                disabled={row.empty}
                onClick={() => toggleShape(row.number)}
              >
                {off ? <EyeOff size={15} /> : <Eye size={15} />}
              </IconButton>
            </li>
          );
        })}
      </ul>
    </>
  );
}

/** Segments of a SEG, with what their codes and tags say. */
export function SegmentsView({ object }: { readonly object: SegmentationObject }) {
  const { t } = useTranslation('objects');
  const note = useObjects((s) => s.note);
  // Drawn once the SEG lies on its series.
  useObjects((s) => s.hidden);
  const rows = object.segments.map((segment, n): Row => {
    const drawn = segmentOverlay(segment.number);
    const made = ['AUTOMATIC', 'SEMIAUTOMATIC', 'MANUAL'].includes(segment.algorithmType)
      ? t(`segmentation.${segment.algorithmType}`)
      : segment.algorithmType;
    return {
      number: segment.number,
      name: segment.label || segment.type?.meaning || String(segment.number),
      facts: [
        segment.type?.meaning !== segment.label ? segment.type?.meaning : undefined,
        segment.category?.meaning,
        segment.region?.meaning,
        [made, segment.algorithmName].filter(Boolean).join(' '),
        drawn && countVoxels(drawn.mask) === 0 ? t('segmentation.empty') : undefined,
      ].filter((fact): fact is string => Boolean(fact)),
      rgb: colourOf(segment.rgb, n),
      empty: note !== undefined || (drawn !== undefined && countVoxels(drawn.mask) === 0),
    };
  });
  const fractional = object.type === 'FRACTIONAL';
  return (
    <>
      {fractional && (
        <p className="object-note">
          {object.fractionalType === 'PROBABILITY'
            ? t('segmentation.probability')
            : t('segmentation.occupancy')}
        </p>
      )}
      <ShapeRows rows={rows} onGo={goToSegment} />
      {note === undefined && (
        <div className="object-actions">
          <Button
            look="plain"
            data-testid="take-as-findings"
            onClick={() => void takeAsFindings(closeObject)}
          >
            {t('segmentation.take')}
          </Button>
          <Button
            look="plain"
            data-testid="take-as-segments"
            onClick={() => void takeAsSegments(closeObject)}
          >
            {t('segmentation.takeSegments')}
          </Button>
        </div>
      )}
    </>
  );
}

/** ROIs of a structure set. */
export function StructuresView({ object }: { readonly object: StructureObject }) {
  const { t } = useTranslation('objects');
  const note = useObjects((s) => s.note);
  const rows = object.rois.map((roi, n): Row => ({
    number: roi.number,
    name: roi.name,
    facts: [
      roi.interpreted,
      roi.contours.length === 0
        ? t('structures.empty')
        : t('structures.contours', { count: roi.contours.length }),
      roi.algorithm,
    ].filter(Boolean),
    rgb: colourOf(roi.rgb, n),
    empty: note !== undefined || roi.contours.length === 0,
  }));
  return (
    <>
      <ShapeRows rows={rows} onGo={goToRoi} />
      {note === undefined && object.rois.some((roi) => roi.contours.length > 0) && (
        <div className="object-actions">
          <Button
            look="plain"
            data-testid="take-as-segments"
            onClick={() => void takeStructures(closeObject)}
          >
            {t('segmentation.takeSegments')}
          </Button>
        </div>
      )}
      <UnplacedList />
    </>
  );
}

/** What of the contours became no segment, and why. */
function UnplacedList() {
  const { t } = useTranslation('objects');
  const unplaced = useObjects((s) => s.unplaced);
  if (!unplaced || unplaced.length === 0) return null;
  return (
    <div className="object-note" role="status" data-testid="unplaced">
      <strong>{t('structures.unplaced')}</strong>
      <ul>
        {unplaced.map(({ name, reasons }, n) => (
          // Two ROIs may bear the same name.
          // oxlint-disable-next-line react/no-array-index-key
          <li key={n}>
            {name}: {reasons.map(([why, count]) => t(`structures.why.${why}`, { count })).join(t('comma'))}
          </li>
        ))}
      </ul>
    </div>
  );
}
