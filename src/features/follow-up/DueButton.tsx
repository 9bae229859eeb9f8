import { CalendarClock } from 'lucide-react';
import { useMemo } from 'react';
import { dueEntries } from '../../domain/follow-up';
import { useTranslation } from '../../i18n';
import { Button } from '../../ui';
import { useKeyOf } from '../commands';
import { showDue, useDue } from './store';
import { useToday } from './today';

/** Brings up the due list, and says how many are overdue. */
export function DueButton() {
  const { t } = useTranslation('due');
  const lines = useDue((s) => s.lines);
  const today = useToday();
  const key = useKeyOf('due.show');
  const overdue = useMemo(
    () => dueEntries(Object.values(lines), today).filter(({ state }) => state === 'overdue').length,
    [lines, today],
  );
  return (
    <Button
      look="plain"
      className="wl-facet"
      icon={<CalendarClock size={14} aria-hidden />}
      keyHint={key}
      data-testid="due-show"
      onClick={showDue}
    >
      {overdue > 0 ? t('buttonOverdue', { count: overdue }) : t('button')}
    </Button>
  );
}
