import { ScanSearch, X } from 'lucide-react';
import { lengthFigure } from '../../domain/figures';
import type { ComparedPrior, PriorNodule } from '../../domain/follow-up';
import { dicomDate } from '../../domain/person-text';
import { useTranslation } from '../../i18n';
import { Button, ProgressBar } from '../../ui';
import { sayPair } from './change';
import { carry, dropped, takes } from './drag';
import { growthSource } from './source';
import { useStudyGrowth, type PriorReading } from './store';
import './growth.css';

/** Below the list: the earlier examinations, whether their nodules are known, and which of them are which now. */
export function PriorBar({
  studyUid,
  numberOf,
}: {
  readonly studyUid: string;
  /** Number in the list of a nodule of the study that is read. */
  readonly numberOf: (uid: string) => number | undefined;
}) {
  const { t } = useTranslation('growth');
  const { priors, readings } = useStudyGrowth(studyUid);
  const unread = readings.filter(({ state }) => state.kind !== 'read');
  if (priors.length === 0 && unread.length === 0) return null;
  return (
    <section className="priors" aria-label={t('priors')} data-testid="priors">
      {unread.map((reading) => (
        <Unread key={reading.studyUid} reading={reading} />
      ))}
      {priors.map((prior) => (
        <Prior key={prior.studyUid} {...{ studyUid, prior, numberOf }} />
      ))}
    </section>
  );
}

function Unread({ reading: { studyUid, date, state } }: { readonly reading: PriorReading }) {
  const { t } = useTranslation('growth');
  const head = t('prior', { date: dicomDate(date) });
  const source = growthSource();
  if (state.kind === 'running')
    return (
      <div className="prior-unread" role="status">
        <span>{t('running', { date: dicomDate(date) })}</span>
        <ProgressBar label={t('running', { date: dicomDate(date) })} value={state.done} />
        <Button icon={<X size={14} />} onClick={() => source?.cancel(studyUid)} data-testid="prior-cancel">
          {t('cancel')}
        </Button>
      </div>
    );
  if (state.kind === 'read') return null;
  return (
    <div className="prior-unread">
      <span>
        <b>{head}</b> {state.fault ?? t('unread')}
      </span>
      {state.segmentations > 0 && (
        <Button data-testid="read-prior" onClick={() => source?.readSegmentations(studyUid)}>
          {t('readSegmentation')}
        </Button>
      )}
      {state.suitable && (
        <Button
          icon={<ScanSearch size={14} />}
          look={state.segmentations > 0 ? 'quiet' : 'primary'}
          data-testid="analyse-prior"
          onClick={() => source?.analyse(studyUid)}
        >
          {t('analyse')}
        </Button>
      )}
    </div>
  );
}

interface PriorProps {
  readonly studyUid: string;
  readonly prior: ComparedPrior;
  readonly numberOf: (uid: string) => number | undefined;
}

function Prior({ studyUid, prior, numberOf }: PriorProps) {
  const { t } = useTranslation('growth');
  const count = (kind: string): number => prior.matches.filter((match) => match.kind === kind).length;
  const counts = (['same', 'new', 'gone', 'split', 'merged'] as const)
    .filter((kind) => count(kind) > 0)
    .map((kind) => t(`count.${kind}`, { count: count(kind) }));
  return (
    <div className="prior" data-testid="prior" data-date={prior.date}>
      <header>
        <b>{t('prior', { date: dicomDate(prior.date) })}</b>
        <span>{counts.join(t('comma')) || t('noNodules')}</span>
      </header>
      {prior.poor && <p className="growth-wait">{t('poor')}</p>}
      {prior.otherModel && (
        <p className="growth-wait" data-testid="other-model">
          {t('otherModel', { ...prior.otherModel })}
        </p>
      )}
      <ul>
        {prior.nodules.map((nodule) => (
          <PriorRow key={nodule.uid} {...{ studyUid, prior, nodule, numberOf }} />
        ))}
      </ul>
    </div>
  );
}

/** Numbers of the nodules that it is now; what is said of it where there are none. */
function fateOf(
  { matches }: ComparedPrior,
  uid: string,
): { readonly uids: readonly string[]; readonly kind: string } {
  for (const match of matches) {
    if (match.kind === 'merged' && match.priors.includes(uid))
      return { uids: [match.current], kind: 'merged' };
    if (!('prior' in match) || match.prior !== uid) continue;
    if (match.kind === 'split') return { uids: match.currents, kind: 'split' };
    return { uids: match.kind === 'same' ? [match.current] : [], kind: match.kind };
  }
  return { uids: [], kind: 'gone' };
}

interface RowProps extends PriorProps {
  readonly nodule: PriorNodule;
}

function PriorRow({ studyUid, prior, nodule, numberOf }: RowProps) {
  const { t } = useTranslation('growth');
  const { uids, kind } = fateOf(prior, nodule.uid);
  const numbers = uids
    .flatMap((uid) => numberOf(uid) ?? [])
    .toSorted((a, b) => a - b)
    .join(', ');
  const { meanDiameter } = nodule.point;
  const go = (): void => {
    if (uids[0] !== undefined) growthSource()?.select(uids[0]);
    growthSource()?.goTo(prior.seriesUid, nodule.at);
  };
  return (
    <li
      draggable
      onDragStart={(event) => carry(event, { side: 'prior', uid: nodule.uid, studyUid: prior.studyUid })}
      onDragOver={takes}
      onDrop={(event) => {
        const from = dropped(event);
        if (from?.side === 'current') sayPair(studyUid, prior.studyUid, from.uid, nodule.uid);
      }}
      data-testid="prior-row"
      data-uid={nodule.uid}
      data-fate={kind}
    >
      <button type="button" onClick={go} data-tip={t('priorTip')}>
        <b>{nodule.number}</b>
        <span>
          {meanDiameter === undefined ? '–' : `${lengthFigure(meanDiameter)} mm`}
          {!nodule.reviewed && <small> {t('pending')}</small>}
        </span>
        <span>
          {numbers ? t(kind === 'same' ? 'isNow' : `isNow_${kind}`, { numbers }) : t(`fate.${kind}`)}
        </span>
      </button>
    </li>
  );
}
