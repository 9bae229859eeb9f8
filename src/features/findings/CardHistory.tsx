import type { Finding } from '../../domain/finding';
import type { FindingEvent, SizesThen } from '../../domain/finding-history';
import { useLanguage, useTranslation } from '../../i18n';
import { mm, mm3, score, sizeUnit, unitText } from './format';
import { useFindings } from './store';

const NONE: readonly FindingEvent[] = [];

/** What happened to a finding: who did what and when, with the numbers before and after where they changed. */
export function CardHistory({ finding: f }: { readonly finding: Finding }) {
  const { t } = useTranslation('findings');
  const language = useLanguage();
  const events = useFindings((s) => s.studies[f.studyUid]?.history[f.trackingUid]) ?? NONE;
  if (events.length === 0) return null;
  const unit = sizeUnit(f.measurements.volume.unit);
  const length = unitText(f.measurements.longAxis.unit);
  const sizes = ({ long, short, mean, volume }: SizesThen): string =>
    t('history.sizes', {
      long: mm(long),
      short: mm(short),
      mean: mm(mean),
      length,
      volume: mm3(volume),
      unit,
    });
  const time = new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en-GB', {
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  return (
    <details className="card-provenance card-history" data-testid="card-history">
      <summary>{t('history.title', { count: events.length })}</summary>
      <ol>
        {events.map((event, n) => (
          <li key={n}>
            <time dateTime={event.at}>{time.format(new Date(event.at))}</time>
            <span>
              {what(t, event)}
              {event.before && event.after && (
                <small>
                  {sizes(event.before)} → {sizes(event.after)}
                </small>
              )}
            </span>
          </li>
        ))}
      </ol>
    </details>
  );
}

function what(
  t: (key: string, values?: Record<string, string | number>) => string,
  { what: name, turn, model, score: value, reason }: FindingEvent,
): string {
  const rank = value === undefined ? '' : t('history.score', { score: score(value) });
  const done = t(`history.${name}`, { model: model ?? '', score: rank });
  const full = reason ? t('history.because', { done, reason: t(`reason.${reason}`) }) : done;
  return turn ? t(`history.turn.${turn}`, { done: full }) : full;
}
