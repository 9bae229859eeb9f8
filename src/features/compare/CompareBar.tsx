import {
  Columns2,
  Diff,
  Grid2x2,
  Link2,
  Link2Off,
  Minus,
  Move,
  Pause,
  Play,
  Plus,
  Repeat,
  SquareStack,
  X,
  type LucideIcon,
} from 'lucide-react';
import { useTranslation } from '../../i18n';
import { Button, IconButton, Menu, Popover, ProgressBar } from '../../ui';
import { useKeysOf } from '../commands';
import { activeStudy, useOpen } from '../open';
import { candidatesFor, compareWith, recompare } from './choose';
import { changeRange } from './difference';
import { changeSpeed, swap, togglePlay } from './flicker';
import { leaveCompare } from './leave';
import { NudgePad } from './NudgePad';
import { isLinkable, linkByHand, nudgedBy, toggleLinked } from './nudge';
import { cancelPair } from './pair';
import { secondPlane, showPair } from './show';
import { openSides } from './sides';
import { pairOf, useCompare, type ComparePair } from './store';
import { useCompareView, type CompareView } from './view';
import { daysWords, dayWords, failureWords, qualityFigures } from './words';
import './compare.css';

const ICON = 16;

/** Over the images while two examinations are compared: which prior, how well it lies, how it is shown. */
export function CompareBar() {
  const { t } = useTranslation('compare');
  const pairId = useCompareView((state) => state.pairId);
  const pair = useCompare((state) => pairOf(state, pairId));
  const keyOf = useKeysOf();
  if (!pair) return null;
  return (
    <section
      className="compare-bar"
      aria-label={t('title')}
      data-testid="compare-bar"
      data-state={pair.state}
    >
      <PriorMenu pair={pair} />
      <Views pair={pair} />
      <ViewControls />
      {!['waiting', 'running'].includes(pair.state) && <LinkControls pair={pair} />}
      <IconButton
        label={t('leave')}
        keyHint={keyOf('compare.leave')}
        className="compare-leave"
        data-testid="compare-leave"
        onClick={leaveCompare}
      >
        <X size={ICON} aria-hidden />
      </IconButton>
      <State pair={pair} />
    </section>
  );
}

/** The prior on show, and the others that could be. */
function PriorMenu({ pair }: { readonly pair: ComparePair }) {
  const { t } = useTranslation('compare');
  const study = useOpen(activeStudy);
  const studies = useOpen((state) => state.studies);
  const days = daysWords(pair.current, pair.prior);
  const label = t('with', { date: dayWords(pair.prior), days });
  const all = study ? candidatesFor(study, studies) : [];
  if (all.length < 2) return <strong className="compare-prior">{label}</strong>;
  return (
    <Menu
      label={t('otherPrior')}
      className="button button-quiet compare-prior"
      testId="compare-priors"
      items={all.map(({ study: one, doubts }) => ({
        id: one.studyUid,
        label: `${dayWords(one)}  ${one.description}`,
        hint: doubts.length > 0 ? t('doubtful') : daysWords(pair.current, one),
        checked: one.studyUid === pair.prior.studyUid || one.studyUid === pair.current.studyUid,
        onSelect: () => compareWith(one.studyUid),
      }))}
    >
      {label}
    </Menu>
  );
}

/** Reading and registering with how far they are, then the result in words and numbers. */
function State({ pair }: { readonly pair: ComparePair }) {
  const { t } = useTranslation('compare');
  const { state, progress, registration, failure } = pair;
  if (state === 'waiting' || state === 'running') {
    const words = t(state === 'waiting' ? 'waiting' : `stage.${progress.stage}`);
    return (
      <span className="compare-state" data-testid="compare-state" role="status">
        {words}
        <ProgressBar label={words} value={progress.done} />
        <span className="compare-percent">{Math.floor(100 * progress.done)} %</span>
        <Button look="quiet" data-testid="compare-cancel" onClick={() => cancelPair(pair.id)}>
          {t('cancel')}
        </Button>
      </span>
    );
  }
  if (registration) {
    const { overlap, error, p90, border } = qualityFigures(registration);
    const poor = state === 'poor';
    const faults = registration.faults.map((fault) => t(`fault.${fault}`)).join(t('between'));
    return (
      <span
        className={poor ? 'compare-state compare-poor' : 'compare-state'}
        data-testid="compare-state"
        role="status"
        data-tip={t('qualityTip')}
      >
        {poor ? t('poor', { why: faults }) : t('good')}
        <span>{t('figures', { overlap, error, p90 })}</span>
        {border !== undefined && <span>{t('border', { mm: border })}</span>}
      </span>
    );
  }
  return (
    <span className="compare-state compare-poor" data-testid="compare-state" role="status">
      <span>{pair.byHand ? t('byHand') : failure && failureWords(failure)}</span>
      <Button look="plain" data-testid="compare-by-hand" data-tip={t('linkByHandHint')} onClick={linkByHand}>
        {t('linkByHand')}
      </Button>
      <Button look="quiet" data-testid="compare-again" onClick={() => recompare(pair)}>
        {t('again')}
      </Button>
    </span>
  );
}

