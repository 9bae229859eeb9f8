import { useEffect, useRef, useState } from 'react';
import type { Finding } from '../../domain/finding';
import { isLungNodule } from '../../domain/lesion';
import { useLanguage, useTranslation } from '../../i18n';
import { structureName } from '../../report';
import { drawCoronal, type CoronalMap } from '../../viewport/index';
import { mm } from './format';
import { mapFor } from './maps';
import { selectFinding } from './select';
import { listOf } from './shown';
import { hoverFinding, type StudyFindings } from './store';

/** Below this height of the page the list needs the room; the reader opens the map then. */
const TALL = 880;
/** The reader's last choice, for the page's life. */
let opened: boolean | undefined;

/** Nodules that the map of a study shows: those of the series that holds most of them. */
function mapped(study: StudyFindings): readonly Finding[] {
  const nodules = listOf(study).filter(isLungNodule);
  const counts = new Map<string, number>();
  for (const { seriesUid } of nodules) counts.set(seriesUid, (counts.get(seriesUid) ?? 0) + 1);
  const [most] = [...counts].sort((a, b) => b[1] - a[1]);
  return most ? nodules.filter(({ seriesUid }) => seriesUid === most[0]) : [];
}

/** All nodules of a study on a coronal overview, numbered; a dot opens its finding. */
export function NoduleMap({ study }: { readonly study: StudyFindings }) {
  const { t } = useTranslation('findings');
  const [open, setOpen] = useState(opened ?? innerHeight >= TALL);
  const nodules = mapped(study);
  const [first] = nodules;
  if (!first) return null;
  return (
    <details
      className="nodule-map"
      open={open}
      data-testid="nodule-map"
      onToggle={(event) => setOpen((opened = event.currentTarget.open))}
    >
      <summary data-testid="nodule-map-title">{t('map.title', { count: nodules.length })}</summary>
      {open && <Picture seriesUid={first.seriesUid} nodules={nodules} currentUid={study.currentUid} />}
    </details>
  );
}

interface PictureProps {
  readonly seriesUid: string;
  readonly nodules: readonly Finding[];
  readonly currentUid: string | undefined;
}

function Picture({ seriesUid, nodules, currentUid }: PictureProps) {
  const { t } = useTranslation('findings');
  const language = useLanguage();
  const [map, setMap] = useState<CoronalMap | 'failed'>();
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    let gone = false;
    mapFor(seriesUid).then(
      (made) => !gone && setMap(made),
      (error: unknown) => {
        console.warn('map:', error);
        if (!gone) setMap('failed');
      },
    );
    return () => {
      gone = true;
    };
  }, [seriesUid]);
  useEffect(() => {
    if (!canvas.current || !map || map === 'failed') return;
    drawCoronal(canvas.current, map);
    // Whoever has just opened it wants to see it, and it stands last in the panel.
    const box = canvas.current.closest('details');
    if (box?.contains(document.activeElement)) box.scrollIntoView({ block: 'nearest' });
  }, [map]);
  if (map === 'failed') return <p className="findings-quiet">{t('map.failed')}</p>;
  if (!map) return <p className="findings-quiet">{t('map.making')}</p>;
  return (
    <div className="nodule-map-picture" style={{ aspectRatio: `${map.mm[0]} / ${map.mm[1]}` }}>
      <canvas ref={canvas} role="img" aria-label={t('map.what')} />
      <span className="nodule-map-side" aria-hidden>
        R
      </span>
      <span className="nodule-map-side" aria-hidden>
        L
      </span>
      {nodules.map((f) => {
        const [x, y] = map.place(f.point);
        return (
          <button
            key={f.trackingUid}
            type="button"
            className="nodule-dot"
            style={{ left: `${(100 * x).toFixed(2)}%`, top: `${(100 * y).toFixed(2)}%` }}
            aria-label={t('map.dot', {
              number: f.number,
              name: structureName(f, language),
              mean: mm(f.measurements.meanDiameter.value),
            })}
            aria-pressed={f.trackingUid === currentUid}
            data-review={f.review}
            data-maker={f.origin.kind}
            data-number={f.number}
            data-testid="nodule-dot"
            onClick={() => selectFinding(f.trackingUid)}
            onPointerEnter={() => hoverFinding(f.trackingUid)}
            onPointerLeave={() => hoverFinding(undefined)}
          >
            {f.number}
          </button>
        );
      })}
    </div>
  );
}
