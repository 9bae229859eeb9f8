export { changeSettings, restoreSettings, useSettings } from './settings';
