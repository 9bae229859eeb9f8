import { useTranslation } from '../../i18n';
import { hemisphere, levels, SIZE } from './aspects-shapes';

interface AspectsPictureProps {
  readonly side: string | undefined;
  readonly affected: readonly string[];
  readonly onToggle: (region: string) => void;
}

const outline = (points: readonly (readonly [number, number])[]): string =>
  points.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ');

/**
 * The two levels of the affected hemisphere, to tap. For the hand only: the boxes below say and do the same for the
 * keyboard and for screen readers.
 */
export function AspectsPicture({ side, affected, onToggle }: AspectsPictureProps) {
  const { t } = useTranslation('forms');
  if (side !== 'left' && side !== 'right') return <p className="form-note">{t('aspects.sideFirst')}</p>;
  const place = (x: number): number => (side === 'right' ? x : SIZE.width - x);
  const mirrored = (points: readonly (readonly [number, number])[]) =>
    points.map(([x, y]) => [place(x), y] as const);
  return (
    <div className="aspects" aria-hidden data-testid="aspects">
      {levels.map(({ id, shapes }) => (
        <figure key={id}>
          <svg viewBox={`0 0 ${SIZE.width} ${SIZE.height}`}>
            <polygon className="aspects-brain" points={outline(mirrored(hemisphere))} />
            {shapes.map((shape) => (
              <g
                key={shape.id}
                className="aspects-region"
                data-region={shape.id}
                data-on={affected.includes(shape.id) || undefined}
                onClick={() => onToggle(shape.id)}
              >
                <polygon points={outline(mirrored(shape.points))} />
                <text x={place(shape.at[0])} y={shape.at[1]}>
                  {shape.id === 'C2' ? 'C' : shape.id}
                </text>
              </g>
            ))}
          </svg>
          <figcaption>{`${t(`aspects.${side}`)} · ${t(`aspects.${id}`)}`}</figcaption>
        </figure>
      ))}
    </div>
  );
}
