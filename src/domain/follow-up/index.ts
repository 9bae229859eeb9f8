/** What is due after an examination: the guideline's steps as days, a list of them, a calendar file. */
export { addDays, addMonths, dayOn, daysBetween, isDay } from './days';
export { dueItems, regions, type DueAsk, type DueItem, type DueWindow, type Region } from './due';
export { calendarFile, referenceOf, type CalendarEvent } from './icalendar';
export {
  closedBy,
  dueEntries,
  dueStates,
  isOpen,
  nextOf,
  type DueEntry,
  type DueLine,
  type DueMark,
  type DueState,
  type LaterStudy,
} from './line';
export { lungSteps } from './lung';
export { acts, at, perhaps, undated, type Act, type DueStep } from './step';
export {
  followedAnswers,
  followStudy,
  reviewedOnly,
  trackingUidOf,
  type ComparedPrior,
  type Followed,
  type GoneNodule,
  type PriorNodule,
  type StudyFollowUp,
} from './followed';
export { comparable, saidOf, timePointOf, type GrowthSeries, type Interval, type TimePoint } from './growth';
export {
  canBeTarget,
  isUpToDate,
  lesionRoles,
  lesionsFollowed,
  proposedRoles,
  recistAnswers,
  rolesIn,
  withRoles,
  type FollowedLesion,
  type FollowedLesions,
  type LesionRole,
  type LesionWords,
} from './targets';
export { otherModel, type OtherModel } from './makers';
export { matchNodules, type Match, type ReaderLink, type Spot } from './match';
