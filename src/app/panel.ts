import { create } from 'zustand';

interface PanelState {
  readonly tab: 'findings' | 'measure' | 'forms' | 'report';
  readonly help: boolean;
  /** On a phone the panel is a sheet that is up or not. */
  readonly sheet: boolean;
  /** The study whose work the reader is asked about: delete it and start afresh? */
  readonly afresh?: string;
}

/** Which parts of the frame are open now; widths and folds that are kept live in the settings. */
export const usePanel = create<PanelState>(() => ({ tab: 'findings', help: false, sheet: false }));

/** Shows a tab of the right panel; on a phone its sheet comes up. */
export const showTab = (tab: PanelState['tab']): void => usePanel.setState({ tab, sheet: true });

export const toggleHelp = (): void => usePanel.setState(({ help }) => ({ help: !help }));

/** Asks before the work on a study is thrown away: it cannot be taken back. */
export const askAfresh = (studyUid: string): void => usePanel.setState({ afresh: studyUid });
