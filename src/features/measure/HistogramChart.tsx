import type { Histogram } from '../../domain/annotation/annotation';
import { unitText } from '../../domain/annotation/values';
import { useTranslation } from '../../i18n';

/** Size of the drawing, its own units. */
const WIDTH = 256;
const HEIGHT = 48;

const round = (value: number): string =>
  String(Math.abs(value) >= 100 ? Math.round(value) : Number(value.toPrecision(3))).replace('-', '\u2212');

/** How often each pixel value lies in a region: bars from the smallest to the largest value. */
export function HistogramChart({ histogram }: { readonly histogram: Histogram }) {
  const { t } = useTranslation('measure');
  const { from, width, counts } = histogram;
  const most = counts.reduce((a, b) => Math.max(a, b), 1);
  const bar = WIDTH / counts.length;
  const unit = unitText(histogram.unit);
  const to = from + width * counts.length;
  const label = t('histogramOf', { from: round(from), to: round(to), unit });
  return (
    <figure className="measure-histogram" data-testid="histogram">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={label}>
        {counts.map((count, n) => (
          <rect
            key={n}
            x={n * bar}
            width={Math.max(0.5, bar - (counts.length > 40 ? 0 : 1))}
            y={HEIGHT - (HEIGHT * count) / most}
            height={(HEIGHT * count) / most}
          />
        ))}
      </svg>
      <figcaption aria-hidden>
        <span>{round(from)}</span>
        <span>{t('histogramMost', { count: most })}</span>
        <span>{[round(to), unit].filter(Boolean).join(' ')}</span>
      </figcaption>
    </figure>
  );
}
