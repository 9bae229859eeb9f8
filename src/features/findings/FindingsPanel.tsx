import { ChevronDown, ChevronUp, Plus } from 'lucide-react';
import { useEffect, useRef, type KeyboardEvent, type ReactNode } from 'react';
import type { Finding } from '../../domain/finding';
import { isLungNodule } from '../../domain/lesion';
import { useTranslation } from '../../i18n';
import { Button, IconButton } from '../../ui';
import { useKeysOf } from '../commands';
import { PriorBar } from '../growth';
import { StudyGuideline } from '../guideline';
import { useHistory } from '../history';
import { useOpen } from '../open';
import { addedByClick, setTool, useRead } from '../read';
import { EmptyState } from './EmptyState';
import { FindingCard } from './FindingCard';
import { FindingRow } from './FindingRow';
import { toggleAddNodule } from './mode';
import { NoduleMap } from './NoduleMap';
import { needsResearchLine } from './review';
import { FirstReading, SecondReaderSwitch } from './SecondReader';
import {
  deselect,
  nextFinding,
  passesFilter,
  previousFinding,
  selectFinding,
  setFilter,
  setOrder,
} from './select';
import { listOf } from './shown';
import { emptyStudy, useFindings, type FindingFilter, type FindingOrder, type StudyFindings } from './store';
import { ThresholdSlider } from './ThresholdSlider';
import { startFindings } from './wiring';
import './findings.css';
import './card.css';

const FILTERS: readonly FindingFilter[] = ['all', 'pending', 'accepted', 'rejected'];
const ORDERS: readonly FindingOrder[] = ['suspicion', 'size', 'place'];

/**
 * The list of findings with the open one's card in it. Rows form a listbox; the card stands behind its row.
 * `above`: what the analysis warns of, and what the reader marks on a chest film, which has a list of its own.
 */
export function FindingsPanel({ above }: { readonly above?: ReactNode }) {
  const { t } = useTranslation('findings');
  const studyUid = useOpen((s) => s.activeStudyUid);
  const seriesUid = useOpen((s) => s.activeSeriesUid);
  const study = useFindings((s) => (studyUid ? s.studies[studyUid] : undefined)) ?? emptyStudy;
  const preview = useFindings((s) => s.preview);
  const counted = listOf(study);
  const listed = counted.filter((f) => passesFilter(f, study.filter));
  // Diameters follow the hand while it drags an axis.
  const shown = preview?.measurements
    ? listed.map((f) => (preview.uid === f.trackingUid ? { ...f, measurements: preview.measurements! } : f))
    : listed;
  useEffect(startFindings, []);
  // A segmentation object does not say whether a model drew it: it counts as if one did.
  const byModel = counted.some((f) => needsResearchLine(f, study.imported));

  return (
    <section className="findings-panel" aria-label={t('title')} data-testid="findings-panel">
      {studyUid && <Head studyUid={studyUid} study={study} />}
      <FirstReading study={study} studyUid={studyUid} />
      <div className="findings-body">
        {above}
        {shown.length > 0 ? (
          <Rows study={study} studyUid={studyUid!} shown={shown} />
        ) : (
          <EmptyState study={study} />
        )}
        {studyUid && <PriorBar studyUid={studyUid} numberOf={numberOf(study)} />}
        <NoduleMap study={study} />
        <StudyGuideline />
      </div>
      <Foot study={study} studyUid={studyUid} seriesUid={seriesUid} research={byModel} />
    </section>
  );
}

/** Number of a finding, as its row shows it. */
const numberOf =
  ({ findings }: StudyFindings) =>
  (uid: string): number | undefined =>
    findings.find((f) => f.trackingUid === uid)?.number;

function Head({ studyUid, study }: { readonly studyUid: string; readonly study: StudyFindings }) {
  const { t } = useTranslation('findings');
  const list = listOf(study);
  const count = (filter: FindingFilter) => list.filter((f) => passesFilter(f, filter)).length;
  return (
    <header className="findings-head">
      {list.length > 0 && (
        <div className="findings-filter" role="radiogroup" aria-label={t('filter.label')}>
          {FILTERS.map((filter) => (
            <button
              key={filter}
              type="button"
              role="radio"
              aria-checked={study.filter === filter}
              data-testid={`filter-${filter}`}
              onClick={() => setFilter(studyUid, filter)}
            >
              {t(`filter.${filter}`)} <i>{count(filter)}</i>
            </button>
          ))}
        </div>
      )}
      <ThresholdSlider study={study} studyUid={studyUid} />
      <div className="findings-reading">
        <SecondReaderSwitch study={study} studyUid={studyUid} />
        {list.length > 1 && (
          <select
            className="findings-order"
            aria-label={t('order.label')}
            value={study.order}
            data-testid="finding-order"
            onChange={(e) => setOrder(studyUid, e.target.value as FindingOrder)}
          >
            {ORDERS.map((order) => (
              <option key={order} value={order}>
                {t(`order.${order}`)}
              </option>
            ))}
          </select>
        )}
      </div>
    </header>
  );
}

/** Enter on the open row goes on into its card; Escape in the card comes back. */
const enterCard = (scroll: HTMLElement | null): void =>
  scroll?.querySelector<HTMLElement>('.finding-card :is(button, [tabindex="0"])')?.focus();

interface RowsProps {
  readonly study: StudyFindings;
  readonly studyUid: string;
  readonly shown: readonly Finding[];
}

