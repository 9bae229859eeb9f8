/** Opening studies: files, folders, ZIPs, the demo; what is open, and which series is read. */
export { claimFiles } from './claim';
export {
  activateSeries,
  cancelOpen,
  closeStudy,
  dismissProblem,
  dismissWarnings,
  openDemo,
  openFiles,
  openUrls,
  openWith,
  SaidElsewhere,
} from './commands';
export { FileSummary } from './FileSummary';
export { imageCount, isImageSeries } from './merge';
export { chooseFiles, chooseFolder, OpenInputs } from './OpenInputs';
export { PageDrop } from './PageDrop';
export { PasswordDialog } from './PasswordDialog';
export { SeriesList } from './SeriesList';
export { StartPage } from './StartPage';
export { activeSeries, activeStudy, sayEarlier, useOpen, type OpenState, type Progress } from './store';
export { drawThumbnail, shownGrey } from './thumbnail';
export { ageOf, modalitiesOf } from './words';
