/** The reader's measurements and annotations: menu of tools, list, and the commands, each one step of the history. */
export { copyAll, copyOne, textOf } from './copy';
export {
  changeMark,
  currentAnnotation,
  currentProposal,
  draw,
  judge,
  pick,
  recolour,
  remove,
  removeAll,
  removeCurrent,
  rename,
} from './commands';
export { FilmFindings } from './FilmFindings';
export { jumpTo } from './jump';
export { MeasureMenu } from './MeasureMenu';
export { MeasurePanel, useMeasureCount } from './MeasurePanel';
export { nameOf } from './names';
export { dropProposals, proposeCardiothoracic, type CardiothoracicProposal } from './propose';
export {
  annotationsSnapshot,
  closeAnnotations,
  restoreAnnotations,
  type AnnotationsSnapshot,
} from './snapshot';
export { studyAnnotations, useAnnotations, useMeasure } from './store';
export { notHere, takeAnnotations } from './take';
export { startMeasure } from './wiring';
