import { CalendarClock } from 'lucide-react';
import { nextOf } from '../../domain/follow-up';
import { useTranslation } from '../../i18n';
import { showDue, useDue } from './store';
import { useToday } from './today';
import { actOf, intervalOf, whenOf } from './words';
import './due.css';

/** In the report: what its guideline asks for next, and by when. Nothing where it asks for nothing. */
export function NextDue({ studyUid }: { readonly studyUid: string }) {
  const { t } = useTranslation('due');
  const today = useToday();
  const line = useDue((s) => s.lines[studyUid]);
  const next = line && nextOf(line, today);
  if (!next) return null;
  const interval = next.mark?.state === 'moved' ? t('moved') : intervalOf(next, t);
  const words = [actOf(next, t), interval, ...(next.window || next.item.months ? [whenOf(next, t)] : [])];
  return (
    <p className="due-next" data-testid="due-next" data-state={next.state}>
      <CalendarClock size={14} aria-hidden />
      <span>{t('next', { text: words.join(t('comma')) })}</span>
      <button type="button" data-testid="due-next-list" onClick={showDue}>
        {t('list')}
      </button>
    </p>
  );
}
