/** Objects beside the images: reports, marks, settings, documents; the list's face, the panel, what is drawn. */
export { closeObject, openObject, startObjects } from './commands';
export { objectFace } from './icons';
export { ObjectPanel, ObjectSheet, useObjectOpen } from './ObjectPanel';
export { ObjectsOnly, useOnlyObjects } from './ObjectsOnly';
