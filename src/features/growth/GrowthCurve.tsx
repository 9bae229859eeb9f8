import { lengthFigure, volumeFigure } from '../../domain/figures';
import { comparable, type TimePoint } from '../../domain/follow-up';
import { dicomDate } from '../../domain/person-text';
import { useTranslation } from '../../i18n';

const [WIDTH, HEIGHT] = [300, 92];
const [LEFT, RIGHT, TOP, BOTTOM] = [8, 8, 18, 16];

/** Days since 1970; dates of time points are days that there are. */
const dayOf = (date: string): number =>
  Date.UTC(Number(date.slice(0, 4)), Number(date.slice(4, 6)) - 1, Number(date.slice(6))) / 86_400_000;

/**
 * The size over the dates, volumes in mm³ where every point has one, else mean diameters in mm. From zero up, so that a
 * steep line is a large change; time to scale.
 */
export function GrowthCurve({ points: all }: { readonly points: readonly TimePoint[] }) {
  const { t } = useTranslation('growth');
  const { points } = comparable(all);
  const byVolume = points.every(({ volume }) => volume !== undefined);
  const sized = points.flatMap((point) => {
    const value = byVolume ? point.volume : point.meanDiameter;
    return value === undefined ? [] : [{ date: point.date, value }];
  });
  if (sized.length < 2) return null;
  const figure = byVolume ? volumeFigure : lengthFigure;
  const unit = byVolume ? 'mm³' : 'mm';
  const [first, last] = [dayOf(sized[0].date), dayOf(sized[sized.length - 1].date)];
  const most = Math.max(...sized.map(({ value }) => value));
  const at = sized.map(({ date, value }) => ({
    date,
    value,
    x: LEFT + ((dayOf(date) - first) / (last - first)) * (WIDTH - LEFT - RIGHT),
    y: HEIGHT - BOTTOM - (value / most) * (HEIGHT - TOP - BOTTOM),
  }));
  const anchor = (n: number): 'start' | 'middle' | 'end' =>
    n === 0 ? 'start' : n === at.length - 1 ? 'end' : 'middle';
  // Labels of points that lie close would cover each other: the first and the last always stand.
  const labelled = at.filter(
    ({ x }, n) => n === 0 || n === at.length - 1 || (x > 95 && x < WIDTH - 95 && at.length <= 4),
  );
  const words = sized.map(({ date, value }) => `${dicomDate(date)}: ${figure(value)} ${unit}`);
  return (
    <svg
      className="growth-curve"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={t('curve', { points: words.join('; ') })}
      data-testid="growth-curve"
      data-points={sized.length}
    >
      <line x1={LEFT} x2={WIDTH - RIGHT} y1={HEIGHT - BOTTOM} y2={HEIGHT - BOTTOM} className="growth-axis" />
      <polyline points={at.map(({ x, y }) => `${x},${y}`).join(' ')} className="growth-line" />
      {at.map(({ date, value, x, y }) => (
        <circle key={date} cx={x} cy={y} r={3}>
          <title>{`${dicomDate(date)}: ${figure(value)} ${unit}`}</title>
        </circle>
      ))}
      {labelled.map(({ date, value, x, y }) => (
        <g key={date} textAnchor={anchor(at.findIndex((one) => one.date === date))}>
          <text x={x} y={y - 6}>
            {figure(value)} {unit}
          </text>
          <text x={x} y={HEIGHT - 3} className="growth-date">
            {dicomDate(date)}
          </text>
        </g>
      ))}
    </svg>
  );
}
