/** Ways out of the page: pictures, films, sheets of film, and the list of key images. */
export { OutMenu } from './OutMenu';
export {
  closeKeyImages,
  keyImagesOf,
  keyImagesSnapshot,
  markImage,
  markKeyImage,
  restoreKeyImages,
  useKeyImages,
  type KeyImage,
} from './keyImages';
export { copyPicture, savePicture } from './pictures';
export { openDialog, type OutDialog } from './store';