function Rows({ study, studyUid, shown }: RowsProps) {
  const { t } = useTranslation('findings');
  const list = useRef<HTMLDivElement>(null);
  const scroll = useRef<HTMLDivElement>(null);
  const at = shown.findIndex((f) => f.trackingUid === study.currentUid);
  const current = shown[at];

  // The focus goes with the choice while it is in the list; it is never taken from the images.
  useEffect(() => {
    if (study.currentUid === undefined) return;
    const row = document.getElementById(`finding-${study.currentUid}`);
    row?.scrollIntoView({ block: 'nearest' });
    if (row && list.current?.contains(document.activeElement)) row.focus({ preventScroll: true });
  }, [study.currentUid]);

  const onKeyDown = (event: KeyboardEvent) => {
    // With Ctrl the arrows move what is in the hand.
    if (event.ctrlKey || event.metaKey) return;
    const go: Record<string, number> = {
      ArrowDown: Math.min(at + 1, shown.length - 1),
      ArrowUp: Math.max(at - 1, 0),
      Home: 0,
      End: shown.length - 1,
      Enter: Math.max(at, 0),
      ' ': Math.max(at, 0),
    };
    const escape = event.key === 'Escape' && current;
    // A shape that is worked on is let go first, as everywhere.
    if (escape && useFindings.getState().mode !== 'none') return;
    if (escape) deselect(studyUid);
    else if (event.key === 'Enter' && current) enterCard(scroll.current);
    else if (event.key in go) selectFinding(shown[go[event.key]].trackingUid);
    else return;
    event.preventDefault();
    // Arrows in the list walk the list; the images scroll when they have the focus.
    event.stopPropagation();
  };

  return (
    <>
      {shown.some(isLungNodule) && (
        <div className="finding-columns" aria-hidden>
          {(['axes', 'mean', 'volume', 'hu', 'score'] as const).map((column) => (
            <span key={column}>{t(`column.${column}`)}</span>
          ))}
        </div>
      )}
      <div className="finding-scroll" ref={scroll}>
        <div ref={list} role="listbox" aria-label={t('title')} className="finding-list" onKeyDown={onKeyDown}>
          {shown.map((f, n) => (
            <FindingRow
              key={f.trackingUid}
              finding={f}
              current={n === at}
              imported={study.imported.includes(f.trackingUid)}
              inTabOrder={n === Math.max(at, 0)}
              order={2 * n}
            />
          ))}
        </div>
        {current && (
          <FindingCard
            key={current.trackingUid}
            finding={current}
            imported={study.imported.includes(current.trackingUid)}
            order={2 * at + 1}
          />
        )}
      </div>
    </>
  );
}

interface FootProps {
  readonly study: StudyFindings;
  readonly studyUid: string | undefined;
  readonly seriesUid: string | undefined;
  readonly research: boolean;
}

function Foot({ study, studyUid, seriesUid, research }: FootProps) {
  const adds = useRead(addedByClick);
  const marking = useRead((s) => s.tool === 'mark');
  const { t } = useTranslation('findings');
  const keyOf = useKeysOf();
  const mode = useFindings((s) => s.mode);
  const adding = adds?.tool === 'mark' ? marking : mode === 'addNodule';
  const message = useFindings((s) => s.message);
  const { undoLabel } = useHistory();
  // With stricter or looser marks, or none yet, the figure of the run is not of what is shown.
  const asRun = study.threshold === undefined && study.pass !== 'first';
  const withheld = asRun && study.note.state === 'done' ? study.note.withheld : 0;
  return (
    <footer className="findings-foot">
      <p className="findings-message" role="status" data-tone={message?.tone}>
        {message
          ? t(`message.${message.key}`, message.values)
          : mode === 'addNodule'
            ? t('hint.addNodule')
            : undefined}
        {!message && mode === 'addNodule' && <span className="by-keys"> {t('hint.keys.addNodule')}</span>}
      </p>
      {withheld > 0 && <p className="findings-quiet">{t('withheld', { count: withheld })}</p>}
      <div className="findings-foot-row">
        <Button
          icon={<Plus size={14} />}
          className={adding ? 'tool-on' : undefined}
          aria-pressed={adding}
          disabled={!seriesUid || !adds}
          onClick={() =>
            adds?.tool === 'mark' ? setTool(adding ? 'window' : 'mark') : toggleAddNodule(seriesUid)
          }
          data-testid="add-nodule"
        >
          {t(`action.add.${adds?.what ?? 'nodule'}`)}
        </Button>
        {studyUid && listOf(study).length > 0 && (
          <span className="findings-steps">
            <IconButton
              label={t('action.previous')}
              keyHint={keyOf('finding.previous')}
              onClick={() => previousFinding(studyUid)}
            >
              <ChevronUp size={16} />
            </IconButton>
            <IconButton
              label={t('action.next')}
              keyHint={keyOf('finding.next')}
              onClick={() => nextFinding(studyUid)}
            >
              <ChevronDown size={16} />
            </IconButton>
          </span>
        )}
        {undoLabel && keyOf('work.undo') && (
          <span className="findings-quiet by-keys" data-tip={undoLabel}>
            {t('hint.undo', { key: keyOf('work.undo') })}
          </span>
        )}
      </div>
      {research && (
        <p className="findings-research" data-testid="research-use">
          {t('research')}
        </p>
      )}
    </footer>
  );
}
