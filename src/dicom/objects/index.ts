/** Reading of objects that stand beside the images. Files stay with the DICOM room: see `loadObject` there. */
export { allObjectClasses, objectClass, unshownName, type ObjectClass, type ObjectKind } from './classes';
export { roiMask, type RoiMask, type Unplaced } from './roi-mask';
export { unitText } from './units';
export type * from './contract';
export { packWork, unpackWork, WorkError, type StudyWorkFile } from './work';
export { annotationsOf, type AnnotationSource } from './annotations';
export { measuredGroups, type MeasuredGroup } from './measured';
