import { ArrowDown, ArrowLeft, ArrowRight, ArrowUp, ChevronDown, ChevronUp } from 'lucide-react';
import type { Vec3 } from '../../domain/geometry';
import { useTranslation } from '../../i18n';
import { Button, IconButton } from '../../ui';
import { useKeysOf } from '../commands';
import { linkByHand, nudge, NUDGE_MM, resetNudge, type NudgeWay } from './nudge';

const ways: readonly (readonly [NudgeWay, typeof ArrowUp])[] = [
  ['up', ArrowUp],
  ['left', ArrowLeft],
  ['right', ArrowRight],
  ['down', ArrowDown],
  ['nearer', ChevronUp],
  ['farther', ChevronDown],
];

/** mm along the patient's axes as a reader says them: "L 2.0 mm, H 1.0 mm". */
function shiftWords([x, y, z]: Vec3): string {
  const parts = [
    [x, 'L', 'R'],
    [y, 'P', 'A'],
    [z, 'H', 'F'],
  ] as const;
  return parts
    .filter(([mm]) => mm !== 0)
    .map(([mm, plus, minus]) => `${mm > 0 ? plus : minus} ${Math.abs(mm).toFixed(1)} mm`)
    .join('  ');
}

/** Moves the prior by millimetres, says by how many it has been moved, and takes it back. */
export function NudgePad({ by }: { readonly by: Vec3 }) {
  const { t } = useTranslation('compare');
  const keyOf = useKeysOf();
  const words = shiftWords(by);
  return (
    <div className="compare-pad">
      <p className="popover-title">{t('nudge.hint', { mm: NUDGE_MM })}</p>
      <div className="compare-arrows">
        {ways.map(([way, Icon]) => (
          <IconButton
            key={way}
            label={t(`nudge.${way}`)}
            keyHint={keyOf(`compare.nudge.${way}`)}
            className={`compare-arrow-${way}`}
            data-testid={`compare-nudge-${way}`}
            onClick={() => nudge(way)}
          >
            <Icon size={16} aria-hidden />
          </IconButton>
        ))}
      </div>
      <p className="compare-shift" data-testid="compare-shift" role="status">
        {words === '' ? t('nudge.none') : t('nudge.by', { words })}
      </p>
      <div className="compare-pad-foot">
        <Button disabled={words === ''} data-testid="compare-nudge-reset" onClick={resetNudge}>
          {t('nudge.reset')}
        </Button>
        <Button look="quiet" onClick={linkByHand} data-tip={t('linkByHandHint')}>
          {t('linkByHand')}
        </Button>
      </div>
    </div>
  );
}
