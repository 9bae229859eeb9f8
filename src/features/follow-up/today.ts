import { useSyncExternalStore } from 'react';
import { dayOn } from '../../domain/follow-up';

/** How often a page that stays open over midnight looks at the clock, ms. */
const LOOK = 60_000;

const follow = (changed: () => void): (() => void) => {
  const timer = setInterval(changed, LOOK);
  return () => clearInterval(timer);
};
const today = (): string => dayOn(new Date());

/** Today, YYYYMMDD. */
export const useToday = (): string => useSyncExternalStore(follow, today);
