import { useEffect, useRef, useState } from 'react';
import type { Finding } from '../../domain/finding';
import type { Grid, Vec3 } from '../../domain/geometry';
import { useTranslation } from '../../i18n';
import {
  deeper,
  drawSmallPlane,
  pointOn,
  stepOf,
  windowPresets,
  type PlaneName,
  type SmallMark,
  type SmallPlane,
} from '../../viewport/index';
import { goTo, useRead } from '../read';
import { boxFor, type PixelBox } from './boxes';
import { studyFindings, useFindings } from './store';
import { shownPoint } from './wiring';

const PLANES: readonly PlaneName[] = ['axial', 'coronal', 'sagittal'];
type SmallWindow = 'lung' | 'mediastinum';

/** Side of what is seen, mm: the nodule fills about a third, and never less than 30 mm of its surroundings. */
const fieldOf = (f: Finding): number => Math.min(90, Math.max(30, 2.6 * f.measurements.longAxis.value));

/** The window chosen last stays for the next card. */
let lastWindow: SmallWindow = 'lung';

/** Outline colours of look.md: the current finding is the lamp, whoever made it. */
const colourOf = (f: Finding): string => (f.review === 'rejected' ? '#8b939e' : '#ffb454');

/** Three planes through a finding, with its outline and axes. Wheel and arrows go through, a click takes the images there. */
export function NodulePlanes({ finding: f }: { readonly finding: Finding }) {
  const { t } = useTranslation('findings');
  const [window, setWindow] = useState<SmallWindow>(lastWindow);
  const [box, setBox] = useState<PixelBox | 'failed'>();
  const marksVisible = useRead((s) => s.marksVisible);
  const preview = useFindings((s) => (s.preview?.uid === f.trackingUid ? s.preview : undefined));
  const grid = studyFindings(f.studyUid).grids[f.seriesUid];
  // Of when the card was opened: an edit of the outline must not move what is looked at.
  const [centre] = useState(() => shownPoint(f));
  const [field] = useState(() => fieldOf(f));

  useEffect(() => {
    let gone = false;
    boxFor(f.seriesUid, grid, centre, field * 0.75).then(
      (found) => !gone && setBox(found),
      (error: unknown) => {
        console.warn('card:', error);
        if (!gone) setBox('failed');
      },
    );
    return () => {
      gone = true;
    };
  }, [f.seriesUid, grid, centre, field]);

  const mark: SmallMark | undefined =
    grid && marksVisible
      ? {
          grid,
          mask: preview?.mask ?? f.mask,
          axes: preview?.axes ?? (preview?.mask ? undefined : f.axes),
          colour: colourOf(f),
          dashed: f.review === 'rejected',
        }
      : undefined;
  if (box === 'failed') return <p className="card-hint">{t('planes.failed')}</p>;
  return (
    <div className="card-planes" data-testid="card-planes" data-ready={box !== undefined}>
      {PLANES.map((name) => (
        <Plane
          key={name}
          name={name}
          box={box}
          grid={grid}
          seriesUid={f.seriesUid}
          centre={centre}
          field={field}
          window={window}
          mark={mark}
        />
      ))}
      <div className="card-window" role="radiogroup" aria-label={t('planes.window')}>
        {(['lung', 'mediastinum'] as const).map((one) => (
          <button
            key={one}
            type="button"
            role="radio"
            aria-checked={window === one}
            onClick={() => setWindow((lastWindow = one))}
          >
            {t(`planes.${one}`)}
          </button>
        ))}
      </div>
    </div>
  );
}

interface PlaneProps {
  readonly name: PlaneName;
  readonly box: PixelBox | undefined;
  readonly grid: Grid | undefined;
  readonly seriesUid: string;
  readonly centre: Vec3;
  readonly field: number;
  readonly window: SmallWindow;
  readonly mark: SmallMark | undefined;
}

function Plane({ name, box, grid, seriesUid, centre, field, window, mark }: PlaneProps) {
  const { t } = useTranslation('findings');
  const canvas = useRef<HTMLCanvasElement>(null);
  const [slices, setSlices] = useState(0);
  const step = grid ? stepOf(name, grid) : 1;
  const most = Math.floor(field / 2 / step);
  const flat: SmallPlane = { name, centre, fieldMm: field };
  const plane: SmallPlane = { ...flat, centre: deeper(flat, slices * step) };
  const scroll = (by: number): void => setSlices((now) => Math.max(-most, Math.min(most, now + by)));

  useEffect(() => {
    const element = canvas.current;
    // React's own wheel listener is passive: the panel would scroll along.
    const onWheel = (event: WheelEvent): void => {
      if (event.ctrlKey || event.deltaY === 0) return;
      event.preventDefault();
      const by = Math.sign(event.deltaY);
      setSlices((now) => Math.max(-most, Math.min(most, now + by)));
    };
    element?.addEventListener('wheel', onWheel, { passive: false });
    return () => element?.removeEventListener('wheel', onWheel);
  }, [most]);

  const size = useCanvasSize(canvas);
  useEffect(() => {
    const element = canvas.current;
    if (!element || !box || size.css === 0) return;
    element.width = element.height = Math.round(size.css * size.ratio);
    drawSmallPlane(element, box, plane, windowPresets[window], mark ? [mark] : [], size.ratio);
    element.dataset.drawn = String(slices);
    // What a plane is made of: `plane` follows from the rest.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [box, size, slices, window, mark?.mask, mark?.axes, mark?.colour, centre, field]);

  return (
    <figure>
      <canvas
        ref={canvas}
        role="slider"
        tabIndex={0}
        aria-label={t(`planes.${name}`)}
        aria-valuemin={-most}
        aria-valuemax={most}
        aria-valuenow={slices}
        aria-valuetext={`${(slices * step).toFixed(1)} mm`}
        data-testid={`card-plane-${name}`}
        onKeyDown={(event) => {
          const by = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
          if (!by || event.ctrlKey || event.metaKey) return;
          scroll(by);
          event.preventDefault();
          event.stopPropagation();
        }}
        onClick={(event) => {
          const { left, top, width, height } = event.currentTarget.getBoundingClientRect();
          const at = pointOn(plane, (event.clientX - left) / width, (event.clientY - top) / height);
          void goTo({ seriesUid, point: at });
        }}
      />
      <figcaption>
        {t(`planes.${name}`)}
        {slices !== 0 && <span>{`${slices > 0 ? '+' : '−'}${Math.abs(slices * step).toFixed(1)} mm`}</span>}
      </figcaption>
    </figure>
  );
}

interface CanvasSize {
  readonly css: number;
  readonly ratio: number;
}

/** The canvas' side in CSS px and the device pixels that make one: the panel can be dragged wider, the page zoomed. */
function useCanvasSize(canvas: React.RefObject<HTMLCanvasElement | null>): CanvasSize {
  const [size, setSize] = useState<CanvasSize>({ css: 0, ratio: 1 });
  useEffect(() => {
    const element = canvas.current;
    if (!element) return;
    const watch = new ResizeObserver(() => {
      const now = { css: element.clientWidth, ratio: devicePixelRatio };
      setSize((before) => (before.css === now.css && before.ratio === now.ratio ? before : now));
    });
    watch.observe(element);
    return () => watch.disconnect();
  }, [canvas]);
  return size;
}
