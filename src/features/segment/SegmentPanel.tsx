import { Download, Plus, X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from '../../i18n';
import { IconButton } from '../../ui';
import { currentFinding, studyFindings, useFindings } from '../findings';
import { useOpen } from '../open';
import { useRead } from '../read';
import { addSegment, isSegmentTool, selectSegment } from './commands';
import { exportSegments, writable } from './files';
import { ToolOptions, WholeSegment } from './SegmentOptions';
import { SegmentRow } from './SegmentRow';
import { emptyStudy, useSegments } from './store';
import { startSegments } from './wiring';
import './segment.css';

/** Number of segments in the study that is read, for the tab. */
export const useSegmentCount = (): number => {
  const studyUid = useOpen((s) => s.activeStudyUid);
  return useSegments((s) => (studyUid === undefined ? 0 : (s.studies[studyUid]?.segments.length ?? 0)));
};

/** The segments of the study that is read, what strokes belong to, and how the tools work. */
export function SegmentPanel() {
  const { t } = useTranslation('segment');
  const studyUid = useOpen((s) => s.activeStudyUid);
  const seriesUid = useRead((s) => s.activeSeriesUid);
  const { segments, currentUid } =
    useSegments((s) => (studyUid ? s.studies[studyUid] : undefined)) ?? emptyStudy;
  const series = useOpen((s) => s.studies.find((one) => one.studyUid === studyUid)?.series);
  const tool = useRead((s) => s.tool);
  const root = useRef<HTMLElement>(null);
  useEffect(startSegments, []);
  // Whoever takes a tool for segments wants to see how it works, below however many measurements.
  useEffect(() => {
    if (isSegmentTool(tool)) root.current?.scrollIntoView({ block: 'nearest' });
  }, [tool]);
  const count = writable(studyUid, seriesUid).length;
  const elsewhere = (uid: string): string | undefined => {
    const other = uid === seriesUid ? undefined : series?.find((one) => one.seriesUid === uid);
    return other && t('row.series', { number: other.number ?? '', modality: other.modality });
  };
  return (
    <section ref={root} className="segments" aria-label={t('title')} data-testid="segment-panel">
      <div className="segment-head">
        <h3>{t('title')}</h3>
        {segments.length > 0 && <span className="segment-count">{segments.length}</span>}
        <span className="segment-space" />
        <IconButton
          label={t('add')}
          disabled={seriesUid === undefined}
          data-testid="segment-add"
          onClick={() => void addSegment()}
        >
          <Plus size={15} />
        </IconButton>
        <IconButton
          label={t('export', { count })}
          disabled={count === 0}
          data-testid="segment-export"
          onClick={() => seriesUid !== undefined && void exportSegments(seriesUid)}
        >
          <Download size={15} />
        </IconButton>
      </div>
      <Target />
      <ToolOptions />
      {segments.length === 0 ? (
        <p className="segment-hint">{t('none')}</p>
      ) : (
        <ul className="segment-list">
          {segments.map((segment) => (
            <SegmentRow
              key={segment.uid}
              segment={segment}
              current={segment.uid === currentUid}
              elsewhere={elsewhere(segment.seriesUid)}
            />
          ))}
        </ul>
      )}
      {seriesUid !== undefined && segments.length > 0 && <WholeSegment seriesUid={seriesUid} />}
    </section>
  );
}

/** The one rule, in words: what the tool in hand works on. */
function Target() {
  const { t } = useTranslation('segment');
  const studyUid = useOpen((s) => s.activeStudyUid);
  const seriesUid = useRead((s) => s.activeSeriesUid);
  const tool = useRead((s) => s.tool);
  const { segments, currentUid } =
    useSegments((s) => (studyUid ? s.studies[studyUid] : undefined)) ?? emptyStudy;
  const current = segments.find((one) => one.uid === currentUid && one.seriesUid === seriesUid);
  const finding = useFindings(() => {
    const uid = currentFinding(studyUid);
    return studyFindings(studyUid).findings.find((f) => f.trackingUid === uid && f.seriesUid === seriesUid);
  });
  if (current && studyUid !== undefined)
    return (
      <p className="segment-target" data-testid="segment-target">
        {t('target.segment', { name: current.name })}
        <IconButton
          label={t('target.letGo')}
          data-testid="segment-let-go"
          onClick={() => selectSegment(studyUid, undefined)}
        >
          <X size={13} />
        </IconButton>
      </p>
    );
  if (!isSegmentTool(tool)) return null;
  const onFinding = finding && (tool === 'brush' || tool === 'eraser');
  return (
    <p className="segment-target" data-testid="segment-target">
      {onFinding ? t('target.finding', { number: finding.number }) : t('target.new')}
    </p>
  );
}