const views: readonly (readonly [Exclude<CompareView, 'own'>, LucideIcon])[] = [
  ['side', Columns2],
  ['both', Grid2x2],
  ['flicker', SquareStack],
  ['difference', Diff],
];

function Views({ pair }: { readonly pair: ComparePair }) {
  const { t } = useTranslation('compare');
  const keyOf = useKeysOf();
  const view = useCompareView((state) => state.view);
  const sides = openSides(pair.id);
  const ct = sides?.current.series.modality === 'CT';
  const barred = (one: CompareView): string | undefined =>
    one === 'both' && !(sides && secondPlane(sides))
      ? t('noPlane')
      : one === 'difference' && !ct
        ? t('onlyCt')
        : one === 'difference' && !isLinkable(pair)
          ? t('notLinked')
          : undefined;
  return (
    <div className="compare-group" role="group" aria-label={t('views')}>
      {views.map(([one, Icon]) => {
        const why = barred(one);
        const label = t(`view.${one}`);
        return (
          <IconButton
            key={one}
            label={why === undefined ? label : `${label}: ${why}`}
            keyHint={keyOf(`compare.${one}`)}
            active={view === one}
            disabled={why !== undefined}
            className="compare-view"
            data-testid={`compare-${one}`}
            onClick={() => void showPair(pair.id, one)}
          >
            <Icon size={ICON} aria-hidden />
          </IconButton>
        );
      })}
    </div>
  );
}

/** What belongs to one way of looking: the clock of the flicker, the scale of a difference. */
function ViewControls() {
  const { t } = useTranslation('compare');
  const keyOf = useKeysOf();
  const { view, flicker, range, difference } = useCompareView();
  if (view === 'flicker')
    return (
      <div className="compare-group" role="group" aria-label={t('view.flicker')}>
        <IconButton
          label={t('swap')}
          keyHint={keyOf('compare.swap')}
          data-testid="compare-swap"
          onClick={swap}
        >
          <Repeat size={ICON} aria-hidden />
        </IconButton>
        <IconButton
          label={flicker.on ? t('pause') : t('play')}
          data-testid="compare-play"
          active={flicker.on}
          onClick={togglePlay}
        >
          {flicker.on ? <Pause size={ICON} aria-hidden /> : <Play size={ICON} aria-hidden />}
        </IconButton>
        <IconButton label={t('slower')} data-testid="compare-slower" onClick={() => changeSpeed(-1)}>
          <Minus size={ICON} aria-hidden />
        </IconButton>
        <span className="compare-figure">{t('seconds', { s: (flicker.ms / 1000).toFixed(2) })}</span>
        <IconButton label={t('faster')} data-testid="compare-faster" onClick={() => changeSpeed(1)}>
          <Plus size={ICON} aria-hidden />
        </IconButton>
      </div>
    );
  if (view !== 'difference' || !difference) return null;
  if (difference.state === 'failed')
    return (
      <span className="compare-state compare-poor">
        {t('differenceFailed', { detail: difference.detail })}
      </span>
    );
  if (difference.state === 'reading')
    return (
      <span className="compare-state" role="status">
        {t('differenceReading')}
        <ProgressBar label={t('differenceReading')} value={difference.done} />
      </span>
    );
  return (
    <div className="compare-group" role="group" aria-label={t('scale')} data-testid="compare-scale">
      <IconButton label={t('narrower')} data-testid="compare-narrower" onClick={() => changeRange(-1)}>
        <Minus size={ICON} aria-hidden />
      </IconButton>
      <span className="compare-figure">−{range}</span>
      <span className="compare-ramp" role="img" aria-label={t('scaleTip')} data-tip={t('scaleTip')} />
      <span className="compare-figure">+{range} HU</span>
      <IconButton label={t('wider')} data-testid="compare-wider" onClick={() => changeRange(1)}>
        <Plus size={ICON} aria-hidden />
      </IconButton>
    </div>
  );
}

function LinkControls({ pair }: { readonly pair: ComparePair }) {
  const { t } = useTranslation('compare');
  const keyOf = useKeysOf();
  const linked = useCompareView((state) => state.linked);
  const by = nudgedBy(pair);
  const moved = by.some((mm) => mm !== 0);
  return (
    <div className="compare-group" role="group" aria-label={t('link')}>
      <IconButton
        label={linked ? t('unlink') : t('link')}
        keyHint={keyOf('compare.link')}
        active={linked}
        className="compare-view"
        data-testid="compare-link"
        onClick={toggleLinked}
      >
        {linked ? <Link2 size={ICON} aria-hidden /> : <Link2Off size={ICON} aria-hidden />}
      </IconButton>
      {isLinkable(pair) && (
        <Popover
          label={t('nudge.title')}
          testId="compare-nudge"
          align="end"
          face={
            <>
              <Move size={ICON} aria-hidden />
              {moved && <span className="compare-moved">{Math.hypot(...by).toFixed(1)} mm</span>}
            </>
          }
        >
          {() => <NudgePad by={by} />}
        </Popover>
      )}
    </div>
  );
}
