import { useEffect, useRef } from 'react';
import { useTranslation } from '../../i18n';
import { drawSmall } from './draw';
import type { Part } from './plan';

/** Small pictures across the series. */
const SMALL = 6;

interface FrameSliderProps {
  readonly part: Part;
  readonly index: number;
  readonly go: (index: number) => void;
}

/** Through all images of the series. */
export function FrameSlider({ part, index, go }: FrameSliderProps) {
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
export function SmallPictures({ part, go }: Omit<FrameSliderProps, 'index'>) {
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
