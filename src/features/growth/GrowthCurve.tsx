import { lengthFigure, volumeFigure } from '../../domain/figures';
import { comparable, type TimePoint } from '../../domain/follow-up';
import { dicomDate } from '../../domain/person-text';
import { useTranslation } from '../../i18n';
import { datePlaces, valuePlaces, type CurveFrame } from './curveLabels';

const [WIDTH, HEIGHT] = [300, 98];
const [LEFT, RIGHT, TOP, BOTTOM] = [8, 8, 18, 22];
const FRAME: CurveFrame = { left: LEFT, right: WIDTH - RIGHT, axis: HEIGHT - BOTTOM, date: 66, value: 54 };

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
  const [dates, values] = [datePlaces(at, FRAME), valuePlaces(at, FRAME)];
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
      {at.map(({ date, value, x }, n) => {
        const [under, label] = [dates[n], values[n]];
        return (
          <g key={date}>
            {label && (
              <text x={label.x} y={label.y} textAnchor={label.anchor}>
                {figure(value)} {unit}
              </text>
            )}
            {/* From the point's place on the axis to its date, which may have had to make room. */}
            {under !== undefined && n > 0 && n < at.length - 1 && (
              <line x1={x} y1={FRAME.axis - 2} x2={under} y2={HEIGHT - 12} className="growth-axis" />
            )}
            {under !== undefined && (
              <text x={under} y={HEIGHT - 3} textAnchor="middle" className="growth-date">
                {dicomDate(date)}
              </text>
            )}
          </g>
        );
      })}
    </svg>
  );
}
