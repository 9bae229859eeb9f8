import { useEffect, useId, useRef, useState, type CSSProperties, type PointerEvent } from 'react';
import { Plus, Trash2 } from 'lucide-react';
import type { Rectangle } from '../../dicom/deidentify';
import { useTranslation } from '../../i18n';
import { Button, IconButton } from '../../ui';
import { drawFrame, drawSmall } from './draw';
import { type Part, rectangleOf } from './plan';
import type { Export } from './useExport';

/** Small pictures across the series. */
const SMALL = 6;

interface MaskEditorProps {
  readonly part: Part;
  readonly work: Export;
}

/** One series: its images to look through, rectangles to draw on them, and the reader's word that nothing is left. */
export function MaskEditor({ part, work }: MaskEditorProps) {
  const { t } = useTranslation('deidentify');
  const [index, setIndex] = useState(0);
  const decision = work.decisionOf(part.id);
  const { rectangles, confirmed } = decision;
  const set = (next: readonly Rectangle[]): void => work.decide(part.id, { rectangles: next });
  const strip = (): Rectangle => ({
    left: 0,
    top: 0,
    width: part.columns,
    height: Math.max(2, Math.round(part.rows / 10)),
  });
  return (
    <div className="deid-mask">
      <div className="deid-look">
        <MaskCanvas
          part={part}
          index={index}
          rectangles={rectangles}
          add={(one) => set([...rectangles, one])}
        />
        <FrameSlider part={part} index={index} go={setIndex} />
        <SmallPictures part={part} go={setIndex} />
      </div>
      <div className="deid-decide">
        {part.risk && <p className="deid-note deid-warn">{t(`risk.${part.risk}`)}</p>}
        {part.video ? (
          <p className="deid-note">{t('pixels.video')}</p>
        ) : (
          <>
            <p className="deid-note">{t('pixels.how')}</p>
            <div className="deid-buttons">
              {part.proposed.length > 0 && (
                <Button onClick={() => set([...rectangles, ...part.proposed])} data-testid="deid-propose">
                  {t('pixels.propose')}
                </Button>
              )}
              <Button
                icon={<Plus size={14} aria-hidden />}
                onClick={() => set([...rectangles, strip()])}
                data-testid="deid-add-rectangle"
              >
                {t('pixels.add')}
              </Button>
            </div>
            <ol className="deid-rectangles">
              {rectangles.map((rectangle, n) => (
                <RectangleRow
                  // Rectangles have no names; their order is all that tells them apart.
                  // oxlint-disable-next-line react/no-array-index-key
                  key={n}
                  number={n + 1}
                  rectangle={rectangle}
                  part={part}
                  change={(next) => set(rectangles.map((one, at) => (at === n ? next : one)))}
                  remove={() => set(rectangles.filter((one) => one !== rectangle))}
                />
              ))}
            </ol>
          </>
        )}
        <label className="deid-check deid-confirm">
          <input
            type="checkbox"
            checked={confirmed}
            onChange={(event) => work.decide(part.id, { confirmed: event.target.checked })}
            data-testid="deid-confirm"
          />
          <span>
            {t(rectangles.length > 0 ? 'pixels.confirmMasked' : 'pixels.confirm', {
              count: part.frames.length,
            })}
          </span>
        </label>
      </div>
    </div>
  );
}

/** For the stylesheet: width by height. */
const ratioOf = ({ columns, rows }: Part): CSSProperties => ({ '--ratio': columns / rows }) as CSSProperties;

interface MaskCanvasProps {
  readonly part: Part;
  readonly index: number;
  readonly rectangles: readonly Rectangle[];
  readonly add: (rectangle: Rectangle) => void;
}

