import { CircleAlert, Radio, Star, X } from 'lucide-react';
import { useTranslation } from '../../../i18n';
import { Button, IconButton } from '../../../ui';
import { useKeysOf } from '../../commands';
import { useOpen } from '../../open';
import { showProposal, stopLive, takeProposal } from './control';
import { useLive, type Live } from './store';
import './live.css';

/** A strip below the images while a film is analysed as it plays: how far it is, and the frame that shows it best. */
export function LiveBar() {
  const live = useLive((s) => s.live);
  const studyUid = useOpen((s) => s.activeStudyUid);
  if (!live || live.studyUid !== studyUid) return null;
  return live.failure ? <Failed failure={live.failure} /> : <Following live={live} />;
}

const figure = (value: number): string => value.toFixed(1);

function Following({ live }: { readonly live: Live }) {
  const { t } = useTranslation('analysis');
  const keyOf = useKeysOf();
  const { analysed, frames, perSecond, proposal } = live;
  return (
    <section
      className="live-bar"
      aria-label={t('live.label')}
      data-testid="live-bar"
      data-analysed={analysed}
    >
      <span className="live-count">
        <Radio size={14} aria-hidden />
        <span data-testid="live-count">{t('live.count', { analysed, frames })}</span>
        {perSecond !== undefined && analysed < frames && (
          <span className="analyse-quiet" data-testid="live-rate">
            {t('live.rate', { rate: figure(perSecond) })}
          </span>
        )}
      </span>
      {proposal?.film ? (
        <span className="live-best" data-testid="live-best" data-frame={proposal.keyImage.frame}>
          <button type="button" className="link" onClick={showProposal} data-testid="live-show">
            {t('live.best', { frame: proposal.keyImage.frame, frames })}
          </button>
          <span className="live-size">
            {t(proposal.film.longest.frame === proposal.keyImage.frame ? 'live.sizeHere' : 'live.size', {
              long: figure(proposal.measurements.longAxis.value),
              unit: proposal.measurements.longAxis.unit === 'mm' ? 'mm' : 'px',
              longest: figure(proposal.film.longest.longAxis.value),
              at: proposal.film.longest.frame,
            })}
          </span>
          <Button
            look="primary"
            icon={<Star size={14} />}
            keyHint={keyOf('live.take')}
            data-testid="live-take"
            onClick={() => void takeProposal()}
          >
            {t('live.take')}
          </Button>
        </span>
      ) : (
        <span className="live-best analyse-quiet">{t(analysed < frames ? 'live.none' : 'live.nothing')}</span>
      )}
      <IconButton
        label={t('live.stop')}
        keyHint={keyOf('live.toggle')}
        data-testid="live-stop"
        onClick={stopLive}
      >
        <X size={14} aria-hidden />
      </IconButton>
    </section>
  );
}

function Failed({ failure }: { readonly failure: NonNullable<Live['failure']> }) {
  const { t } = useTranslation('analysis');
  return (
    <section className="live-bar" role="alert" data-testid="live-failed">
      <span className="live-count">
        <CircleAlert size={14} className="analysis-warn" aria-hidden />
        <span data-tip={failure.detail}>
          {t('live.failed')} {t(`failure.${failure.key}`)}
        </span>
      </span>
      <IconButton label={t('live.close')} onClick={stopLive}>
        <X size={14} aria-hidden />
      </IconButton>
    </section>
  );
}
