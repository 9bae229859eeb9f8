import { create } from 'zustand';

export const settingsPages = ['keys', 'mouse', 'reading', 'screen', 'keep'] as const;
export type SettingsPage = (typeof settingsPages)[number];

/** Which page of the settings is open, if any. */
export const useSettingsPage = create<{ readonly page?: SettingsPage }>(() => ({}));

export const openSettings = (page: SettingsPage = 'keys'): void => useSettingsPage.setState({ page });
export const closeSettings = (): void => useSettingsPage.setState({ page: undefined });
