import { ClipboardCopy, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { Annotation } from '../../domain/annotation/annotation';
import type { Study } from '../../domain/study';
import { useTranslation } from '../../i18n';
import { Button, Key } from '../../ui';
import { useKeysOf } from '../commands';
import { useOpen } from '../open';
import { setTool } from '../read';
import { removeAll } from './commands';
import { copyAll } from './copy';
import { KindIcon } from './KindIcon';
import { MeasureItem, useShown } from './MeasureItem';
import { imageNumber, seriesName, seriesOf } from './names';
import { noAnnotations, useMeasure } from './store';
import './measure.css';

/** Quick marks stand among the findings. */
const isListed = ({ kind }: Annotation): boolean => kind !== 'mark';

/** Number of annotations in the study that is read, for the tab. */
export const useMeasureCount = (): number => {
  const studyUid = useOpen((s) => s.activeStudyUid);
  return useMeasure((s) =>
    studyUid === undefined ? 0 : (s.studies[studyUid]?.filter(isListed).length ?? 0),
  );
};

/** All annotations of the study that is read, by series; the current one is open. */
export function MeasurePanel() {
  const { t } = useTranslation('measure');
  const study = useOpen((s) => s.studies.find(({ studyUid }) => studyUid === s.activeStudyUid));
  const saved = useMeasure((s) => (study ? s.studies[study.studyUid] : undefined)) ?? noAnnotations;
  const currentUid = useMeasure((s) => s.currentUid);
  const shown = useShown(saved);
  const all = shown.filter(isListed);
  return (
    <section className="measure-panel" aria-label={t('title')} data-testid="measure-panel">
      {all.length === 0 ? (
        <EmptyList />
      ) : (
        <div className="measure-scroll">
          {groups(all, study).map(({ seriesUid, annotations }) => {
            const series = seriesOf(annotations[0], study);
            return (
              <section key={seriesUid} aria-label={seriesName(series)}>
                <h3>{seriesName(series)}</h3>
                <ul>
                  {annotations.map((one) => (
                    <MeasureItem
                      key={one.uid}
                      annotation={one}
                      all={shown}
                      series={series}
                      current={one.uid === currentUid}
                    />
                  ))}
                </ul>
              </section>
            );
          })}
        </div>
      )}
      <Foot studyUid={study?.studyUid} count={all.length} />
    </section>
  );
}

/** By series, in the order of the study; in a series by image, then by the time of making. */
function groups(all: readonly Annotation[], study: Study | undefined) {
  const order = study?.series.map(({ seriesUid }) => seriesUid) ?? [];
  const uids = [...new Set(all.map(({ seriesUid }) => seriesUid))].sort(
    (a, b) => order.indexOf(a) - order.indexOf(b),
  );
  return uids.map((seriesUid) => {
    const own = all.filter((one) => one.seriesUid === seriesUid);
    const at = (one: Annotation): number => imageNumber(one, seriesOf(one, study)) ?? Infinity;
    const annotations = own
      .map((one) => ({ one, n: at(one) }))
      .sort((a, b) => (a.n === b.n ? 0 : a.n - b.n))
      .map(({ one }) => one);
    return { seriesUid, annotations };
  });
}

/** Teaches: the tools that most readers want first, with their keys. */
function EmptyList() {
  const { t } = useTranslation('measure');
  const keyOf = useKeysOf();
  const closed = useOpen((s) => s.activeSeriesUid === undefined);
  return (
    <div className="measure-empty" data-testid="measure-empty">
      <p>{t('empty.none')}</p>
      <div className="measure-offer">
        {(['length', 'bidirectional', 'ellipse', 'angle', 'arrow'] as const).map((kind) => {
          const key = keyOf(`tool.${kind}`);
          return (
            <button
              key={kind}
              type="button"
              className="button button-quiet"
              disabled={closed}
              onClick={() => setTool(kind)}
            >
              <KindIcon kind={kind} size={14} />
              <span>{t(`kind.${kind}`)}</span>
              {key && <Key>{key}</Key>}
            </button>
          );
        })}
      </div>
      <p className="measure-quiet">{t('empty.how')}</p>
    </div>
  );
}

interface FootProps {
  readonly studyUid: string | undefined;
  readonly count: number;
}

function Foot({ studyUid, count }: FootProps) {
  const { t } = useTranslation('measure');
  const message = useMeasure((s) => s.message);
  const [sure, setSure] = useState(false);
  return (
    <footer className="measure-foot">
      <p role="status" data-tone={message === 'copied' ? undefined : 'warn'}>
        {message && t(`message.${message}`)}
      </p>
      {count > 0 && studyUid && (
        <div>
          <Button
            icon={<ClipboardCopy size={14} aria-hidden />}
            data-testid="measure-copy-all"
            onClick={() => void copyAll()}
          >
            {t('action.copyAll')}
          </Button>
          {/* One step of the history brings them back, so one word more is enough. */}
          <Button
            look={sure ? 'danger' : 'quiet'}
            icon={<Trash2 size={14} aria-hidden />}
            data-testid="measure-delete-all"
            onBlur={() => setSure(false)}
            onClick={() => {
              if (sure) removeAll(studyUid);
              setSure(!sure);
            }}
          >
            {t(sure ? 'action.deleteAllSure' : 'action.deleteAll', { count })}
          </Button>
        </div>
      )}
    </footer>
  );
}
