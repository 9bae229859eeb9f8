export { bytes } from '../i18n/bytes';
