import { useEffect, useId, useMemo, useRef, useState, type CSSProperties, type PointerEvent } from 'react';
import { maskBitmap, type MaskShape, type Point } from '../../dicom/deidentify';
import { useTranslation } from '../../i18n';
import { drawFrame, drawMask } from './draw';
import type { MaskTool } from './mask-tools';
import type { Part } from './plan';
import { type Drawing, useMaskPen } from './useMaskPen';

/** For the stylesheet: width by height. */
const ratioOf = ({ columns, rows }: Part): CSSProperties => ({ '--ratio': columns / rows }) as CSSProperties;

interface MaskCanvasProps {
  readonly part: Part;
  readonly index: number;
  readonly shapes: readonly MaskShape[];
  readonly tool: MaskTool;
  /** Of the brush, pixels of the image. */
  readonly radius: number;
  readonly add: (shape: MaskShape) => void;
  /** To another image, so many on. */
  readonly go: (step: number) => void;
}

/** The image as it opens, with what will be black; a drag adds to that, and so do the arrow keys with the space bar. */
export function MaskCanvas({ part, index, shapes, tool, radius, add, go }: MaskCanvasProps) {
  const { t } = useTranslation('deidentify');
  const canvas = useRef<HTMLCanvasElement>(null);
  const over = useRef<HTMLCanvasElement>(null);
  const help = useId();
  const [failed, setFailed] = useState(false);
  const { columns, rows } = part;
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
  const black = useMemo(() => maskBitmap(shapes, columns, rows), [shapes, columns, rows]);
  useEffect(() => {
    if (over.current) drawMask(over.current, black, columns, rows);
  }, [black, columns, rows]);
  const pen = useMaskPen({ tool, radius, size: part, add, go });

  const pixelAt = (event: PointerEvent): Point => {
    const box = event.currentTarget.getBoundingClientRect();
    return [
      ((event.clientX - box.left) / box.width) * columns,
      ((event.clientY - box.top) / box.height) * rows,
    ];
  };
  const share = black.reduce((sum, bit) => sum + bit, 0) / black.length;
  return (
    <>
      <div
        className="deid-canvas"
        data-testid="deid-canvas"
        data-frame={index + 1}
        data-black={black.reduce((sum, bit) => sum + bit, 0)}
        style={{ aspectRatio: `${columns} / ${rows}`, ...ratioOf(part) }}
        role="application"
        aria-label={t('pixels.picture', { number: index + 1 })}
        aria-describedby={part.video ? undefined : help}
        tabIndex={0}
        onKeyDown={part.video ? undefined : pen.onKey}
        onBlur={pen.stop}
        onPointerDown={(event) => {
          if (part.video || event.button !== 0) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          pen.begin(pixelAt(event));
        }}
        onPointerMove={(event) => !part.video && pen.move(pixelAt(event))}
        onPointerUp={pen.end}
        onPointerCancel={pen.stop}
        onPointerLeave={pen.leave}
      >
        <canvas ref={canvas} />
        <canvas ref={over} className="deid-black" />
        {failed && <p className="deid-undrawn">{t(part.video ? 'pixels.undrawnVideo' : 'pixels.undrawn')}</p>}
        <PenPicture part={part} drawing={pen.drawing} at={pen.at} tool={tool} radius={radius} />
      </div>
      {!part.video && (
        <p className="deid-note deid-where">
          <span id={help}>{t('pixels.keys')}</span>{' '}
          <span role="status" data-testid="deid-pen">
            {pen.at && pen.byKey
              ? t(pen.drawing ? 'pixels.penDown' : 'pixels.penUp', {
                  x: Math.floor(pen.at[0]) + 1,
                  y: Math.floor(pen.at[1]) + 1,
                })
              : t('pixels.share', { percent: (100 * share).toFixed(1) })}
          </span>
        </p>
      )}
    </>
  );
}

interface PenPictureProps {
  readonly part: Part;
  readonly drawing: Drawing | undefined;
  readonly at: Point | undefined;
  readonly tool: MaskTool;
  readonly radius: number;
}

/** What is being drawn, and where the brush stands: in the image's own pixels. */
function PenPicture({ part: { columns, rows }, drawing, at, tool, radius }: PenPictureProps) {
  const [x, y] = at ?? [];
  const cross = Math.max(columns, rows) / 60;
  return (
    <svg className="deid-pen" viewBox={`0 0 ${columns} ${rows}`} aria-hidden data-tool={tool}>
      {drawing?.kind === 'rectangle' && (
        <rect x={drawing.left} y={drawing.top} width={drawing.width} height={drawing.height} />
      )}
      {drawing?.kind === 'stroke' && (
        <polyline
          // A way of one point is no line: it is drawn twice.
          points={[drawing.points[0], ...drawing.points].map((point) => point.join(',')).join(' ')}
          strokeWidth={2 * radius}
        />
      )}
      {x !== undefined &&
        y !== undefined &&
        (tool === 'rectangle' ? (
          <path d={`M${x - cross} ${y}H${x + cross}M${x} ${y - cross}V${y + cross}`} />
        ) : (
          <circle cx={x} cy={y} r={radius} />
        ))}
    </svg>
  );
}