/** The image as it opens, with what will be black; a drag adds to that. */
function MaskCanvas({ part, index, rectangles, add }: MaskCanvasProps) {
  const { t } = useTranslation('deidentify');
  const canvas = useRef<HTMLCanvasElement>(null);
  const from = useRef<readonly [number, number]>(undefined);
  const [drawn, setDrawn] = useState<Rectangle>();
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    const element = canvas.current;
    const frame = part.frames[index];
    if (!element || !frame) return;
    const abort = new AbortController();
    drawFrame(element, part.series, frame.instance, frame.frame, abort.signal).then(
      () => setFailed(false),
      () => abort.signal.aborted || setFailed(true),
    );
    return () => abort.abort();
  }, [part, index]);

  const pixelAt = (event: PointerEvent): readonly [number, number] => {
    const box = event.currentTarget.getBoundingClientRect();
    return [
      ((event.clientX - box.left) / box.width) * part.columns,
      ((event.clientY - box.top) / box.height) * part.rows,
    ];
  };
  const end = (): void => {
    if (drawn) add(drawn);
    from.current = undefined;
    setDrawn(undefined);
  };
  const place = ({ left, top, width, height }: Rectangle) => ({
    left: `${(100 * left) / part.columns}%`,
    top: `${(100 * top) / part.rows}%`,
    width: `${(100 * width) / part.columns}%`,
    height: `${(100 * height) / part.rows}%`,
  });
  return (
    <div
      className="deid-canvas"
      data-testid="deid-canvas"
      data-frame={index + 1}
      style={{ aspectRatio: `${part.columns} / ${part.rows}`, ...ratioOf(part) }}
      onPointerDown={(event) => {
        if (part.video || event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        from.current = pixelAt(event);
      }}
      onPointerMove={(event) => from.current && setDrawn(rectangleOf(from.current, pixelAt(event), part))}
      onPointerUp={end}
      onPointerCancel={() => {
        from.current = undefined;
        setDrawn(undefined);
      }}
    >
      <canvas ref={canvas} role="img" aria-label={t('pixels.picture', { number: index + 1 })} />
      {failed && <p className="deid-undrawn">{t('pixels.undrawn')}</p>}
      {[...rectangles, ...(drawn ? [drawn] : [])].map((one) => (
        <span key={Object.values(one).join('/')} className="deid-rectangle" style={place(one)} />
      ))}
    </div>
  );
}

interface FrameSliderProps {
  readonly part: Part;
  readonly index: number;
  readonly go: (index: number) => void;
}

function FrameSlider({ part, index, go }: FrameSliderProps) {
  const { t } = useTranslation('deidentify');
  const count = part.frames.length;
  if (count < 2) return null;
  return (
    <label className="deid-slider">
      <span>{t('pixels.image', { number: index + 1, count })}</span>
      <input
        type="range"
        min={1}
        max={count}
        value={index + 1}
        onChange={(event) => go(Number(event.target.value) - 1)}
        data-testid="deid-slider"
      />
    </label>
  );
}

/** A few images from first to last: what differs between them is seen at a glance. */
function SmallPictures({ part, go }: Omit<FrameSliderProps, 'index'>) {
  const count = part.frames.length;
  if (count < 2) return null;
  const shown = [
    ...new Set(
      Array.from({ length: Math.min(SMALL, count) }, (_, n) =>
        Math.round((n * (count - 1)) / (Math.min(SMALL, count) - 1)),
      ),
    ),
  ];
  return (
    <div className="deid-smalls">
      {shown.map((index) => (
        <SmallPicture key={index} part={part} index={index} go={go} />
      ))}
    </div>
  );
}

function SmallPicture({ part, index, go }: FrameSliderProps) {
  const { t } = useTranslation('deidentify');
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const element = canvas.current;
    const frame = part.frames[index];
    if (!element || !frame) return;
    const abort = new AbortController();
    // A picture that cannot be drawn stays empty; the large one says so.
    drawSmall(element, part.series, frame.instance, frame.frame, abort.signal).catch(() => undefined);
    return () => abort.abort();
  }, [part, index]);
  return (
    <button
      type="button"
      className="deid-small"
      onClick={() => go(index)}
      aria-label={t('pixels.goTo', { number: index + 1 })}
    >
      <canvas ref={canvas} aria-hidden width={1} height={1} />
    </button>
  );
}

interface RectangleRowProps {
  readonly number: number;
  readonly rectangle: Rectangle;
  readonly part: Part;
  readonly change: (rectangle: Rectangle) => void;
  readonly remove: () => void;
}

/** A rectangle in figures, for the keyboard and for the exact. */
function RectangleRow({ number, rectangle, part, change, remove }: RectangleRowProps) {
  const { t } = useTranslation('deidentify');
  const id = useId();
  const limits = { left: part.columns, top: part.rows, width: part.columns, height: part.rows } as const;
  return (
    <li>
      {(Object.keys(limits) as (keyof typeof limits)[]).map((side) => (
        <span key={side}>
          <label htmlFor={`${id}-${side}`}>{t(`pixels.${side}`)}</label>
          <input
            id={`${id}-${side}`}
            className="field"
            type="number"
            min={side === 'width' || side === 'height' ? 1 : 0}
            max={limits[side]}
            value={rectangle[side]}
            onChange={({ target }) => {
              const value = Math.round(target.valueAsNumber);
              if (value >= Number(target.min) && value <= limits[side])
                change({ ...rectangle, [side]: value });
            }}
          />
        </span>
      ))}
      <IconButton label={t('pixels.remove', { number })} onClick={remove}>
        <Trash2 size={14} aria-hidden />
      </IconButton>
    </li>
  );
}
