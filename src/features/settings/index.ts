/** Choices about the page that are kept on this computer, and the dialog in which the reader makes them. */
export { closeSettings, openSettings, useSettingsPage, type SettingsPage } from './page';
export { currentCssPxPerMm } from './screen';
export { changeSettings, restoreSettings, useSettings } from './settings';
export { SettingsDialog } from './SettingsDialog';
