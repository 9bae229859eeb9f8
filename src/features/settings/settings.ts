import { create } from 'zustand';
import { defaultSettings, loadSettings, saveSettings, type Settings } from '../../storage';

/** Choices about the page that are kept on this computer. The defaults stand until they are loaded. */
export const useSettings = create<Settings>(() => defaultSettings);

/** Brings back what was kept; without storage the defaults stay. */
export async function restoreSettings(): Promise<void> {
  try {
    useSettings.setState(await loadSettings());
  } catch (error) {
    console.warn('settings:', error);
  }
}

let timer: ReturnType<typeof setTimeout> | undefined;

/** Changes a choice and keeps it; a drag changes it many times, so the write waits for a pause. */
export function changeSettings(change: Partial<Settings>): void {
  useSettings.setState(change);
  clearTimeout(timer);
  timer = setTimeout(() => {
    saveSettings(useSettings.getState()).catch((error: unknown) => console.warn('settings:', error));
  }, 400);
}
