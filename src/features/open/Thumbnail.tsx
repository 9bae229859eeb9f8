import { useEffect, useRef, useState } from 'react';
import { ImageOff } from 'lucide-react';
import type { Series } from '../../domain/study';
import { useTranslation } from '../../i18n';
import { useOpen } from './store';
import { drawThumbnail, middleOf } from './thumbnail';

/** A small picture of a series, drawn when it comes into view. */
export function Thumbnail({ series }: { readonly series: Series }) {
  const { t } = useTranslation('open');
  const canvas = useRef<HTMLCanvasElement>(null);
  const [failed, setFailed] = useState(false);
  const reading = useOpen((state) => state.status === 'reading');
  const middle = middleOf(series);
  // While files still come in the middle moves with every one; the first choice stands until they are all in.
  const [first] = useState(middle);
  const chosen = reading ? first : middle;
  const instance = chosen?.instance;
  const frame = chosen?.frame ?? 1;
  const { modality, bodyPart, description, protocol } = series;

  useEffect(() => {
    const element = canvas.current;
    if (!element || !instance) return;
    const abort = new AbortController();
    const observer = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      observer.disconnect();
      drawThumbnail(
        element,
        { modality, bodyPart, description, protocol },
        instance,
        frame,
        abort.signal,
      ).then(
        () => setFailed(false),
        () => abort.signal.aborted || setFailed(true),
      );
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
      abort.abort();
    };
  }, [instance, frame, modality, bodyPart, description, protocol]);

  return (
    <span className="thumbnail">
      <canvas ref={canvas} width={1} height={1} aria-hidden hidden={failed} />
      {failed && (
        <span className="thumbnail-none">
          <ImageOff size={18} aria-hidden />
          {t('series.noThumbnail')}
        </span>
      )}
    </span>
  );
}
